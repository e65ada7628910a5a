import { describe, expect, it } from 'vitest'
import { type DeviceCommand, type EncodedCommand, instant, type Source } from '../../../src/domain/index.ts'
import { createDecoder, createEncoder, DESCRIPTORS } from '../../../src/wire/index.ts'
import { message } from '../../support/fakes/memory-writer.ts'

const NATIVE: Source = { id: 'native', preset: 'native', mapping: {} }
const OWN_TOPIC: Source = { id: 'own', preset: 'native', mapping: { topic: 'site/{device}/{message}' } }
const OPEN_TOPIC: Source = { id: 'open', preset: 'native', mapping: { topic: 'x/{floor}/{device}/{message}' } }
const TABLE: Source = { id: 'table', preset: 'emonhub', convention: 'mapping', mapping: { topic: 'emon/{device}' } }
const SOURCES = [NATIVE, OWN_TOPIC, OPEN_TOPIC, TABLE]

const COMMAND: DeviceCommand = {
  id: 'c-17',
  source: 'native',
  device: 'lamp-1',
  channel: 'switch',
  value: false,
  expires: instant(Date.UTC(2026, 2, 2, 8, 0, 30)),
}

const encode = (change: Partial<DeviceCommand> = {}): EncodedCommand => createEncoder(SOURCES, 'park').encode({ ...COMMAND, ...change })
const refusal = (change: Partial<DeviceCommand>): string | null => {
  const encoded = encode(change)
  return encoded.result === 'refused' ? encoded.refusal.reason : null
}

describe('a command to a native device', () => {
  it('goes to the command topic of the device, once, as the contract writes it', () => {
    const encoded = encode()
    if (encoded.result !== 'message') throw new Error(encoded.refusal.detail)
    const { payload, ...rest } = encoded.message
    expect(rest).toEqual({ topic: 'campus/park/lamp-1/command', qos: 1, retain: false })
    expect(Buffer.from(payload).toString()).toBe('{"id":"c-17","channel":"switch","value":false,"expires":"2026-03-02T08:00:30.000Z"}')
  })

  it('goes to the topic that its source declares', () => {
    expect(encode({ source: 'own' })).toMatchObject({ message: { topic: 'site/lamp-1/command' } })
  })

  it.each([true, 40, 21.5, 'cool'])('carries the value %j, and is seen by our own decoder', (value) => {
    const encoded = encode({ value })
    if (encoded.result !== 'message') throw new Error(encoded.refusal.detail)
    const { decoded } = createDecoder(SOURCES, 'UTC').decode(message(encoded.message.topic, encoded.message.payload))
    expect(decoded.events).toEqual([{ type: 'command-seen', device: 'lamp-1', command: 'c-17', channel: 'switch', value, retained: false }])
  })

  it('is refused when it cannot be sent safely, with the reason', () => {
    expect(refusal({ value: 'toggle' })).toBe('invalid-value')
    expect(refusal({ value: ' Toggle ' })).toBe('invalid-value')
    expect(refusal({ value: '' })).toBe('invalid-value')
    expect(refusal({ value: Number.NaN })).toBe('invalid-value')
    for (const device of ['', 'a/b', '+', '#', 'a\u0000']) expect(refusal({ device })).toBe('invalid-device')
    expect(refusal({ source: 'open' })).toBe('open-topic')
  })
})

describe('the descriptor of a convention', () => {
  it.each(DESCRIPTORS.map((d) => [d.name, d.encodes] as const))('%s says whether it has commands: %s', (name, encodes) => {
    const encoder = createEncoder([{ id: 's', preset: name, mapping: {} }], 'park')
    const encoded = encoder.encode({ ...COMMAND, source: 's' })
    expect(encoded.result === 'refused' && encoded.refusal.reason === 'not-commandable').toBe(!encodes)
  })
})

describe('a command to a source', () => {
  it('that only reads is refused, and so is one to a source that is not there', () => {
    expect(refusal({ source: 'table' })).toBe('not-commandable')
    expect(refusal({ source: 'nobody' })).toBe('unknown-source')
  })
})
