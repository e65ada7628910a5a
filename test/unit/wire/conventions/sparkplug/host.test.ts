/** The service as a host application: whom it asks for births when it is back, and what it says of itself. */

import { describe, expect, it } from 'vitest'
import { instant, type Source } from '../../../../../src/domain/index.ts'
import { createDecoder, hostPresence } from '../../../../../src/wire/index.ts'
import { sparkplugPayload } from '../../../../support/fixtures/sparkplug.ts'
import { sourceOf } from '../../decode-json.ts'
import { received, RECEIVED } from '../messages.ts'

const SOURCE: Source = { ...sourceOf('sparkplug', {}), id: 'edges', settings: { host: 'works' } }
const ONLINE = Buffer.from('{"online":true,"timestamp":1772438400000}')

function session() {
  const decoder = createDecoder([SOURCE], 'UTC')
  const asked = (topic: string, payload: Uint8Array, options: Parameters<typeof received>[2] = {}): string[] =>
    decoder.decode(received(topic, payload, options)).decoded.events.flatMap((e) => (e.type === 'ncmd-rebirth' ? [e.device] : []))
  const born = (edge: string): string[] =>
    asked(
      `spBv1.0/G/NBIRTH/${edge}`,
      sparkplugPayload({ timestamp: RECEIVED, seq: 0, metrics: [{ name: 'bdSeq', datatype: 4, long: 1n }] }),
    )
  return { asked, born, decoder }
}

describe('a host application that is back', () => {
  it('asks every edge node that it knows as born for its births, once a minute at most', () => {
    const { asked, born } = session()
    born('A')
    born('B')
    asked('spBv1.0/G/NDEATH/B', sparkplugPayload({ metrics: [{ name: 'bdSeq', datatype: 4, long: 1n }] }))
    expect(asked('spBv1.0/STATE/works', ONLINE)).toEqual(['G/A'])
    expect(asked('spBv1.0/STATE/works', ONLINE, { after: 59_000 })).toEqual([])
    expect(asked('spBv1.0/STATE/works', ONLINE, { after: 61_000 })).toEqual(['G/A'])
  })

  it('asks nobody for a retained state, one that is decoded again, its death, and the states of other hosts', () => {
    const { asked, born } = session()
    born('A')
    expect(asked('spBv1.0/STATE/works', ONLINE, { retain: true })).toEqual([])
    expect(asked('spBv1.0/STATE/works', ONLINE, { replayed: true })).toEqual([])
    expect(asked('spBv1.0/STATE/works', Buffer.from('{"online":false,"timestamp":1}'))).toEqual([])
    expect(asked('spBv1.0/STATE/other', ONLINE)).toEqual([])
    expect(asked('STATE/works', Buffer.from('ONLINE'))).toEqual([])
  })

  it('has one STATE, in the form of version 3.0; without a source of edge nodes it has none', () => {
    const presence = hostPresence([SOURCE])
    expect(presence?.topic).toBe('spBv1.0/STATE/works')
    expect(presence?.payload(true, instant(1_772_438_400_000))).toBe(ONLINE.toString())
    expect(hostPresence([{ ...SOURCE, preset: 'tasmota' }])).toBeNull()
  })
})
