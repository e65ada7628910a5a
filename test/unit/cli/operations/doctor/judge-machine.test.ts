import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeClock } from '../../../../../src/cli/operations/doctor/judge-clock.ts'
import { bytesText, type DiskFacts, forecastDays, judgeDisk } from '../../../../../src/cli/operations/doctor/judge-disk.ts'
import { type FolderFacts, judgeFolder } from '../../../../../src/cli/operations/doctor/judge-folder.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../../../src/domain/index.ts'

const GIB = 2 ** 30
const levels = (findings: readonly { readonly level: string }[]): string[] => findings.map(({ level }) => level)

const FOLDER: FolderFacts = {
  path: '/data',
  folder: { path: '/data', mode: 0o700, uid: 7, isFolder: true },
  unwritable: null,
  ownUid: 7,
  files: [{ path: '/data/state.log', mode: 0o600, uid: 7 }],
}
const folderOf = (mode: number): FolderFacts['folder'] => ({ path: '/data', mode, uid: 7, isFolder: true })

describe('the check of the data folder', () => {
  it('passes a closed folder of one owner, and one that the first start makes', () => {
    expect(levels(judgeFolder(FOLDER))).toEqual(['ok'])
    expect(levels(judgeFolder({ ...FOLDER, folder: null, files: [] }))).toEqual(['ok'])
  })

  it('reports a folder that cannot be made, a file in its place, and one that cannot be written', () => {
    expect(judgeFolder({ ...FOLDER, folder: null, unwritable: 'EACCES' })[0]).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('EACCES'),
    })
    expect(levels(judgeFolder({ ...FOLDER, folder: { path: '/data', mode: 0o600, uid: 7, isFolder: false } }))).toEqual(['fault'])
    expect(judgeFolder({ ...FOLDER, unwritable: 'EROFS' })[0]).toMatchObject({ level: 'fault', what: expect.stringContaining('EROFS') })
  })

  it('warns of modes that let others read, faults those that let others write, and names the files', () => {
    const open = { ...FOLDER, folder: folderOf(0o755), files: [{ path: '/data/service.json', mode: 0o644, uid: 7 }] }
    expect(judgeFolder(open)).toEqual([
      expect.objectContaining({ level: 'warning', what: expect.stringContaining('"/data/service.json"'), action: 'chmod 700 "/data"' }),
    ])
    expect(levels(judgeFolder({ ...FOLDER, folder: folderOf(0o770) }))).toEqual(['fault'])
  })

  it('passes open files in a closed folder: nobody else reaches them', () => {
    expect(levels(judgeFolder({ ...FOLDER, files: [{ path: '/data/a', mode: 0o644, uid: 7 }] }))).toEqual(['ok'])
  })

  it('faults files of another owner, and warns when another user runs the check', () => {
    const foreign = Array.from({ length: 5 }, (_, i) => ({ path: `/data/${i}`, mode: 0o600, uid: 0 }))
    expect(judgeFolder({ ...FOLDER, files: foreign })).toEqual([
      expect.objectContaining({ level: 'fault', what: expect.stringContaining('and 2 more') }),
    ])
    expect(levels(judgeFolder({ ...FOLDER, ownUid: 0 }))).toEqual(['warning'])
    expect(levels(judgeFolder({ ...FOLDER, ownUid: null }))).toEqual(['ok'])
  })
})

describe('the check of the clock', () => {
  const steady = { reference: null, steppedMs: 3, newestFile: null }
  const against = (aheadMs: number): string[] => levels(judgeClock({ ...steady, reference: { source: 'influx://db', aheadMs } }))

  it('compares with the clock of a server: 5 s are noise, a minute is a fault', () => {
    expect([against(5 * SECOND), against(-5 * SECOND)]).toEqual([['ok'], ['ok']])
    expect([against(6 * SECOND), against(-MINUTE)]).toEqual([['warning'], ['warning']])
    expect([against(2 * MINUTE), against(-HOUR)]).toEqual([['fault'], ['fault']])
  })

  it('reports a clock that is set meanwhile, and files of the future', () => {
    expect(levels(judgeClock({ ...steady, steppedMs: -1500 }))).toEqual(['warning'])
    expect(levels(judgeClock({ ...steady, newestFile: { path: '/data/x', aheadMs: HOUR } }))).toEqual(['fault'])
    expect(levels(judgeClock({ ...steady, newestFile: { path: '/data/x', aheadMs: -HOUR } }))).toEqual(['ok'])
  })
})

describe('the check of the disk', () => {
  const disk = (facts: Partial<DiskFacts>): DiskFacts => ({
    path: '/data',
    freeBytes: 100 * GIB,
    minFreeBytes: GIB,
    store: { bytes: 10 * GIB, ageMs: 10 * DAY },
    archive: null,
    ...facts,
  })

  it('forecasts the days until only the reserve is left', () => {
    expect(forecastDays(disk({}))).toBeCloseTo(99, 9)
    expect(judgeDisk(disk({}))).toEqual([
      expect.objectContaining({ level: 'ok', what: '100.0 GiB are free, enough for about 99 days at the present growth' }),
    ])
    expect(forecastDays(disk({ store: null }))).toBeNull()
  })

  it('lets the archive grow to its cap or its days, and then the store alone', () => {
    const archive = { bytes: 0, capBytes: 9 * GIB, days: 1000, bytesPerDay: 9 * GIB }
    // One day at 10 GiB fills the archive; 90 GiB remain for 90 days of the store.
    expect(forecastDays(disk({ archive }))).toBeCloseTo(90, 9)
    expect(forecastDays(disk({ archive: { ...archive, capBytes: 900 * GIB, days: 1 } }))).toBeCloseTo(90, 9)
    expect(forecastDays(disk({ store: null, archive }))).toBeNull()
  })

  it('warns below 60 days, faults below 7 and below the reserve', () => {
    expect(levels(judgeDisk(disk({ freeBytes: 50 * GIB })))).toEqual(['warning'])
    expect(levels(judgeDisk(disk({ freeBytes: 5 * GIB })))).toEqual(['fault'])
    expect(judgeDisk(disk({ freeBytes: GIB / 2 }))[0]?.what).toBe('512.0 MiB are free, the service needs 1.0 GiB: it accepts no messages')
  })

  it('agrees with a day-by-day simulation, whatever grows', () => {
    const amount = fc.integer({ min: 1, max: 50 })
    fc.assert(
      fc.property(amount, amount, amount, fc.integer({ min: 1, max: 2000 }), (perStore, perArchive, cap, free) => {
        const days = forecastDays({
          path: '/data',
          freeBytes: free,
          minFreeBytes: 0,
          store: { bytes: perStore * 30, ageMs: 30 * DAY },
          archive: { bytes: 0, capBytes: cap, days: 10_000, bytesPerDay: perArchive },
        })
        const used = (t: number): number => perStore * t + Math.min(perArchive * t, cap)
        expect(used(days ?? Number.NaN)).toBeCloseTo(free, 6)
      }),
    )
  })

  it('writes bytes with one digit', () => {
    expect([0, 1023, 1024, 1.5 * GIB].map(bytesText)).toEqual(['0 B', '1023 B', '1.0 KiB', '1.5 GiB'])
  })
})
