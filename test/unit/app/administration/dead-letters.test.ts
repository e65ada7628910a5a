import { describe, expect, it } from 'vitest'
import { dropDeadLetters, replayDeadLetters } from '../../../../src/app/administration/dead-letters.ts'
import { instant, type KeptDeadLetter, type RawMessage } from '../../../../src/domain/index.ts'
import type { DeadLetters, Journal } from '../../../../src/ports/index.ts'

const message = (topic: string): RawMessage => ({
  topic,
  payload: new Uint8Array([1]),
  receivedAt: instant(5),
  retain: false,
  dup: false,
  qos: 1,
})
const letter = (id: string): KeptDeadLetter => ({
  id,
  at: instant(5),
  reason: 'invalid-json',
  detail: '',
  message: message(`t/${id.split('-')[0]}`),
})

function memory(ids: string[]): { deadLetters: DeadLetters; journal: Pick<Journal, 'append'>; sent: string[]; kept: () => string[] } {
  const held = new Map(ids.map((id) => [id, letter(id)]))
  const sent: string[] = []
  const deadLetters: DeadLetters = {
    keep: async () => undefined,
    async list({ limit, before }) {
      const all = [...held.keys()].toReversed()
      const rest = before === undefined ? all : all.slice(all.indexOf(before) + 1)
      return {
        total: held.size,
        evicted: 0,
        items: rest.slice(0, limit).map((id) => ({ id, at: instant(5), reason: 'invalid-json', detail: '', topic: '', bytes: 1 })),
      }
    },
    get: async (id) => held.get(id) ?? null,
    drop: async (gone) => gone.filter((id) => held.delete(id)).length,
    counts: async () => ({}),
  }
  const journal = {
    append: (m: RawMessage) => sent.push(m.replayed ? `${m.topic} again` : m.topic),
  }
  return { deadLetters, journal, sent, kept: () => [...held.keys()] }
}

describe('dead letters in administration', () => {
  it('go back into the journal as the message they came from, once per message, and are dropped', async () => {
    const m = memory(['7-0', '7-1', '9-0'])
    expect(await replayDeadLetters(m, { ids: ['7-0', '7-1'] })).toBe(2)
    expect(m.sent).toEqual(['t/7 again'])
    expect(m.kept()).toEqual(['9-0'])
  })

  it('that broke a limit before the journal go into the journal for the first time', async () => {
    const m = memory(['r5-1'])
    await replayDeadLetters(m, { ids: 'all' })
    expect(m.sent).toEqual(['t/r5'])
  })

  it('are replayed all, over more than one page', async () => {
    const m = memory(Array.from({ length: 1200 }, (_, i) => `${i}-0`))
    expect(await replayDeadLetters(m, { ids: 'all' })).toBe(1200)
    expect(m.kept()).toEqual([])
    expect(m.sent).toHaveLength(1200)
  })

  it('that are unknown are left out of the count', async () => {
    const m = memory(['1-0'])
    expect(await replayDeadLetters(m, { ids: ['5-0'] })).toBe(0)
    expect(await dropDeadLetters(m.deadLetters, { ids: ['1-0', '5-0'] })).toBe(1)
  })
})
