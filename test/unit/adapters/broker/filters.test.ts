import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { topicMatcher } from '../../../../src/adapters/broker/filters.ts'
import { createPacketGuard } from '../../../../src/adapters/broker/packet-guard.ts'

describe('topic filters', () => {
  it.each([
    ['campus/+/+/telemetry', 'campus/a/d/telemetry', true],
    ['campus/+/+/telemetry', 'campus/a/d/status', false],
    ['campus/+/+/telemetry', 'campus/a/telemetry', false],
    ['campus/#', 'campus', true],
    ['campus/#', 'campus/a/b', true],
    ['campus/#', 'campusx/a', false],
    ['#', '$SYS/x', false],
    ['+/x', '$SYS/x', false],
    ['$SYS/#', '$SYS/x', true],
    ['+', '', true],
    ['a/+', 'a/', true],
    ['a', 'a/b', false],
  ])('match %s against %s: %s', (filter, topic, expected) => {
    const matches = topicMatcher([filter])
    expect([matches(topic), matches(topic)]).toEqual([expected, expected])
  })

  it('give the same answer after a flood of topics as before it', () => {
    const matches = topicMatcher(['a/+'])
    for (let i = 0; i < 50_000; i++) matches(`flood/${i}`)
    expect([matches('a/b'), matches('flood/1')]).toEqual([true, false])
  })
})

/** A packet of the given body length with a fixed header as MQTT writes it. */
function packet(length: number): Buffer {
  const header = [0x30]
  let rest = length
  do {
    const byte = rest % 128
    rest = Math.floor(rest / 128)
    header.push(rest > 0 ? byte | 128 : byte)
  } while (rest > 0)
  return Buffer.concat([Buffer.from(header), Buffer.alloc(length, 0xff)])
}

describe('the packet guard', () => {
  it('finds the first packet above the limit wherever the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 700 }), { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }),
        (lengths, cuts) => {
          const stream = Buffer.concat(lengths.map(packet))
          const guard = createPacketGuard({ publishBytes: 500, otherBytes: 500 })
          let refused: number | null = null
          for (let at = 0, i = 0; at < stream.length && refused === null; i++) {
            const size = cuts[i % cuts.length] ?? 1
            refused = guard.check(stream.subarray(at, at + size))
            at += size
          }
          expect(refused === null).toBe(lengths.every((n) => n <= 500))
        },
      ),
    )
  })

  it('refuses a length of five bytes, which MQTT does not allow', () => {
    expect(
      createPacketGuard({ publishBytes: 1e9, otherBytes: 1e9 }).check(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01])),
    ).not.toBeNull()
  })
})
