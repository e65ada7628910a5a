/** Packets as MQTT 3.1.1 and 5 write them, built here by hand. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameParser, MalformedPacket, PUBLISH, type PublishPacket, parsePublish } from '../../../../src/adapters/mqtt/frames.ts'

type Version = 4 | 5

function lengthBytes(length: number): number[] {
  const low = length % 128
  const rest = Math.floor(length / 128)
  return rest > 0 ? [low + 128, ...lengthBytes(rest)] : [low]
}

const packet = (type: number, flags: number, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([type * 16 + flags, ...lengthBytes(body.length)]), body])

const twoBytes = (n: number): number[] => [n >> 8, n & 255]

interface Wish {
  readonly topic: string
  readonly payload: Uint8Array
  readonly qos: 0 | 1
  readonly id: number
  readonly retain: boolean
  readonly dup: boolean
  /** Bytes of properties, of MQTT 5 only. */
  readonly properties: Uint8Array
}

function publish(wish: Partial<Wish>, version: Version): Buffer {
  const { topic = 't', payload = Buffer.from('p'), qos = 1, id = 7, retain = false, dup = false, properties = Buffer.alloc(0) } = wish
  const name = Buffer.from(topic)
  const body = Buffer.concat([
    Buffer.from(twoBytes(name.length)),
    name,
    Buffer.from(qos === 0 ? [] : twoBytes(id)),
    ...(version === 5 ? [Buffer.from(lengthBytes(properties.length)), properties] : []),
    payload,
  ])
  return packet(PUBLISH, (dup ? 8 : 0) + qos * 2 + (retain ? 1 : 0), body)
}

type Found = Omit<PublishPacket, 'payload'> & { readonly payload: string }

/** What comes of the bytes when the socket gives them in these pieces: each message, and the bytes of every other packet. */
function read(pieces: readonly Buffer[], version: Version): (Found | string)[] {
  const cutter = new FrameParser()
  const found: (Found | string)[] = []
  for (const piece of pieces) {
    cutter.push(piece)
    while (cutter.next()) {
      if (cutter.type !== PUBLISH) found.push(cutter.bytes.toString('hex', cutter.start, cutter.end))
      else {
        const one = parsePublish(cutter, version)
        found.push({ ...one, payload: one.payload.toString('hex') })
      }
    }
  }
  return found
}

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const edges = [0, ...places.map((p) => p % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  return edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge))
}

const WISH = fc.record({
  topic: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
  payload: fc.uint8Array({ maxLength: 300 }),
  qos: fc.constantFrom(0 as const, 1 as const),
  id: fc.integer({ min: 1, max: 65_535 }),
  retain: fc.boolean(),
  dup: fc.boolean(),
  properties: fc.uint8Array({ maxLength: 200 }),
})
const OTHER = fc.record({ type: fc.constantFrom(2, 4, 9, 11, 13, 14), payload: fc.uint8Array({ maxLength: 20 }) })

const PINGRESP = packet(13, 0, Buffer.alloc(0))

describe('the frame parser', () => {
  it('finds the same packets in whatever pieces the bytes arrive', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Version>(4, 5),
        fc.array(fc.oneof(WISH, OTHER), { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (version, wishes, places) => {
          const packets = wishes.map((w) => ('type' in w ? packet(w.type, 0, w.payload) : publish(w, version)))
          const wanted = wishes.map((w, i) =>
            'type' in w
              ? (packets[i] as Buffer).toString('hex')
              : {
                  topic: w.topic,
                  payload: Buffer.from(w.payload).toString('hex'),
                  id: w.qos === 0 ? null : w.id,
                  qos: w.qos,
                  retain: w.retain,
                  dup: w.dup,
                },
          )
          expect(read(cutAt(Buffer.concat(packets), places), version)).toEqual(wanted)
        },
      ),
    )
  })

  it('finds a large packet once it is complete, and the packets behind it', () => {
    const payload = Buffer.alloc(300_000, 5)
    const bytes = Buffer.concat([publish({ payload }, 5), PINGRESP])
    const pieces = cutAt(
      bytes,
      Array.from({ length: 200 }, (_, i) => i * 1500),
    )
    expect(read(pieces, 5).map((one) => (typeof one === 'string' ? one : one.payload.length / 2))).toEqual([300_000, 'd000'])
  })

  it('finds a packet again after unread', () => {
    const cutter = new FrameParser()
    cutter.push(Buffer.concat([publish({ topic: 'first' }, 4), publish({ topic: 'second' }, 4)]))
    const topics: string[] = []
    for (let i = 0; i < 3; i++) {
      cutter.next()
      topics.push(parsePublish(cutter, 4).topic)
      if (i === 0) cutter.unread()
    }
    expect([topics, cutter.next()]).toEqual([['first', 'first', 'second'], false])
  })

  it.each<[string, Buffer, Version, RegExp]>([
    ['a length of more than four bytes', Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01]), 5, /length in more than four bytes/],
    ['QoS 2, which nobody asked for', packet(PUBLISH, 4, Buffer.from([0, 1, 0x74, 0, 1, 0])), 5, /QoS 2 to a subscription with QoS 1/],
    ['QoS 3, which there is not', packet(PUBLISH, 6, Buffer.from([0, 1, 0x74, 0, 1, 0])), 5, /QoS 3/],
    ['no room for a topic', packet(PUBLISH, 0, Buffer.from([0])), 4, /ends before its header/],
    ['a topic longer than the packet', packet(PUBLISH, 0, Buffer.from([0, 9, 0x74])), 4, /shorter than its header says/],
    ['a topic that ends where the id should be', packet(PUBLISH, 2, Buffer.from([0, 1, 0x74, 0])), 4, /ends before its header/],
    ['no properties in MQTT 5', packet(PUBLISH, 0, Buffer.from([0, 1, 0x74])), 5, /ends before its properties/],
    ['properties longer than the packet', packet(PUBLISH, 0, Buffer.from([0, 1, 0x74, 9, 1])), 5, /shorter than its header says/],
    ['a topic alias and no topic', packet(PUBLISH, 0, Buffer.from([0, 0, 3, 0x23, 0, 1])), 5, /without a topic/],
  ])('that are no MQTT are said to be: %s', (_, bytes, version, why) => {
    const reading = (): unknown => read([bytes], version)
    expect(reading).toThrow(MalformedPacket)
    expect(reading).toThrow(why)
  })

  it('finds packets in arbitrary bytes or throws MalformedPacket', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 8 }), (pieces) => {
        try {
          read(
            pieces.map((p) => Buffer.from(p)),
            5,
          )
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedPacket)
        }
      }),
    )
  })
})
