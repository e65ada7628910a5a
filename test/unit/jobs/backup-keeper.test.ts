import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findBackupCauses } from '../../../src/app/operations/backups/backup-causes.ts'
import { DAY, HOUR, type Instant, instant, localDate } from '../../../src/domain/index.ts'
import { type BackupKeeperParts, createBackupKeeper } from '../../../src/jobs/backup-keeper.ts'
import { expiredBackups } from '../../../src/jobs/backup-retention.ts'
import type { KeptBackup } from '../../../src/ports/index.ts'
import { createMemoryRecords } from '../../support/fakes/memory-records.ts'

const ZONE = 'Asia/Shanghai'
const NOW = Date.parse('2026-03-15T02:30:00+08:00')
const nightly = (nights: number): Instant[] => Array.from({ length: nights }, (_, i) => instant(NOW - i * DAY)).toReversed()

describe('the retention of backups', () => {
  it('keeps the newest of seven days, four weeks and twelve months of two years of nights', () => {
    const times = nightly(730)
    const gone = new Set(expiredBackups(times, { days: 7, weeks: 4, months: 12 }, ZONE))
    const kept = times.filter((at) => !gone.has(at)).map((at) => localDate(ZONE, at))
    expect(kept.slice(-7)).toEqual(['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13', '2026-03-14', '2026-03-15'])
    expect(kept).toEqual(expect.arrayContaining(['2026-03-08', '2026-03-01', '2026-02-22', '2026-02-28', '2025-12-31', '2025-04-30']))
    expect(kept).toHaveLength(7 + 3 + 11)
  })

  it('never removes the newest, keeps what it was asked to keep, and removes nothing more when it runs again', () => {
    const counts = fc.record({ days: fc.nat(10), weeks: fc.nat(6), months: fc.nat(14) })
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 1000 * 24 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(times, counts, (hours, keep) => {
        const all = hours.map((h) => instant(NOW - h * HOUR))
        const left = all.filter((at) => !expiredBackups(all, keep, ZONE).includes(at))
        expect(left).toContain(instant(Math.max(...all)))
        expect(new Set(left.map((at) => localDate(ZONE, at))).size).toBeGreaterThanOrEqual(
          Math.min(keep.days, new Set(all.map((at) => localDate(ZONE, at))).size),
        )
        expect(expiredBackups(left, keep, ZONE)).toEqual([])
      }),
    )
  })
})

async function* bytes(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a backup')
}

function rig(broken: { why: string | null } = { why: null }) {
  const kept: KeptBackup[] = []
  const codes: string[] = []
  let now = NOW
  const parts: BackupKeeperParts = {
    plan: () => ({ dir: '/backups', campus: 'lab', zone: ZONE, keep: { days: 2, weeks: 0, months: 0 } }),
    folder: {
      list: async () => kept,
      async write(_dir, { at }, chunks) {
        if (broken.why !== null) throw new Error(broken.why)
        let size = 0
        for await (const chunk of chunks) size += chunk.length
        kept.push({ name: `lab-${at}`, at, bytes: size })
        return kept.at(-1) as KeptBackup
      },
      remove: async (_dir, name) =>
        void kept.splice(
          kept.findIndex((k) => k.name === name),
          1,
        ),
    },
    create: bytes,
    records: createMemoryRecords(),
    clock: { now: () => instant(now) },
    events: { emit: ({ code }) => codes.push(code) },
  }
  const keeper = createBackupKeeper(parts)
  const alarms = async () => findBackupCauses(await keeper.state(), 36 * HOUR, instant(now)).map(({ sentence }) => sentence)
  return { keeper, kept, codes, alarms, broken, wait: (ms: number) => (now += ms) }
}

describe('scheduled backups', () => {
  it('are made, and the oldest make room', async () => {
    const { keeper, kept, wait, codes } = rig()
    for (let night = 0; night < 5; night++) {
      await keeper.run()
      wait(DAY)
    }
    expect(kept.map(({ at }) => (at - NOW) / DAY)).toEqual([3, 4])
    expect(codes).toEqual(Array.from({ length: 5 }, () => 'backup-made'))
  })

  it('raise an alarm when the last one failed, which ends with one that succeeds; the earlier ones stay', async () => {
    const { keeper, kept, wait, alarms, broken } = rig()
    await keeper.run()
    expect(await alarms()).toEqual([])
    wait(DAY)
    broken.why = 'no space left on device'
    await expect(keeper.run()).rejects.toThrow('no space left')
    expect(await alarms()).toEqual([expect.stringContaining('the last backup failed (no space left on device)')])
    expect(kept).toHaveLength(1)
    broken.why = null
    await keeper.run()
    expect(await alarms()).toEqual([])
  })

  it('raise an alarm when the newest is older than the limit', async () => {
    const { keeper, wait, alarms } = rig()
    await keeper.run()
    wait(36 * HOUR)
    expect(await alarms()).toEqual([])
    wait(HOUR)
    expect(await alarms()).toEqual([expect.stringContaining('37 h ago')])
  })
})
