/** What a right on a filter includes, against topics that are matched one by one. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { topicMatcher } from '../../../../src/adapters/broker/filters.ts'
import { covers, mayPublish, maySubscribe } from '../../../../src/access/broker/topic-rights.ts'

const LEVELS = ['a', 'b', '$c', '']
/** Every topic of up to four levels. */
const TOPICS = [1, 2, 3, 4].flatMap((n) =>
  Array.from({ length: n }).reduce<string[]>((all) => (all.length === 0 ? LEVELS : all.flatMap((t) => LEVELS.map((l) => `${t}/${l}`))), []),
)
const level = fc.constantFrom('a', 'b', '$c', '', '+')
const filter = fc
  .tuple(fc.array(level, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([levels, many]) => [...levels, ...(many ? ['#'] : [])].join('/'))

describe('a right on topics', () => {
  it('includes a filter only where it includes every topic of it', () => {
    fc.assert(
      fc.property(filter, filter, (right, asked) => {
        if (!covers(right, asked)) return
        const [wide, narrow] = [topicMatcher([right]), topicMatcher([asked])]
        expect(TOPICS.filter((topic) => narrow(topic) && !wide(topic))).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  it('includes every topic that it matches', () => {
    fc.assert(
      fc.property(filter, fc.constantFrom(...TOPICS), (right, topic) => {
        expect(covers(right, topic)).toBe(topicMatcher([right])(topic))
      }),
      { numRuns: 2000 },
    )
  })

  it('to read is none to write', () => {
    const rights = [
      { access: 'read', topic: 'cmnd/plug/#' },
      { access: 'write', topic: 'tele/plug/+' },
    ] as const
    expect([mayPublish(rights, 'tele/plug/SENSOR'), mayPublish(rights, 'cmnd/plug/POWER')]).toEqual([true, false])
    expect([maySubscribe(rights, 'cmnd/plug/+'), maySubscribe(rights, 'tele/plug/+'), maySubscribe(rights, '#')]).toEqual([
      true,
      false,
      false,
    ])
  })
})
