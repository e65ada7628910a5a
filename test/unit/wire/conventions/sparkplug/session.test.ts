/** Sparkplug B: what a host reads of a session, with payloads encoded apart from the code under test. */

import { describe, expect, it } from 'vitest'
import type { Decoded } from '../../../../../src/domain/index.ts'
import type { Decoder } from '../../../../../src/wire/index.ts'
import { sparkplugPayload, type TestPayload } from '../../../../support/fixtures/sparkplug.ts'
import { conventionDecoder, received, RECEIVED } from '../messages.ts'

const T = RECEIVED - 1000

/** A host, and messages of the edge node G/E. */
function host(decoder: Decoder = conventionDecoder('sparkplug')) {
  const send = (kind: string, payload: TestPayload, options: { after?: number; replayed?: true; retain?: boolean } = {}): Decoded =>
    decoder.decode(
      received(`spBv1.0/G/${kind}/E${kind.startsWith('D') ? '/D' : ''}`, sparkplugPayload({ timestamp: T, ...payload }), options),
    ).decoded
  return { decoder, send }
}

const BIRTH: TestPayload = {
  seq: 0,
  metrics: [
    { name: 'bdSeq', datatype: 4, long: 5n },
    { name: 'Power', alias: 1, datatype: 3, int: 10, unit: 'W' },
    { name: 'Register', alias: 2, datatype: 7, int: 4_000_000_000, unit: 'Wh' },
    { name: 'Big', alias: 3, datatype: 4, long: -9n, unit: 'W' },
  ],
}

const types = ({ events }: Decoded): string[] => events.map((e) => e.type)
const values = ({ readings }: Decoded): number[] => readings.map((r) => r.value)

describe('a Sparkplug host', () => {
  it('reads values by alias with the datatype and the unit of the birth, of 32 and 64 bits, signed and not', () => {
    const { send } = host()
    expect(values(send('NBIRTH', BIRTH))).toEqual([10, 4_000_000, -9])
    const data = send('NDATA', {
      seq: 1,
      metrics: [
        { alias: 1, int: 4_294_967_284 },
        { alias: 2, long: 4_000_000_001n },
        { alias: 3, long: -12n },
      ],
    })
    expect(data.readings.map((r) => [r.channel, r.value, r.unit])).toEqual([
      ['Power', -12, 'W'],
      ['Register', 4_000_000.001, 'kWh'],
      ['Big', -12, 'W'],
    ])
  })

  it('keeps the count over 255, and reports a gap with the missing number and the straggler that fills it', () => {
    const { send } = host()
    send('NBIRTH', { ...BIRTH, seq: 254 })
    expect(types(send('NDATA', { seq: 255, metrics: [{ alias: 1, int: 1 }] }))).toEqual([])
    expect(types(send('NDATA', { seq: 0, metrics: [{ alias: 1, int: 2 }] }))).toEqual([])
    const gap = send('NDATA', { seq: 3, metrics: [{ alias: 1, int: 3 }] })
    expect(gap.events).toMatchObject([{ type: 'seq-gap', seq: 3, missing: 2 }])
    expect(types(send('NDATA', { seq: 1, metrics: [{ alias: 1, int: 4 }] }))).toEqual(['seq-late'])
    expect(types(send('NDATA', { seq: 4, metrics: [{ alias: 1, int: 5 }] }))).toEqual([])
  })

  it('asks for the births when a number is missing beyond the reorder timeout, once a minute', () => {
    const { send } = host()
    send('NBIRTH', BIRTH)
    send('NDATA', { seq: 2, metrics: [{ alias: 1, int: 1 }] })
    expect(types(send('NDATA', { seq: 3, metrics: [{ alias: 1, int: 1 }] }, { after: 2000 }))).not.toContain('ncmd-rebirth')
    expect(types(send('NDATA', { seq: 4, metrics: [{ alias: 1, int: 1 }] }, { after: 6000 }))).toContain('ncmd-rebirth')
    expect(types(send('NDATA', { seq: 5, metrics: [{ alias: 9, int: 1 }] }, { after: 30_000 }))).not.toContain('ncmd-rebirth')
    expect(types(send('NDATA', { seq: 6, metrics: [{ alias: 9, int: 1 }] }, { after: 67_000 }))).toContain('ncmd-rebirth')
  })

  it('refuses values without a birth as no-birth, and an alias that the birth has not as unknown-alias', () => {
    const { send } = host()
    expect(send('NDATA', { seq: 1, metrics: [{ alias: 1, int: 1 }] }).dead.map((d) => d.reason)).toEqual(['no-birth'])
    send('NBIRTH', BIRTH)
    expect(send('NDATA', { seq: 1, metrics: [{ alias: 8, int: 1 }] }).dead.map((d) => d.reason)).toEqual(['unknown-alias'])
  })

  it('ignores the death of an earlier session, and takes that of the present one', () => {
    const { send } = host()
    send('NBIRTH', BIRTH)
    expect(types(send('NDEATH', { metrics: [{ name: 'bdSeq', datatype: 8, long: 4n }] }))).toEqual(['ignored'])
    expect(types(send('NDEATH', { metrics: [{ name: 'bdSeq', datatype: 8, long: 5n }] }))).toEqual(['node-offline'])
  })

  it('goes on from a snapshot as if it had not stopped', () => {
    const first = host()
    first.send('NBIRTH', BIRTH)
    first.send('DBIRTH', { seq: 1, metrics: [{ name: 'Voltage', alias: 20, datatype: 9, float: 230, unit: 'V' }] })
    const next = host()
    expect(next.decoder.restore(JSON.parse(JSON.stringify(first.decoder.snapshot())))).toEqual([])
    const data = next.send('DDATA', { seq: 2, metrics: [{ alias: 20, float: 229.5 }] })
    expect(data).toEqual(first.send('DDATA', { seq: 2, metrics: [{ alias: 20, float: 229.5 }] }))
    expect(data.readings).toMatchObject([{ device: 'G/E/D', channel: 'Voltage', value: 229.5 }])
  })

  it('reads replayed values by the births in force, and lets replayed births change nothing that is live', () => {
    const { send } = host()
    send('NBIRTH', BIRTH)
    expect(values(send('NDATA', { seq: 9, metrics: [{ alias: 1, int: 7 }] }, { replayed: true }))).toEqual([7])
    const former = { seq: 0, metrics: [{ name: 'Voltage', alias: 1, datatype: 9, float: 1, unit: 'V' }] }
    send('NBIRTH', former, { replayed: true })
    expect(send('NDATA', { seq: 9, metrics: [{ alias: 1, float: 230 }] }, { replayed: true }).readings).toMatchObject([
      { channel: 'Voltage' },
    ])
    const live = send('NDATA', { seq: 1, metrics: [{ alias: 1, int: 8 }] })
    expect(live.readings).toMatchObject([{ channel: 'Power', value: 8 }])
    expect(types(live)).toEqual([])
  })

  it('writes a 32-bit float as the shortest decimal that is the same float', () => {
    const { send } = host()
    const born = send('NBIRTH', { seq: 0, metrics: [{ name: 'Voltage', datatype: 9, float: 12.1, unit: 'V' }] })
    expect(values(born)).toEqual([12.1])
  })
})
