import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant, type RawMessage } from '../../../src/domain/index.ts'
import { createOverlookedTopics } from '../../../src/ingest/overlooked-topics.ts'

const message = (topic: string, payload = '{"power":1}', at = 1000): RawMessage => ({
  topic,
  payload: Buffer.from(payload),
  receivedAt: instant(at),
  retain: false,
  dup: false,
  qos: 0,
})

describe('topics that no source listens to', () => {
  it('are listed with count, times and a sample of the latest message', () => {
    const topics = createOverlookedTopics()
    topics.see(message('Campus/east/typo/telemetry', '1', 10))
    topics.see(message('Campus/east/typo/telemetry', '{"power":2}', 20))
    expect(topics.list()).toEqual([
      {
        template: 'Campus/east/typo/telemetry',
        count: 2,
        firstSeen: 10,
        lastSeen: 20,
        sample: {
          topic: 'Campus/east/typo/telemetry',
          payload: '{"power":2}',
          base64: Buffer.from('{"power":2}').toString('base64'),
          bytes: 11,
        },
      },
    ])
  })

  it('that differ in a number or an address are one', () => {
    const topics = createOverlookedTopics()
    for (const id of ['12', '13', '0a1b2c3d', 'meter-7']) topics.see(message(`m/${id}/up`))
    expect(topics.list().map((t) => [t.template, t.count])).toEqual([['m/{x}/up', 4]])
  })

  it('that differ in a name are one as soon as there are several', () => {
    const topics = createOverlookedTopics()
    for (const room of ['kitchen', 'hall', 'attic', 'cellar', 'hall']) topics.see(message(`z/${room}/state`))
    expect(topics.list().map((t) => [t.template, t.count])).toEqual([['z/{x}/state', 5]])
  })

  it('hold a sample of a few hundred bytes, and bytes only of a whole message', () => {
    const topics = createOverlookedTopics()
    topics.see(message('a/b', 'x'.repeat(10_000)))
    expect(topics.list()[0]?.sample).toMatchObject({ bytes: 10_000, base64: null, payload: 'x'.repeat(300) })
  })

  it('never hold more than their limit, and count every message of those they hold', () => {
    const level = fc.constantFrom('a', 'b', 'c', 'd', '1', '2', 'meter-9')
    fc.assert(
      fc.property(fc.array(fc.array(level, { minLength: 1, maxLength: 4 }), { maxLength: 60 }), (list) => {
        const topics = createOverlookedTopics(10)
        for (const levels of list) topics.see(message(levels.join('/')))
        expect(topics.list().length).toBeLessThanOrEqual(10)
        expect(topics.list().reduce((sum, t) => sum + t.count, 0)).toBeLessThanOrEqual(list.length)
        expect(new Set(topics.list().map((t) => t.template)).size).toBe(topics.list().length)
      }),
    )
  })

  it('are forgotten when another campus file is in force', () => {
    const topics = createOverlookedTopics()
    topics.see(message('a'))
    topics.clear()
    expect(topics.list()).toEqual([])
  })
})
