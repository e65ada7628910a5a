/** Lines in pieces: which line was refused is found, its neighbours are stored. */

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BulkWriter, createBulkWriter } from '../../../../../src/adapters/influx/client/bulk-write.ts'
import { type FakeInflux, type Handler, say, startFakeInflux } from '../fake-influx.ts'

describe('a bulk write', () => {
  let fake: FakeInflux
  let stored: Set<string>
  let created: string[]
  let bulk: BulkWriter
  beforeAll(async () => {
    fake = await startFakeInflux((_, answer) => say(answer, 204))
    const missing = async (name: string): Promise<void> => void created.push(name)
    bulk = createBulkWriter({ http: fake.client(), missing })
  })
  afterAll(() => fake.close())

  /** Stores good lines and refuses a body that has a bad one, as InfluxDB does. */
  const picky: Handler = ({ body }, answer) => {
    const lines = body.split('\n')
    const bad = lines.filter((line) => line.startsWith('bad'))
    for (const line of lines) if (!line.startsWith('bad')) stored.add(line)
    if (bad.length === 0) say(answer, 204)
    else say(answer, 400, `partial write: ${bad[0] ?? ''} is bad dropped=0`)
  }

  it('finds every bad line among any number of good ones, and stores the good ones', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), async (good) => {
        fake.handle = picky
        stored = new Set()
        const lines = good.map((g, i) => `${g ? 'good' : 'bad'} ${i}`)
        const refused = await bulk.write('campus', lines)
        expect(refused.map((r) => r.line)).toEqual(good.flatMap((g, i) => (g ? [] : [i])))
        for (const { line, why } of refused) expect(why).toContain(`bad ${line} is bad`)
        expect([...stored]).toEqual(expect.arrayContaining(lines.filter((l) => l.startsWith('good'))))
        expect(stored.size).toBe(good.filter(Boolean).length)
      }),
      { numRuns: 60 },
    )
  })

  it('sends about twice the logarithm of the lines for one bad line, and once when all are dropped', async () => {
    fake.handle = picky
    stored = new Set()
    const before = fake.asked.length
    await bulk.write('campus', [...Array.from({ length: 1023 }, (_, i) => `good ${i}`), 'bad 1023'])
    expect(fake.asked.length - before).toBeLessThanOrEqual(21)
    fake.handle = (_, answer) => say(answer, 400, 'partial write: points beyond retention policy dropped=500')
    const all = await bulk.write(
      'campus',
      Array.from({ length: 500 }, (_, i) => `old ${i}`),
    )
    expect(all.length).toBe(500)
    expect(fake.asked.length - before).toBeLessThanOrEqual(22)
  })

  it('halves a piece that is too large', async () => {
    stored = new Set()
    fake.handle = (asked, answer) => (asked.body.length > 60 ? say(answer, 413, 'Request Entity Too Large') : picky(asked, answer))
    const lines = Array.from({ length: 40 }, (_, i) => `good ${i}`)
    expect(await bulk.write('campus', lines)).toEqual([])
    expect([...stored].sort()).toEqual([...lines].sort())
  })

  it('creates a missing database and sends the piece again, once', async () => {
    created = []
    stored = new Set()
    fake.handle = (asked, answer) => (created.length === 0 ? say(answer, 404, 'database not found: "campus"') : picky(asked, answer))
    expect(await bulk.write('campus', ['good 1'])).toEqual([])
    expect([created, [...stored]]).toEqual([['campus'], ['good 1']])
    fake.handle = (_, answer) => say(answer, 404, 'database not found: "campus"')
    await expect(bulk.write('campus', ['good 2'])).rejects.toThrow(/although it was just created/)
  })

  it('waits for running pieces before it reports a failed one', async () => {
    let under = 0
    fake.handle = ({ body }, answer) => {
      under += 1
      if (body.startsWith('good 0')) {
        under -= 1
        return say(answer, 500, 'no')
      }
      setImmediate(() => {
        under -= 1
        say(answer, 204)
      })
    }
    const lines = Array.from({ length: 20_000 }, (_, i) => `good ${i}`)
    await expect(bulk.write('campus', lines, { parallel: 2 })).rejects.toThrow(/no/)
    expect(under).toBe(0)
  })
})
