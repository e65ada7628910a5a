import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Campus } from '../../../src/domain/index.ts'
import { type CommitInfo, createWriter, type Writer, type WriterParts } from '../../../src/ingest/writer.ts'
import { type DeviceEventBatch, PortError } from '../../../src/ports/index.ts'
import { encodeImport, IMPORT_TOPIC } from '../../../src/wire/index.ts'
import { createEventLog, createMetricLog } from '../../support/fakes/events.ts'
import { campusOf, memoryJournal, memoryStore, message, point, quickClock, RECEIVED } from '../../support/fakes/memory-writer.ts'

const CAMPUS = campusOf([point('p', [{ field: 'power' }]), point('q', [{ device: 'e', field: 'power' }])])

function bench(more: Partial<WriterParts> = {}) {
  const journal = memoryJournal()
  const store = memoryStore()
  const events = createEventLog()
  const metrics = createMetricLog()
  const clock = quickClock()
  const commits: CommitInfo[] = []
  const deviceEvents: DeviceEventBatch[] = []
  const make = (own: Partial<WriterParts> = {}): Writer =>
    createWriter({
      reader: journal,
      rereadRange: journal.again,
      campus: () => CAMPUS,
      readings: store,
      deadLetters: store,
      events,
      metrics,
      clock,
      onCommit: (c) => void commits.push(c),
      onDeviceEvents: (batch) => void deviceEvents.push(batch),
      ...more,
      ...own,
    })
  return { journal, store, events, metrics, clock, commits, deviceEvents, make }
}

const telemetry = (i: number, device = 'd') =>
  message(`campus/c/${device}/telemetry`, { time: RECEIVED - 1_000_000 + i, values: { power: i } })

describe('the writer', () => {
  it('stores what the journal holds, rows and offset together', async () => {
    const b = bench()
    for (let i = 0; i < 10; i++) b.journal.append(telemetry(i))
    const writer = b.make()
    await writer.start()
    await writer.drained(10)
    expect(b.store.rows.size).toBe(10)
    expect([writer.offset(), await b.store.offset()]).toEqual([10, 10])
    await writer.stop()
  })

  it('waits without polling and goes on when it is nudged', async () => {
    const b = bench()
    const writer = b.make()
    await writer.start()
    for (let i = 0; i < 5; i++) {
      const seq = b.journal.append(telemetry(i))
      const stored = writer.drained(seq)
      writer.nudge()
      await stored
    }
    expect(b.store.rows.size).toBe(5)
    expect(b.clock.slept).toEqual([])
    await writer.stop()
  })

  it('tells the newest row of each point with every commit', async () => {
    const b = bench()
    for (const i of [3, 9, 5]) b.journal.append(telemetry(i))
    b.journal.append(telemetry(4, 'e'))
    const writer = b.make()
    await writer.start()
    await writer.drained(4)
    const [commit] = b.commits
    expect(commit).toMatchObject({ offset: 4, rows: 4 })
    expect(commit?.latest.names).toEqual(['p', 'q'])
    expect([...(commit?.latest.value ?? [])]).toEqual([9, 4])
    await writer.stop()
  })

  it('keeps dead letters with stable ids before it moves on, and moves on when every message is bad', async () => {
    const b = bench()
    b.journal.append(message('campus/c/d/telemetry', '{'))
    b.journal.append(message('campus/c/d/telemetry', { values: { power: 'x', energy: 'y' } }))
    const writer = b.make()
    await writer.start()
    await writer.drained(2)
    expect([...b.store.letters.keys()]).toEqual(['1-0', '2-0', '2-1'])
    expect(b.store.letters.get('2-0')?.message.topic).toBe('campus/c/d/telemetry')
    expect(b.events.of('dead-letter')).toHaveLength(1)
    expect(b.metrics.total('dead_letters')).toBe(3)
    await writer.stop()
  })

  it('keeps unknown devices as discoveries and writes nothing of them', async () => {
    const b = bench()
    b.journal.append(telemetry(1, 'stranger'))
    b.journal.append(message('campus/c/d/telemetry', { values: { sunshine: 3 } }))
    const writer = b.make()
    await writer.start()
    await writer.drained(2)
    expect(b.store.rows.size).toBe(0)
    expect(writer.discoveries().map((d) => `${d.device} ${d.field}`)).toEqual(['stranger power', 'd sunshine'])
    await writer.stop()
  })

  it('reads by the new campus after it was changed, and forgets discoveries that are asked for now', async () => {
    let campus: Campus = CAMPUS
    const b = bench({ campus: () => campus })
    b.journal.append(telemetry(1, 'new'))
    const writer = b.make()
    await writer.start()
    await writer.drained(1)
    campus = campusOf([...CAMPUS.points, point('n', [{ device: 'new', field: 'power' }])])
    writer.reconfigure()
    b.journal.append(telemetry(2, 'new'))
    writer.nudge()
    await writer.drained(2)
    expect([...b.store.rows.keys()]).toEqual([`n ${RECEIVED - 1_000_000 + 2}`])
    expect(writer.discoveries()).toEqual([])
    await writer.stop()
  })

  it('splits a backlog into batches of bounded size', async () => {
    const b = bench({ maxBatchRows: 10 })
    for (let i = 0; i < 100; i++) b.journal.append(message(IMPORT_TOPIC, encodeImport('p', [[RECEIVED - i, i]])))
    const writer = b.make()
    await writer.start()
    await writer.drained(100)
    expect(b.store.rows.size).toBe(100)
    const bytes = bench({ maxBatchBytes: 200 })
    for (let i = 0; i < 100; i++) bytes.journal.append(telemetry(i))
    const second = bytes.make()
    await second.start()
    await second.drained(100)
    expect(bytes.store.batches.length).toBeGreaterThan(10)
    await Promise.all([writer.stop(), second.stop()])
  })
})

