/** `ZbReceived`: one or several Zigbee devices behind a Tasmota coordinator, by their address. */

import { closeFields, type FieldMoment, leaveField, openFields, readField, type FieldScope } from '../../fields/scope.ts'
import { isObject } from '../../values/path.ts'
import type { TasmotaMessage } from './message.ts'

const BESIDE: ReadonlySet<string> = new Set(['Device', 'Name', 'Endpoint', 'Group', 'IEEEAddr', 'ModelId', 'Manufacturer'])
const HEX = /^0x[0-9a-fA-F]{1,16}$/

/**
 * Registers come in hexadecimal and without their multiplier and divisor: 0 is 0 in any unit, anything else has no unit that the message knows. A rule
 * of the source with a unit of its own reads it.
 */
function readAttribute(fields: FieldScope, key: string, value: unknown): void {
  const channel = `ZbReceived.${key}`
  const { byName } = fields.reader.compiled
  const declared = byName.has(channel) || byName.has(key)
  const hex = typeof value === 'string' && HEX.test(value) ? Number(value) : null
  if (hex === null) readField(fields, channel, value, { alias: key })
  else if (declared || hex === 0) readField(fields, channel, hex, { alias: key })
  else leaveField(fields, channel, hex)
}

export function readZigbee(message: TasmotaMessage, devices: Record<string, unknown>, when: FieldMoment | null): void {
  for (const [address, attributes] of Object.entries(devices)) {
    if (!isObject(attributes)) continue
    const name = attributes['Name']
    const device = typeof name === 'string' && name !== '' ? name : address
    const fields = openFields(message, device, when)
    for (const [key, value] of Object.entries(attributes)) if (!BESIDE.has(key)) readAttribute(fields, key, value)
    closeFields(fields)
  }
}
