import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { openAuditSeal } from '../../../src/adapters/records/audit-seal.ts'
import { openRecords } from '../../../src/adapters/records/records.ts'
import { type AuditTrail, createAuditTrail } from '../../../src/audit/trail.ts'
import type { Records } from '../../../src/ports/index.ts'
import { createHandClock } from '../../support/fakes/clock.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const folders: string[] = []

afterEach(async () => {
  for (const dir of folders.splice(0)) await rm(dir, { recursive: true })
})

interface OpenTrail {
  readonly log: string
  readonly head: string
  readonly records: Records
  readonly trail: AuditTrail
  readonly add: (...names: string[]) => Promise<void>
}

async function opened(dir?: string): Promise<OpenTrail & { readonly dir: string }> {
  const folder = dir ?? (await mkdtemp(join(tmpdir(), 'audit-')))
  if (dir === undefined) folders.push(folder)
  const log = join(folder, 'state.log')
  const head = join(folder, 'audit.head')
  const records = await openRecords({ file: log })
  const trail = createAuditTrail({ records, seal: openAuditSeal({ log, head }), sha256, clock: createHandClock() })
  const add = async (...names: string[]): Promise<void> => {
    const rest = { outcome: 'done', detail: null, reason: null, request: 'r', address: null } as const
    for (const principal of names) await trail.record({ principal, action: 'login', ...rest })
  }
  return { dir: folder, log, head, records, trail, add }
}

/** Changes lines of the file, each with a checksum that fits. */
async function rewrite(file: string, change: (lines: string[]) => string[]): Promise<void> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  const texts = change(lines.map((line) => line.slice(9)))
  await writeFile(file, texts.map((text) => `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`).join(''))
}

describe('the trail of the audit', () => {
  it('lists the newest event first, by principal and page, and holds beside other records', async () => {
    const { trail, add, records } = await opened()
    await add('anna')
    await records.append('entry', 'e', createHandClock().now(), { value: 1 })
    await add('ben', 'anna')
    expect((await trail.list({ limit: 10 })).map((e) => [e.sequence, e.event.principal])).toEqual([
      [3, 'anna'],
      [2, 'ben'],
      [1, 'anna'],
    ])
    expect((await trail.list({ limit: 10, principal: 'anna', before: 3 })).map((e) => e.sequence)).toEqual([1])
    expect(await trail.verify()).toMatchObject({ ok: true, events: 3 })
    await records.close()
  })

  it('keeps the order of events that are recorded at once', async () => {
    const { trail, add, records } = await opened()
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => add(name)))
    expect(await trail.verify()).toMatchObject({ ok: true, events: 4 })
    await records.close()
  })

  it('says which event was changed on the disk while the service runs', async () => {
    const { trail, add, records, log } = await opened()
    await add('anna', 'ben', 'carl')
    await rewrite(log, (lines) => lines.map((line) => line.replace('"ben"', '"bob"')))
    expect((await trail.verify()).fault).toMatchObject({ sequence: 2, detail: expect.stringContaining('event 2 of 2026-03-02') as string })
    await records.close()
  })

  it('says which event is damaged when a byte of its line is another', async () => {
    const { trail, add, records, log } = await opened()
    await add('anna', 'ben', 'carl')
    await writeFile(log, (await readFile(log, 'utf8')).replace('"ben"', '"bem"'))
    expect((await trail.verify()).fault?.sequence).toBe(2)
    await records.close()
  })

  it('finds a cut tail, and still does after a restart and new events', async () => {
    const first = await opened()
    await first.add('anna', 'ben', 'carl', 'dora')
    await first.records.close()
    await rewrite(first.log, (lines) => lines.slice(0, 2))
    const second = await opened(first.dir)
    expect((await second.trail.verify()).fault?.detail).toBe('events 3 to 4 are missing at the end')
    await second.add('eve', 'frank')
    expect((await second.trail.verify()).fault).toMatchObject({ sequence: 3 })
    expect((await second.trail.list({ limit: 1 }))[0]?.sequence).toBe(6)
    await second.records.close()
  })
})