describe('a writer whose store takes its time', () => {
  it('reads and decodes what comes next meanwhile, and hands it over only when the former is stored', async () => {
    const b = bench({ maxBatchRows: 4 })
    const [handed, release]: [number[], (() => void)[]] = [[], []]
    const readings = {
      offset: () => b.store.offset(),
      latest: () => b.store.latest(),
      scan: (query: Parameters<typeof b.store.scan>[0]) => b.store.scan(query),
      async commit(batch: Parameters<typeof b.store.commit>[0]) {
        handed.push(batch.offset)
        await new Promise<void>((resolve) => void release.push(resolve))
        await b.store.commit(batch)
      },
    }
    const reads: number[] = []
    const reader = { read: (after: number, bytes: number) => (reads.push(after), b.journal.read(after, Math.min(bytes, 300))) }
    for (let i = 0; i < 12; i++) b.journal.append(telemetry(i))
    const writer = b.make({ readings, reader })
    await writer.start()
    const until = async (holds: () => boolean): Promise<void> => {
      while (!holds()) await new Promise((resolve) => void setImmediate(resolve))
    }
    await until(() => Math.max(...reads) >= (handed[0] ?? Infinity))
    expect(handed).toHaveLength(1)
    for (let done = 0; done < 12; done = await b.store.offset()) {
      await until(() => release.length > 0)
      expect(release).toHaveLength(1)
      release.shift()?.()
      await until(() => release.length > 0 || b.store.rows.size === 12)
    }
    await writer.drained(12)
    expect(handed).toEqual([...handed].sort((x, y) => x - y))
    await writer.stop()
  })
})

describe('a writer whose store is away', () => {
  it('waits longer and longer, up to half a minute, says so once, and loses nothing', async () => {
    const b = bench()
    let failures = 12
    b.store.onCommit = () => {
      if (failures-- > 0) throw new PortError('unavailable', 'connection refused')
    }
    b.journal.append(telemetry(1))
    const writer = b.make()
    await writer.start()
    await writer.drained(1)
    expect(b.store.rows.size).toBe(1)
    expect(b.clock.slept).toHaveLength(12)
    expect(Math.max(...b.clock.slept)).toBeLessThanOrEqual(10_000)
    expect(b.clock.slept[0] ?? 0).toBeLessThan(b.clock.slept[11] ?? 0)
    expect([b.events.of('store-away').length, b.events.of('store-back').length]).toEqual([1, 1])
    await writer.stop()
  })

  it('stops without storing, and the next one stores it all', async () => {
    const b = bench()
    let down = true
    b.store.onCommit = () => {
      if (down) throw new PortError('unavailable', 'connection refused')
    }
    for (let i = 0; i < 3; i++) b.journal.append(telemetry(i))
    const first = b.make()
    await first.start()
    const waiter = first.drained(3)
    const rejected = expect(waiter).rejects.toMatchObject({ code: 'closed' })
    await first.stop()
    await rejected
    expect(b.store.rows.size).toBe(0)
    down = false
    const second = b.make()
    await second.start()
    await second.drained(3)
    expect(b.store.rows.size).toBe(3)
    await second.stop()
  })

  it('keeps only the row at fault as a dead letter when the store refuses a batch', async () => {
    const b = bench()
    b.store.onCommit = (batch) => {
      if (batch.rows.value.includes(13)) throw new PortError('refused', 'no thirteens here')
    }
    for (let i = 0; i < 40; i++) b.journal.append(telemetry(i))
    const writer = b.make()
    await writer.start()
    await writer.drained(40)
    expect(b.store.rows.size).toBe(39)
    expect([...b.store.letters.values()].map((l) => [l.reason, l.id.split('-')[0]])).toEqual([['store-refused', '14']])
    expect(await b.store.offset()).toBe(40)
    await writer.stop()
  })
})

