/** One message of one device: its time, and where its fields go. */

import { type Instant, instant, type RawMessage, type TimeSource } from '../../domain/index.ts'
import type { DecodeOutput } from '../codec.ts'
import type { Scope } from '../mapping/reading.ts'
import type { FieldRule } from '../mapping/rules.ts'
import { parseQuickIso } from '../values/time-text.ts'
import { emitField } from './emit-field.ts'
import { acceptTime } from '../values/device-time.ts'
import { joinPath } from '../values/path.ts'
import { isBelievable, parseTime } from '../values/time.ts'
import { isNullText } from '../values/value.ts'
import type { FieldNode, FieldReader } from './reader.ts'

/** Fields without a rule that are named per message. */
const UNMAPPED_SHOWN = 200

/** Fields of a message that became no reading; the lists are made with the first of them. */
interface Leftover {
  fields: string[] | null
  values: unknown[]
  texts: string[] | null
}

export interface FieldScope {
  readonly reader: FieldReader
  readonly scope: Scope
  readonly left: Leftover
}

export interface FieldMoment {
  readonly time: Instant
  readonly timeSource: TimeSource
}

/** A message and where its readings go. */
export interface FieldMessage {
  readonly reader: FieldReader
  readonly message: RawMessage
  readonly out: DecodeOutput
}

export interface TimeOptions {
  readonly source?: TimeSource
  /** s, ms, us, ns, iso or a pattern; absent: by form and magnitude. */
  readonly unit?: string
  /** One of several times of the device in this message. */
  readonly batch?: boolean
}

/** The time that the device gives, or null, with an event, where it is not believed. Absent times leave no event. */
export function fieldTime(
  { reader, message, out }: FieldMessage,
  device: string | null,
  raw: unknown,
  options: TimeOptions = {},
): FieldMoment | null {
  if (raw === undefined || raw === null) return null
  const { zone, since } = reader.compiled
  const timeSource = options.source ?? 'message'
  const quick = typeof raw === 'string' && options.unit === undefined ? (parseQuickIso(raw) ?? reader.localClock(raw)) : null
  if (quick !== null && reader.newest === null && isBelievable(quick, message.receivedAt, since))
    return { time: instant(quick), timeSource }
  const form = { zone, receivedAt: message.receivedAt, ...(options.unit === undefined ? {} : { unit: options.unit }) }
  const given = { raw, time: quick ?? parseTime(raw, form), form, device, batch: options.batch === true }
  const time = acceptTime(given, { since, newest: reader.newest }, message, out)
  return time === null ? null : { time, timeSource }
}

export function receiveMoment({ receivedAt }: RawMessage): FieldMoment {
  return { time: instant(receivedAt), timeSource: 'receive' }
}

/** `when`: null stands for the time of receipt. */
export function openFields({ reader, message, out }: FieldMessage, device: string, when: FieldMoment | null): FieldScope {
  const { time, timeSource } = when ?? receiveMoment(message)
  const scope = { compiled: reader.compiled, message, device, out, newest: reader.newest, batch: false, time, timeSource }
  return { reader, scope, left: { fields: null, values: [], texts: null } }
}

export function atMoment({ reader, scope, left }: FieldScope, { time, timeSource }: FieldMoment): FieldScope {
  const { compiled, message, device, out, newest, batch } = scope
  return { reader, scope: { compiled, message, device, out, newest, batch, time, timeSource }, left }
}

export interface FieldExtra {
  /** Unit that stands in the message. */
  readonly unit?: string | null
  /** Another name of the field in rules of the source. */
  readonly alias?: string
}

const NO_EXTRA: FieldExtra = {}

/** A field with its rule becomes a reading; one without is named as unmapped. */
export function readField(fields: FieldScope, channel: string, value: unknown, { unit = null, alias }: FieldExtra = NO_EXTRA): void {
  const rule = fields.reader.ruleOf(channel, alias)
  if (rule === null) leaveField(fields, channel, value)
  else readRuled(fields, rule, value, unit)
}

/** The same for a field that a message is walked to. */
export function readNode(fields: FieldScope, { channel, rule }: FieldNode, value: unknown, unit: string | null = null): void {
  if (rule === null) leaveField(fields, channel, value)
  else readRuled(fields, rule, value, unit)
}

/** An item of an array is a channel of its own, by its index. */
function readRuled({ scope }: FieldScope, rule: FieldRule, value: unknown, unit: string | null): void {
  if (!Array.isArray(value)) emitField(rule, value, unit, scope)
  else for (const [i, item] of (value as unknown[]).entries()) emitField({ ...rule, channel: joinPath(rule.channel, i) }, item, unit, scope)
}

/** How many fields became no reading. */
export function countLeft({ left }: Pick<FieldScope, 'left'>): number {
  return (left.fields?.length ?? 0) + (left.texts?.length ?? 0)
}

/** Names a field that becomes no reading: numbers as unmapped, texts as metadata, structures by their parts. */
export function leaveField({ left }: FieldScope, channel: string, value: unknown): void {
  if (value === null || countLeft({ left }) >= UNMAPPED_SHOWN) return
  if (typeof value === 'object') {
    const entries: [string, unknown][] = Array.isArray(value)
      ? (value as unknown[]).map((item, i) => [joinPath(channel, i), item])
      : Object.entries(value).map(([key, item]) => [joinPath(channel, key), item])
    for (const [path, item] of entries) leaveField({ left } as FieldScope, path, item)
    return
  }
  const number = typeof value === 'string' && value.trim() !== '' && !isNullText(value) && Number.isFinite(Number(value))
  if (typeof value === 'string' && !number) (left.texts ??= []).push(channel)
  else {
    ;(left.fields ??= []).push(channel)
    left.values.push(value)
  }
}

/** Events of what is left. A message must leave a trace: one without readings and events is named as ignored. */
export function closeFields({ left, scope }: FieldScope): void {
  const { out, device } = scope
  if (left.fields !== null)
    out.events.push({ type: 'unmapped', device, channel: null, fields: left.fields, values: left.values, detail: null })
  if (left.texts !== null) out.events.push({ type: 'metadata', device, fields: left.texts })
  if (out.readings.length + out.events.length + out.dead.length === 0) ignore(out, device, 'nothing to read in this message')
}

export function ignore(out: DecodeOutput, device: string | null, detail: string, fields: readonly string[] = []): void {
  out.events.push({ type: 'ignored', device, fields, detail })
}
