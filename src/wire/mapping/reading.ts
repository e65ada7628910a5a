/** One raw value and its rule -> a reading, an event or a dead letter. */

import { canonicalUnit, convert, type Instant, possible, type RawMessage, type TimeSource, tidy } from '../../domain/index.ts'
import { type DecodeOutput, quote, refuse } from '../codec.ts'
import { child, isObject, asText } from '../values/path.ts'
import { acceptTime, type DeviceTime } from '../values/device-time.ts'
import type { NewestTimes } from '../values/newest-times.ts'
import { parseTime } from '../values/time.ts'
import { parsePattern } from '../values/time-pattern.ts'
import { readValue } from '../values/value.ts'
import type { CompiledMapping } from './compile.ts'
import type { CompiledTime } from './parts/part.ts'
import type { FieldRule } from './rules.ts'

/** Where readings of one message (or item of it) belong. */
export interface Scope {
  readonly compiled: CompiledMapping
  readonly message: RawMessage
  readonly device: string
  readonly time: Instant
  readonly timeSource: TimeSource
  readonly out: DecodeOutput
  readonly newest: NewestTimes | null
  /** One of several parts with times of their own. */
  readonly batch: boolean
}

type TimeScope = Pick<Scope, 'compiled' | 'message' | 'device' | 'out' | 'newest' | 'batch'>

interface Raw {
  readonly value: unknown
  /** Unit that stood beside the value in the message. */
  readonly unit: string | null
}

/** The device time, or null; one that is not believed leaves an event. */
export function readTime(raw: unknown, form: CompiledTime, scope: TimeScope): Instant | null {
  if (raw === undefined || raw === null) return null
  const placed = { ...form, receivedAt: scope.message.receivedAt }
  return believeTime({ raw, time: parseTime(raw, placed), form: placed }, scope)
}

function believeTime(given: Pick<DeviceTime, 'raw' | 'time' | 'form'>, scope: TimeScope): Instant | null {
  const { compiled, message, device, out, newest, batch } = scope
  return acceptTime({ ...given, device, batch }, { since: compiled.since, newest }, message, out)
}

const OWN_TIMES = ['time', 'ts', 'timestamp']

/** Reads a value, a box `{value, time}`, or an array of such boxes. */
export function emit(rule: FieldRule, raw: Raw, scope: Scope): void {
  if (rule.ignore) return
  const { value } = raw
  if (Array.isArray(value) && value.every((v) => child(v, 'value') !== undefined)) {
    const batch = scope.batch || value.length > 1
    for (const box of value as unknown[]) emit(rule, { value: box, unit: raw.unit }, { ...scope, batch })
  } else if (isObject(value) && Object.hasOwn(value, 'value'))
    emitOne(rule, { value: value['value'], unit: raw.unit }, ownTime(value, scope))
  else emitOne(rule, raw, scope)
}

function ownTime(box: Record<string, unknown>, scope: Scope): Scope {
  const key = OWN_TIMES.find((k) => Object.hasOwn(box, k))
  if (key === undefined) return scope
  const time = readTime(box[key], { path: [], zone: scope.compiled.zone }, scope)
  return time === null ? scope : { ...scope, time, timeSource: 'value' }
}

function emitOne(rule: FieldRule, raw: Raw, scope: Scope): void {
  const { out, device } = scope
  const { channel } = rule
  if (rule.kind === 'unusable') {
    out.events.push({ type: 'unusable', device, channel, detail: rule.comment, value: raw.value })
    return
  }
  if (rule.fault !== null) return refuse(out, 'unit-mismatch', `"${channel}": ${rule.fault}; correct the mapping`)
  const found = rule.regex === null ? { raw, scope } : applyRegex(rule, raw, scope)
  if (found === null) return refuse(out, 'bad-value', `${quote(raw.value)} of "${channel}" does not match the regex of its rule`)
  const value = valueOf(rule, found.raw, scope)
  if (value !== null) keepReading(rule, value, found.scope)
}

