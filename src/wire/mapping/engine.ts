/** The generic engine: a message of any form, read by a mapping. */

import { isUtf8 } from 'node:buffer'
import type { Instant, RawMessage, TimeSource } from '../../domain/index.ts'
import { type DecodeOutput, quote, refuse } from '../codec.ts'
import { type ParsedJson, parseJson, textOf } from '../values/json.ts'
import { keepLast } from '../values/last-wins.ts'
import { valueAt, child, isObject, asText } from '../values/path.ts'
import type { NewestTimes } from '../values/newest-times.ts'
import type { Captures } from '../values/topic.ts'
import type { CompiledMapping, CompiledTime } from './compile.ts'
import { onlyKeyOf } from './device.ts'
import { readFields } from './fields.ts'
import { splitCells, readPair, readSums, termOf, readPositions, readRow, readScalar } from './items.ts'
import { type Scope, readTime } from './reading.ts'
import { childNode, type PathNode } from './rules.ts'
import { unwrap } from './unwrap.ts'
import type { Frames } from './frames.ts'

/** A part of a message that has its own device and time. */
interface Part {
  readonly body: unknown
  /** Where device and time are looked up before the whole message. */
  readonly within: unknown
  readonly time: CompiledTime | null
  /** Old by design: without a time of its own it cannot be placed. */
  readonly historic: boolean
  /** One of several. */
  readonly batch: boolean
}

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

const TEXT_FORMATS = new Set(['text', 'scalar', 'csv', 'raw'])

