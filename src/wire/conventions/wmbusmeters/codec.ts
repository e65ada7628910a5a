/** wmbusmeters: one telegram of a meter a message. `timestamp` is when the radio received it. */

import { type PointRule, refuseCommand, type Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import { objectBody } from '../../fields/body.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { createFieldReader } from '../../fields/reader.ts'
import { createRegisters, watchRegisters } from '../../fields/registers.ts'
import { closeFields, type FieldMessage, fieldTime, leaveField, openFields, readField } from '../../fields/scope.ts'
import { asText } from '../../values/path.ts'
import { WMBUSMETERS } from './descriptor.ts'
import { meterFieldOf } from './fields.ts'

const VERSION = 1
const HEAD: ReadonlySet<string> = new Set(['_', 'media', 'meter', 'name', 'id', 'timestamp', 'status', 'device'])

/** Heat and electricity use the same names and units: the medium of the telegram tells them apart. */
const define =
  (media: string) =>
  (channel: string): PointRule | null => {
    const rule = meterFieldOf(channel, { media })
    return rule === 'snapshot' ? null : rule
  }

type FieldLookup = (name: string) => ReturnType<typeof meterFieldOf>

/** Names come from outside. */
const NAMES_KEPT = 5000

function createFieldLookup(media: string): FieldLookup {
  const known = new Map<string, ReturnType<typeof meterFieldOf>>()
  return (name) => {
    const found = known.get(name)
    if (found !== undefined) return found
    const rule = meterFieldOf(name, { media })
    if (known.size >= NAMES_KEPT) known.clear()
    known.set(name, rule)
    return rule
  }
}

interface Telegram {
  readonly body: Record<string, unknown>
  readonly fieldOf: FieldLookup
}

function readValues(message: FieldMessage, device: string, { body, fieldOf }: Telegram): void {
  const { out } = message
  const fields = openFields(message, device, fieldTime(message, device, body['timestamp']))
  const snapshots: string[] = []
  const { byName } = message.reader.compiled
  for (const name of Object.keys(body)) {
    const value = body[name]
    const own = byName.has(name)
    if (!own && HEAD.has(name)) continue
    const rule = own ? null : fieldOf(name)
    if (own) readField(fields, name, value)
    else if (rule === 'snapshot') snapshots.push(name)
    else if (rule === null || (typeof value === 'string' && !/\d/.test(value))) leaveField(fields, name, value)
    else readField(fields, name, value)
  }
  closeFields(fields)
  if (snapshots.length > 0) out.events.push({ type: 'metadata', device, fields: snapshots })
}

function openMeters(source: Source, context: CodecContext): Codec {
  const registers = createRegisters()
  const reader = createFieldReader(source, context, define(''))
  const heat = createFieldReader(source, context, define('heat'))
  const [fieldOf, heatFieldOf] = [createFieldLookup(''), createFieldLookup('heat')]
  const decode: Codec['decode'] = (message, captures, out) => {
    const body = objectBody({ reader, message, out })
    if (body === null) return 'handled'
    const id = body['id']
    const device = typeof id === 'string' || typeof id === 'number' ? String(id) : (captures['device'] ?? '')
    if (device === '') {
      refuse(out, 'no-device', 'the telegram has no "id"')
      return 'handled'
    }
    const media = asText(body['media'] ?? '')
    const warm = /heat|cool/i.test(media)
    readValues({ reader: warm ? heat : reader, message, out }, device, { body, fieldOf: warm ? heatFieldOf : fieldOf })
    const { status } = body
    if (typeof status === 'string' && status !== '' && status !== 'OK')
      out.events.push({ type: 'device-status', device, status: status.slice(0, 80) })
    watchRegisters(registers, out, 0, () => false)
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { registers, newest: reader.newest })
}

export const wmbusmeters: Convention = {
  descriptor: WMBUSMETERS,
  open: openMeters,
  encode: (_command, { source }) => refuseCommand('not-commandable', `"${source.id}" reads telegrams of meters, which take no commands`),
}
