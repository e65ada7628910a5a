import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { topicMatcher } from '../../../../../src/adapters/broker/filters.ts'
import { SubscriptionTree } from '../../../../../src/adapters/broker/memory/subscription-tree.ts'

const level = fc.constantFrom('a', 'b', '', '$x')
const topics = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'))
const filters = fc
  .tuple(fc.array(fc.constantFrom('a', 'b', '', '+', '$x'), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, all]) => (all ? [...levels, '#'] : levels).join('/'))

describe('the tree of subscriptions', () => {
  it('finds the clients whose filters match, as a look at each filter does, also after some are removed', () => {
    fc.assert(
      fc.property(fc.array(filters, { maxLength: 8 }), fc.array(fc.nat({ max: 7 }), { maxLength: 4 }), topics, (list, removed, topic) => {
        const tree = new SubscriptionTree()
        for (const [i, filter] of list.entries()) tree.add({ clientId: `c${i}`, topic: filter, qos: 1 })
        for (const i of removed) tree.remove(list[i] ?? '', `c${i}`)
        const expected = list.flatMap((filter, i) => (!removed.includes(i) && topicMatcher([filter])(topic) ? [`c${i}`] : []))
        expect(
          tree
            .match(topic)
            .map(({ clientId }) => clientId)
            .sort(),
        ).toEqual(expected.sort())
      }),
      { numRuns: 3000 },
    )
  })
})
