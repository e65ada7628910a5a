/** The generic engine: a message of any form, read by a mapping. */

import { isUtf8 } from 'node:buffer'
import type { Instant, RawMessage, TimeSource } from '../../domain/index.ts'
import { type DecodeOutput, quote, refuse } from '../codec.ts'
import { parseInflux } from './opening/influx.ts'
import { type ParsedJson, parseJson, textOf } from '../values/json.ts'
import { keepLast } from '../values/last-wins.ts'
import { asText, child, isObject, valueAt } from '../values/path.ts'
import type { NewestTimes } from '../values/newest-times.ts'
import type { Captures } from '../values/topic.ts'
import { isNullText } from '../values/value.ts'
import type { CompiledMapping } from './compile.ts'
import { onlyKeyOf } from './parts/device.ts'
import { readFields } from './fields.ts'
import type { Frames } from './frames.ts'
import { readPair, readPositions, readRow, readScalar, readSums, scalarName, splitCells, termOf } from './items.ts'
import { lookUp, type Part } from './parts/part.ts'
import { historyOf, INFLUX, partsOf } from './parts/parts.ts'
import { fillPrefix, rulesBelow, rulesOfItem } from './parts/prefix.ts'
import { type Scope, readTime } from './reading.ts'
import { childNode, type PathNode } from './rules.ts'
import { readStates } from './states.ts'
import { unwrap } from './opening/unwrap.ts'

/** What a source remembers from message to message; null: its mapping does not ask for it. */
export interface MappingMemory {
  readonly frames: Frames | null
  readonly newest: NewestTimes | null
}

/** One message under one mapping. */
export interface MappingCall {
  readonly memory: MappingMemory
  readonly compiled: CompiledMapping
  readonly message: RawMessage
  readonly captures: Captures
  readonly root: unknown
  readonly out: DecodeOutput
  /** Verdicts on the frames of this message, by number and device. */
  readonly judged: Map<string, boolean>
  /** Parts of sums that came as items, by time and device. */
  readonly terms: Map<string, { readonly scope: Scope; readonly values: Map<string, unknown> }>
}

/** Texts that are no JSON may be this long: rows and lines are cut apart before they are counted. */
const TEXT_BYTES = 1024 * 1024
const TEXT_FORMATS = new Set(['text', 'scalar', 'csv', 'raw'])