/** The decoded payload, or why it cannot be opened. */
export function openPayload(message: RawMessage, compiled: CompiledMapping): ParsedJson {
  if (compiled.steps !== null) return unwrap(message.payload, compiled.steps, compiled.limits)
  if (!isUtf8(message.payload))
    return { ok: false, reason: 'invalid-payload', detail: 'the payload is not UTF-8 text; say how to decode it' }
  if (TEXT_FORMATS.has(compiled.format)) return { ok: true, value: textOf(message.payload) }
  const text = textOf(message.payload)
  // A bare word or number is a value too; what begins like a structure must be one.
  if (!/^\s*[{["]/.test(text)) return { ok: true, value: text }
  return parseJson(message.payload, compiled.limits)
}

function partsOf(call: MappingCall): readonly Part[] {
  const { compiled, root } = call
  const { each, format, time, name, columns, indexNames } = compiled
  const usual = { time, historic: false, batch: false }
  if (format === 'telegraf-json')
    return metricsOf(root).map((m) => ({ ...usual, body: { [asText(child(m, 'name') ?? '')]: child(m, 'fields') }, within: m }))
  const whole = { ...usual, body: each === null ? root : valueAt(root, each), within: root }
  if (each === null)
    return Array.isArray(root) && columns === null && indexNames === null
      ? root.map((item: unknown) => ({ ...usual, body: item, within: item }))
      : [whole]
  if ((columns !== null || indexNames !== null) && name === null) return [whole]
  const list = whole.body
  if (Array.isArray(list)) return list.map((item: unknown) => ({ ...usual, body: item, within: item }))
  return isObject(list) ? Object.values(list).map((item) => ({ ...usual, body: item, within: item })) : []
}

function metricsOf(root: unknown): readonly unknown[] {
  const metrics = child(root, 'metrics')
  if (Array.isArray(metrics)) return metrics as unknown[]
  return Array.isArray(root) ? (root as unknown[]) : [root]
}

function historyOf(call: MappingCall): readonly Part[] {
  const { history } = call.compiled
  const list = history === null ? undefined : valueAt(call.root, history.path)
  if (!Array.isArray(list)) return []
  return list.map((item: unknown) => ({ body: item, within: item, time: history?.time ?? null, historic: true, batch: true }))
}

function timeOf(part: Part, call: MappingCall, device: string): { time: Instant; timeSource: TimeSource } | null {
  const { compiled, message, root, out, memory } = call
  const form = part.time
  if (form !== null) {
    const own = part.within === root ? undefined : valueAt(part.within, form.path)
    const scope = { compiled, message, out, device, newest: memory.newest, batch: part.batch && own !== undefined }
    const time = readTime(own ?? valueAt(root, form.path), form, scope)
    if (time !== null) return { time, timeSource: own === undefined ? 'message' : 'value' }
  }
  return part.historic ? null : { time: message.receivedAt, timeSource: 'receive' }
}

/** Whether the part belongs to a frame that came before. Parts of one message share their frame. */
function isCopy(part: Part, call: MappingCall, device: string): boolean {
  const { compiled, root, message, memory, out, judged } = call
  if (compiled.seq === null || memory.frames === null) return false
  const raw = valueAt(part.within, compiled.seq) ?? valueAt(root, compiled.seq)
  if (typeof raw !== 'number' && typeof raw !== 'string') return false
  const frame = String(raw)
  const key = `${frame} ${device}`
  const known = judged.get(key)
  if (known !== undefined) return known
  const copy = memory.frames.isCopy(device, frame, message)
  judged.set(key, copy)
  if (copy) out.events.push({ type: 'duplicate', device, channel: null, frame })
  return copy
}

function readPart(part: Part, call: MappingCall): void {
  const { compiled, captures, out, root, message, memory } = call
  const device = compiled.device.resolve(captures, part.within, root)
  if (device === null) return refuse(out, 'no-device', `the message does not name its device: ${quote(part.within)}`)
  if (isCopy(part, call, device)) return
  const when = timeOf(part, call, device)
  if (when === null) return refuse(out, 'bad-time', `an older reading of "${device}" has no believable time: ${quote(part.within)}`)
  const scope: Scope = { compiled, message, device, out, newest: memory.newest, batch: part.batch, ...when }
  if (compiled.name !== null) {
    collectTerm(part.body, call, scope)
    readPair(part.body, captures, scope)
  } else if (compiled.format === 'csv') readCsv(part.body, scope)
  else if (compiled.columns !== null || compiled.indexNames !== null) readPositions(part.body, scope)
  else if (typeof part.body !== 'object' || part.body === null) readScalar(part.body, captures, scope)
  else readBody(part.body, scope)
}

/** Items with names are parts of one sum when they are of one device and time. */
function collectTerm(item: unknown, call: MappingCall, scope: Scope): void {
  const term = call.compiled.terms.size === 0 ? null : termOf(item, call.captures, call.compiled)
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
  if (lines.length === 0) scope.out.events.push({ type: 'ignored', device: scope.device, fields: [], detail: 'an empty payload' })
  lines.forEach((line, i) => {
    readRow(splitCells(line, scope.compiled.decimalComma), lines.length > 1 ? (scope.compiled.indexNames?.[i] ?? String(i)) : null, scope)
  })
}

/** Fields of an object; below `{key:path}` they are found under the key that names the device. */
function readBody(body: object, scope: Scope): void {
  const { keyed } = scope.compiled.device
  const holder = keyed === null ? undefined : valueAt(body, keyed)
  const key = onlyKeyOf(holder)
  if (key === null || keyed === null) return readFields(body, scope.compiled.rules, scope)
  let node: PathNode | null = scope.compiled.rules
  for (const segment of [...keyed, key]) node = childNode(node, segment)
  // Rules may be written from the top of the message or from the device down.
  readFields(child(holder, key), node !== null && node.children.size > 0 ? node : scope.compiled.rules, scope)
}

/** Whether the message has the values that `where` asks for. */
export function matchesWhere(call: MappingCall): boolean {
  return call.compiled.where.every(({ path, value }) => {
    const found = valueAt(call.root, path)
    return found !== undefined && asText(found) === value
  })
}

/** Every part of the message into the output; one that holds nothing leaves an event. */
export function readParts(call: MappingCall): void {
  const { compiled, out } = call
  const parts = [...partsOf(call), ...historyOf(call)]
  const limit = compiled.limits.readingsPerMessage
  if (parts.length > limit)
    return refuse(out, 'too-many-readings', `${parts.length} items in one message; at most ${limit} readings are taken`)
  const batch = parts.length > 1
  for (const part of parts) readPart(batch ? { ...part, batch } : part, call)
  for (const { scope, values } of call.terms.values()) readSums(values, compiled.sums, scope)
  if (out.readings.length > limit) {
    out.readings.length = 0
    return refuse(out, 'too-many-readings', `more than ${limit} readings in one message`)
  }
  if (out.readings.length > 1) keepLast(out)
  if (out.readings.length + out.events.length + out.dead.length === 0)
    out.events.push({ type: 'ignored', device: null, fields: [], detail: 'nothing to read in this message' })
}
