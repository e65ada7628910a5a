import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemsOf, parseEach } from '../../../../../src/wire/mapping/parts/each.ts'

const values = (root: unknown, each: string): unknown[] => itemsOf(root, parseEach(each), 1000).map((item) => item.value)

describe('`each` of a mapping', () => {
  it('walks a list at a path, with or without [*] at its end', () => {
    for (const each of ['a.b', '$.a.b', 'a.b[*]', '$.a.b[*]']) expect(values({ a: { b: [1, 2] } }, each)).toEqual([1, 2])
  })

  it('walks the members of an object', () => {
    expect(values({ a: { x: 1, y: 2 } }, 'a')).toEqual([1, 2])
  })

  it('walks lists within lists, and gives what each item stands in from the nearest', () => {
    const root = {
      devices: [
        { id: 'd1', services: [{ n: 1 }, { n: 2 }] },
        { id: 'd2', services: [{ n: 3 }] },
      ],
    }
    const items = itemsOf(root, parseEach('devices[*].services[*]'), 1000)
    expect(items.map((i) => i.value)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
    expect(items.map((i) => (i.within[1] as { id: string }).id)).toEqual(['d1', 'd1', 'd2'])
    expect(items.map((i) => i.path.join('.'))).toEqual(['devices.0.services.0', 'devices.0.services.1', 'devices.1.services.0'])
  })

  it('names the member of an object whose list it walks', () => {
    const items = itemsOf({ 'Room 1': [{ v: 1 }], 'Room 2': [{ v: 2 }, { v: 3 }] }, parseEach('*[*]'), 1000)
    expect(items.map((i) => i.key)).toEqual(['Room 1', 'Room 2', 'Room 2'])
  })

  it('has no items where the path leads nowhere or to a plain value', () => {
    for (const root of [{}, { a: 1 }, { a: 'text' }, null, 7]) expect(values(root, 'a')).toEqual([])
  })

  it('stops one item behind the limit, whatever the message', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer(), { maxLength: 50 }), { maxLength: 50 }),
        fc.integer({ min: 0, max: 100 }),
        (lists, limit) => {
          expect(itemsOf({ l: lists }, parseEach('l[*][*]'), limit).length).toBeLessThanOrEqual(limit + 1)
        },
      ),
    )
  })
})