/** The decoded payload, or why it cannot be opened. */
export function openPayload(message: RawMessage, compiled: Pick<CompiledMapping, 'format' | 'steps' | 'limits'>): ParsedJson {
  if (compiled.steps !== null) return unwrap(message.payload, compiled.steps, compiled.limits)
  if (!isUtf8(message.payload))
    return { ok: false, reason: 'invalid-payload', detail: 'the payload is not UTF-8 text; say how to decode it' }
  const structured = !TEXT_FORMATS.has(compiled.format) && compiled.format !== INFLUX
  if (!structured && message.payload.length > TEXT_BYTES)
    return { ok: false, reason: 'too-large', detail: `a text of ${message.payload.length} bytes; at most ${TEXT_BYTES} are read` }
  if (compiled.format === INFLUX) return parseInflux(textOf(message.payload))
  if (!structured) return { ok: true, value: textOf(message.payload) }
  const text = textOf(message.payload)
  // A bare word or number is a value too; what begins like a structure must be one.
  if (!/^\s*[{["]/.test(text)) return { ok: true, value: text }
  return parseJson(message.payload, compiled.limits)
}

function timeOf(part: Part, call: MappingCall, at: { device: string; batch: boolean }): { time: Instant; timeSource: TimeSource } | null {
  const { compiled, message, out, memory } = call
  const form = part.time
  if (form !== null) {
    const { value, own } = lookUp(part.within, form.path)
    const scope = { compiled, message, out, device: at.device, newest: memory.newest, batch: at.batch && own }
    const time = readTime(value, form, scope)
    if (time !== null) return { time, timeSource: own ? 'value' : 'message' }
  }
  return part.historic ? null : { time: message.receivedAt, timeSource: 'receive' }
}

/** Whether the part belongs to a frame that came before. Parts of one message share their frame. */
function isCopy(part: Part, call: MappingCall, device: string): boolean {
  const { compiled, message, memory, out, judged } = call
  if (compiled.seq === null || memory.frames === null) return false
  const raw = lookUp(part.within, compiled.seq).value
  if (typeof raw !== 'number' && typeof raw !== 'string') return false
  const frame = String(raw)
  const key = `${frame} ${device}`
  const earlier = judged.get(key)
  if (earlier !== undefined) return earlier
  const copy = memory.frames.isCopy(device, frame, message)
  judged.set(key, copy)
  if (copy) out.events.push({ type: 'duplicate', device, channel: null, frame })
  return copy
}

function readPart(part: Part, batch: boolean, call: MappingCall): void {
  const { compiled, captures, out, message, memory } = call
  const device = compiled.device.resolve(captures, part)
  if (device === null) return refuse(out, 'no-device', `the message does not name its device: ${quote(part.within[0])}; ${NO_DEVICE_HINT}`)
  if (isCopy(part, call, device)) return
  const when = timeOf(part, call, { device, batch: part.historic || batch })
  if (when === null) return refuse(out, 'bad-time', `an older reading of "${device}" has no believable time: ${quote(part.within[0])}`)
  const scope: Scope = { compiled, message, device, out, newest: memory.newest, batch: part.historic || batch, ...when }
  if (readStates(part.within, scope) === 'whole') return
  readContent(part, call, scope)
}

const NO_DEVICE_HINT = 'write `device:` in the source, or give each device a topic of its own'

/** By what the mapping says of the form; a body that is not there says nothing. */
function readContent(part: Part, call: MappingCall, scope: Scope): void {
  const { compiled, captures } = call
  const { body } = part
  if (body === undefined || compiled.ignore !== null) return
  if (isNothing(body)) {
    scope.out.events.push({
      type: 'null',
      device: scope.device,
      channel: scalarName(compiled, captures, part) ?? 'value',
      detail: quote(body),
    })
  } else if (compiled.name !== null) {
    collectTerm(part, call, scope)
    readPair(part, captures, scope)
  } else if (compiled.format === 'csv') readCsv(body, scope)
  else if (compiled.columns !== null || compiled.indexNames !== null) readPositions(body, scope)
  else if (typeof body !== 'object' || body === null) readScalar(part, captures, scope)
  else readBody(part, body, call, scope)
}

/** A whole message that says there is no value. */
function isNothing(body: unknown): boolean {
  return body === null || (typeof body === 'string' && body.trim() !== '' && isNullText(body))
}

/** Items with names are parts of one sum when they are of one device and time. */
function collectTerm(part: Part, call: MappingCall, scope: Scope): void {
  const term = call.compiled.terms.size === 0 ? null : termOf(part, call.captures, call.compiled)
  if (term === null) return
  const key = `${scope.time} ${scope.device}`
  const group = call.terms.get(key) ?? { scope, values: new Map<string, unknown>() }
  group.values.set(term.name, term.value)
  call.terms.set(key, group)
}

function readCsv(body: unknown, scope: Scope): void {
  const lines = String(body)
    .split(/\r?\n/)
    .filter((l) => l.trim() !== '')
  const { readingsPerMessage } = scope.compiled.limits
  if (lines.length > readingsPerMessage)
    return refuse(scope.out, 'too-many-readings', `${lines.length} lines in one message; at most ${readingsPerMessage} readings are taken`)
  if (lines.length === 0) scope.out.events.push({ type: 'ignored', device: scope.device, fields: [], detail: 'an empty payload' })
  lines.forEach((line, i) => {
    readRow(splitCells(line, scope.compiled.decimalComma), lines.length > 1 ? (scope.compiled.indexNames?.[i] ?? String(i)) : null, scope)
  })
}

/** Fields of an object; below `{key:path}` they are found under the key that names the device. */
function readBody(part: Part, body: object, call: MappingCall, scope: Scope): void {
  const { compiled } = scope
  const { keyed } = compiled.device
  const holder = keyed === null ? undefined : valueAt(body, keyed)
  const key = onlyKeyOf(holder)
  const prefix = compiled.prefix === null ? null : fillPrefix(compiled.prefix, call.captures, part)
  if (key === null || keyed === null) {
    const node = rulesBelow(rulesOfItem(compiled.rules, [...part.path, ...(compiled.body ?? [])]), prefix)
    return readFields(body, { node, path: prefix ?? '' }, scope)
  }
  let node: PathNode | null = compiled.rules
  for (const segment of [...keyed, key]) node = childNode(node, segment)
  // Rules may be written from the top of the message or from the device down.
  readFields(child(holder, key), { node: node !== null && node.children.size > 0 ? node : compiled.rules, path: '' }, scope)
}

/** Channels that have an error code in place of a value. */
function readErrors({ compiled, root, out, captures }: MappingCall): void {
  const errors = compiled.errors === null ? undefined : valueAt(root, compiled.errors)
  if (!isObject(errors)) return
  const device = compiled.device.resolve(captures, { within: [root], key: null })
  if (device === null) return
  for (const [channel, code] of Object.entries(errors)) out.events.push({ type: 'point-error', device, channel, detail: asText(code) })
}

/** Nothing of the message is wanted: it need not name its device either. */
function isIgnored({ ignore, availability, status }: CompiledMapping): boolean {
  return ignore !== null && availability === null && status === null
}

/** Every part of the message into the output; one that holds nothing leaves an event. */
export function readParts(call: MappingCall): void {
  const { compiled, out, root } = call
  if (isIgnored(compiled)) return void out.events.push({ type: 'ignored', device: null, fields: [], detail: compiled.ignore })
  const parts = [...partsOf(root, compiled), ...historyOf(root, compiled)]
  const limit = compiled.limits.readingsPerMessage
  if (parts.length > limit)
    return refuse(out, 'too-many-readings', `${parts.length} items in one message; at most ${limit} readings are taken`)
  for (const part of parts) readPart(part, parts.length > 1, call)
  readErrors(call)
  for (const { scope, values } of call.terms.values()) readSums(values, compiled.sums, scope)
  if (out.readings.length > limit) {
    out.readings.length = 0
    return refuse(out, 'too-many-readings', `more than ${limit} readings in one message`)
  }
  if (out.readings.length > 1) keepLast(out)
  if (out.readings.length + out.events.length + out.dead.length === 0)
    out.events.push({ type: 'ignored', device: null, fields: [], detail: compiled.ignore ?? 'nothing to read in this message' })
}
