/** `RESULT` and its relatives: answers to commands, and what a receiver heard. Settings are no readings. */

import { closeFields, countLeft, ignore, leaveField, openFields, readField } from '../../fields/scope.ts'
import { child, isObject } from '../../values/path.ts'
import { momentOf, type TasmotaMessage } from './message.ts'
import { readSensors } from './sensors.ts'
import { readZigbee } from './zigbee.ts'

/** Registers that a command set. */
const PRESETS = ['EnergyReset', 'EnergyTotal', 'EnergyToday', 'EnergyYesterday', 'EnergyExportActive', 'EnergyImportActive']
const OWN_STATE = /^(?:POWER\d*|Dimmer\d*)$/

function readPreset({ out, device, registers }: TasmotaMessage, registersSet: unknown): void {
  const total = child(registersSet, 'Total')
  const after = typeof total === 'number' ? total : null
  const before = registers.get(device, 'ENERGY.Total')?.value ?? null
  registers.delete(device, 'ENERGY.Total')
  out.events.push({ type: 'counter-preset', device, channel: 'ENERGY.Total', before, after })
}

/** Orders of a remote control: any unit in the room heard them, none has confirmed. */
function readRemote({ out, device, message }: TasmotaMessage, order: unknown): void {
  if (!isObject(order)) return
  const on = order['Power']
  const value = {
    ...(typeof on === 'string' ? { switch: on.toLowerCase() === 'on' } : {}),
    ...(typeof order['Mode'] === 'string' ? { mode: order['Mode'] } : {}),
    ...(typeof order['Temp'] === 'number' ? { setpoint: order['Temp'], unit: order['Celsius'] === 'off' ? 'F' : 'Cel' } : {}),
  }
  out.events.push({ type: 'command-seen', device, command: 'IRHVAC', channel: null, value, retained: message.retain })
}

/** The body of `RESULT`. */
export function readAnswer(message: TasmotaMessage, body: Record<string, unknown>): void {
  const { device, out, reader } = message
  const before = out.events.length + out.readings.length + out.dead.length
  const inner = child(body, 'StatusSNS') ?? child(body, 'StatusSTS')
  if (isObject(inner)) return readSensors(message, inner)
  for (const key of PRESETS) if (isObject(body[key])) readPreset(message, body[key])
  const heard = body['IrReceived'] ?? body['IrSent']
  readRemote(message, child(heard, 'IRHVAC') ?? body['IRHVAC'])
  const when = momentOf(message, device, body)
  if (isObject(body['ZbReceived'])) readZigbee(message, body['ZbReceived'], when)
  const fields = openFields(message, device, when)
  for (const [key, value] of Object.entries(body)) {
    if (OWN_STATE.test(key) || reader.compiled.byName.has(key)) readField(fields, key, value)
    else if (typeof value === 'string' && key.endsWith('Received')) leaveField(fields, key, value)
  }
  if (countLeft(fields) > 0) closeFields(fields)
  if (out.events.length + out.readings.length + out.dead.length === before)
    ignore(out, device, 'an answer or a report without a measurement', Object.keys(body).slice(0, 20))
}