function applyRegex(rule: FieldRule, raw: Raw, scope: Scope): { raw: Raw; scope: Scope } | null {
  const match = typeof raw.value === 'string' || typeof raw.value === 'number' ? rule.regex?.find(String(raw.value)) : null
  if (!match) return null
  const value = match.named('v') ?? match.named('value') ?? match.first
  const next = { value, unit: match.named('u') ?? match.named('unit') ?? raw.unit }
  if (rule.time === null) return { raw: next, scope }
  const text = match.named(rule.time.group) ?? ''
  const season = match.named('dst')
  const clock = {
    zone: rule.time.tz ?? scope.compiled.zone,
    receivedAt: scope.message.receivedAt,
    ...(season === undefined ? {} : { season }),
  }
  const form = { ...clock, unit: rule.time.format }
  const time = believeTime({ raw: text, time: parsePattern(text, rule.time.format, clock), form }, scope)
  return { raw: next, scope: time === null ? scope : { ...scope, time, timeSource: 'value' } }
}

/** The number in the canonical unit; null, after an event or a dead letter, when there is no value. */
function valueOf(rule: FieldRule, raw: Raw, scope: Scope): number | null {
  const { out, device } = scope
  const word = asText(raw.value)
  const nothing = rule.nulls.includes(word)
  const value = rule.map !== null && Object.hasOwn(rule.map, word) ? Number(rule.map[word]) : raw.value
  const read = nothing ? 'null' : readValue(value, rule.bool, rule.notation)
  if (read === 'null') {
    out.events.push({ type: 'null', device, channel: rule.channel, detail: quote(raw.value) })
    return null
  }
  if (read === 'bad') {
    refuse(out, 'bad-value', `${quote(raw.value)} of "${rule.channel}" is not a number${adviceFor(rule, word)}`)
    return null
  }
  return toCanonical(rule, read.number, read.unit ?? raw.unit, scope)
}

/** What to do about a text that is no number. */
function adviceFor({ map, notation }: FieldRule, text: string): string {
  if (map !== null) return ' and not in the map of its rule'
  const separated = /^[+-]?\d[\d.'\s]*,\d/.test(text)
  return notation === null && separated ? '; declare decimal and thousands in its rule' : '; map words to numbers in its rule'
}

function toCanonical(rule: FieldRule, number: number, unitInMessage: string | null, scope: Scope): number | null {
  // An unknown unit in the message does no harm where the rule declares one.
  const unit = unitInMessage !== null && (canonicalUnit(unitInMessage) !== null || rule.from === null) ? unitInMessage : rule.from
  const scaled = rule.scale === 1 && rule.offset === 0 ? number : tidy(tidy(number * rule.scale) + rule.offset)
  const value = unit === null || rule.bool ? scaled : convert(scaled, unit, rule.quantity)
  if (value === null || (rule.fromString && unitInMessage === null)) {
    refuse(scope.out, 'unit-mismatch', `${quote(unitInMessage ?? number)} of "${rule.channel}" is not in a unit of ${rule.quantity}`)
    return null
  }
  if (Number.isFinite(value)) return value
  refuse(scope.out, 'bad-value', `${number} of "${rule.channel}" is too large`)
  return null
}

function keepReading(rule: FieldRule, value: number, scope: Scope): void {
  const { device, time, timeSource, out, message } = scope
  if (message.retain && timeSource === 'receive') {
    out.events.push({ type: 'retained-skipped', device, channel: rule.channel })
    return
  }
  const quality = value >= rule.min && value <= rule.max && possible(rule.quantity, value) ? 'good' : 'bad'
  const kind = rule.kind === 'unusable' ? 'instant' : rule.kind
  out.readings.push({ device, channel: rule.channel, quantity: rule.quantity, unit: rule.unit, kind, value, time, timeSource, quality })
}