describe('a store that names the rows it refuses', () => {
  it('is asked once more, for the offset, and each of those rows is a dead letter with the reason of the store', async () => {
    const b = bench()
    const commits: number[] = []
    b.store.onCommit = ({ rows }) => {
      commits.push(rows.length)
      const bad = [...rows.value.keys()].filter((i) => (rows.value[i] ?? 0) % 10 === 3)
      if (bad.length > 0)
        throw new PortError('refused', 'no threes', { rows: bad.map((row) => ({ row, why: `no ${rows.value[row] ?? 0}` })) })
    }
    for (let i = 0; i < 40; i++) b.journal.append(telemetry(i))
    const writer = b.make()
    await writer.start()
    await writer.drained(40)
    expect(commits).toEqual([40, 0])
    expect([...b.store.letters.values()].map((l) => l.detail.split(': ').at(-1))).toEqual(['no 3', 'no 13', 'no 23', 'no 33'])
    expect(await b.store.offset()).toBe(40)
    await writer.stop()
  })
})

describe('what a device counts', () => {
  const counted = (seq: number) => message('campus/c/d/telemetry', { time: RECEIVED - 1_000_000 + 1000 * seq, seq, values: { power: seq } })
  const gapsIn = (batches: readonly DeviceEventBatch[]) => batches.flatMap((batch) => batch.gaps)

  it('and nobody got is told with the messages around it, counted, and taken back when it comes after all', async () => {
    const b = bench({ maxBatchRows: 1 })
    const writer = b.make()
    await writer.start()
    for (const seq of [1, 5, 3]) {
      const stored = writer.drained(b.journal.append(counted(seq)))
      writer.nudge()
      await stored
    }
    await writer.stop()
    const span = { from: RECEIVED - 999_000, to: RECEIVED - 995_000 }
    const one = { source: 'native', device: 'd', span, at: RECEIVED }
    expect(gapsIn(b.deviceEvents)).toEqual([
      { ...one, messages: 3 },
      { ...one, messages: -1 },
    ])
    expect([b.metrics.total('messages_missing'), b.metrics.total('messages_late')]).toEqual([3, 1])
  })

  it('goes on over a restart: what was missing is known and not counted again, and no gap is made', async () => {
    const b = bench()
    for (const seq of [1, 5]) b.journal.append(counted(seq))
    const first = b.make()
    await first.start()
    await first.drained(2)
    await first.stop()
    const [events, metrics] = [createEventLog(), createMetricLog()]
    b.deviceEvents.length = 0
    for (const seq of [3, 6, 8]) b.journal.append(counted(seq))
    const next = b.make({ events, metrics })
    await next.start()
    await next.drained(5)
    await next.stop()
    expect(gapsIn(b.deviceEvents).map((gap) => gap.messages)).toEqual([3, -1, 1])
    expect(events.of('messages-missing').map((e) => e.level)).toEqual(['debug', 'warn'])
    expect([metrics.total('messages_missing'), metrics.total('messages_late')]).toEqual([1, 1])
  })
})

describe('a writer that is killed at any commit', () => {
  it('stores every message once in the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 }),
        fc.array(fc.boolean(), { maxLength: 10 }),
        async (times, crashes) => {
          const b = bench({ maxBatchRows: 5, maxBatchBytes: 300 })
          for (const t of times) b.journal.append(telemetry(t))
          b.journal.append(message('campus/c/d/telemetry', 'no json'))
          for (const afterCommit of crashes) {
            // The process dies before or after the store has committed; the next one starts from the store's offset.
            const writer = b.make()
            let calls = 0
            b.store.onCommit = () => {
              if (calls++ >= (afterCommit ? 1 : 0)) throw new PortError('unavailable', 'killed')
            }
            await writer.start()
            await writer.stop()
          }
          b.store.onCommit = () => undefined
          const last = b.make()
          await last.start()
          await last.drained(times.length + 1)
          await last.stop()
          expect(new Set(b.store.rows.keys())).toEqual(new Set(times.map((t) => `p ${RECEIVED - 1_000_000 + t}`)))
          expect([...b.store.letters.keys()]).toEqual([`${times.length + 1}-0`])
        },
      ),
      { numRuns: 30 },
    )
  })
})
