import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../../src/figures/document/canonical-json.ts'

/** The same value with the keys of every object in the opposite order. */
function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reverseKeys(item)]),
  )
}

describe('canonical JSON', () => {
  it('sorts keys by their UTF-16 code units, whatever the order in memory (RFC 8785, 3.2.3)', () => {
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    expect(canonicalJson(keys)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}')
    fc.assert(fc.property(fc.jsonValue(), (value) => canonicalJson(reverseKeys(value)) === canonicalJson(value)))
  })

  it('reads back as the value it was written from', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => canonicalJson(JSON.parse(canonicalJson(value))) === canonicalJson(value)))
    expect(JSON.parse(canonicalJson({ b: [0.1 + 0.2, 1e21, -0, null], a: 'x' }))).toEqual({ a: 'x', b: [0.1 + 0.2, 1e21, 0, null] })
  })

  it('leaves out keys without a value, and refuses a number that JSON cannot hold', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}')
    expect(() => canonicalJson({ a: [Number.NaN] })).toThrow('NaN')
    expect(() => canonicalJson({ a: Number.POSITIVE_INFINITY })).toThrow('Infinity')
  })
})
