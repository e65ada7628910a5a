/** One raw value and its rule -> a reading, an event or a dead letter. */

import { canonicalUnit, convert, type Instant, instant, possible, type RawMessage, type TimeSource, tidy } from '../../domain/index.ts'
import { type DecodeOutput, quoted, refuse } from '../codec.ts'
import { child, isObject, plain } from '../values/path.ts'
import { believable, parseTime } from '../values/time.ts'
import { fromPattern } from '../values/time-pattern.ts'
import { readValue } from '../values/value.ts'
import type { Compiled, CompiledTime } from './compile.ts'
import type { FieldRule } from './rules.ts'

/** Where readings of one message (or item of it) belong. */
export interface Scope {
  readonly compiled: Compiled
  readonly message: RawMessage
  readonly device: string
  readonly time: Instant
  readonly timeSource: TimeSource
  readonly out: DecodeOutput
}

interface Raw {
  readonly value: unknown
  /** Unit that stood beside the value in the message. */
  readonly unit: string | null
}

/** The device time at a path, or null; a time that is not believed is said. */
export function trustedTime(
  raw: unknown,
  form: CompiledTime,
  scope: Pick<Scope, 'compiled' | 'message' | 'out'> & { readonly device?: string },
): Instant | null {
  if (raw === undefined || raw === null) return null
  return judged(parseTime(raw, form), raw, scope)
}

function judged(
  time: number | null,
  raw: unknown,
  scope: Pick<Scope, 'compiled' | 'message' | 'out'> & { readonly device?: string },
): Instant | null {
  if (time !== null && believable(time, scope.message.receivedAt, scope.compiled.since)) return instant(time)
  const detail = `the device time ${quoted(raw)} is ${time === null ? 'not readable' : 'not believable'}`
  scope.out.events.push({ type: 'time-rejected', detail, ...(scope.device === undefined ? {} : { device: scope.device }) })
  return null
}

const OWN_TIMES = ['time', 'ts', 'timestamp']

/** Reads a value, a box `{value, time}`, or an array of such boxes. */
export function emit(rule: FieldRule, raw: Raw, scope: Scope): void {
  if (rule.ignore) return
  const { value } = raw
  if (Array.isArray(value) && value.every((v) => child(v, 'value') !== undefined)) {
    for (const box of value as unknown[]) emit(rule, { value: box, unit: raw.unit }, scope)
  } else if (isObject(value) && Object.hasOwn(value, 'value'))
    emitOne(rule, { value: value['value'], unit: raw.unit }, ownTime(value, scope))
  else emitOne(rule, raw, scope)
}

function ownTime(box: Record<string, unknown>, scope: Scope): Scope {
  const key = OWN_TIMES.find((k) => Object.hasOwn(box, k))
  if (key === undefined) return scope
  const time = trustedTime(box[key], { path: [], zone: scope.compiled.zone }, scope)
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
  const found = rule.regex === null ? { raw, scope } : byRegex(rule, raw, scope)
  if (found === null) return refuse(out, 'bad-value', `${quoted(raw.value)} of "${channel}" does not match the regex of its rule`)
  const value = valueOf(rule, found.raw, scope)
  if (value !== null) keep(rule, value, found.scope)
}

function byRegex(rule: FieldRule, raw: Raw, scope: Scope): { raw: Raw; scope: Scope } | null {
  const match = typeof raw.value === 'string' || typeof raw.value === 'number' ? rule.regex?.exec(String(raw.value)) : null
  if (!match) return null
  const groups = match.groups ?? {}
  const value = groups['v'] ?? groups['value'] ?? match[1] ?? match[0]
  const next = { value, unit: groups['u'] ?? groups['unit'] ?? raw.unit }
  if (rule.time === null) return { raw: next, scope }
  const text = groups[rule.time.group] ?? ''
  const zone = rule.time.tz ?? scope.compiled.zone
  const time = judged(fromPattern(text, rule.time.format, zone, groups['dst']), text, scope)
  return { raw: next, scope: time === null ? scope : { ...scope, time, timeSource: 'value' } }
}

/** The number in the canonical unit, or null after saying why there is none. */
function valueOf(rule: FieldRule, raw: Raw, scope: Scope): number | null {
  const { out, device } = scope
  const word = plain(raw.value)
  const nothing = rule.nulls.includes(word)
  const value = rule.map !== null && Object.hasOwn(rule.map, word) ? Number(rule.map[word]) : raw.value
  const read = nothing ? 'null' : readValue(value, rule.bool)
  if (read === 'null') {
    out.events.push({ type: 'null', device, channel: rule.channel, detail: quoted(raw.value) })
    return null
  }
  if (read === 'bad') {
    refuse(
      out,
      'bad-value',
      `${quoted(raw.value)} of "${rule.channel}" is not a number${rule.map === null ? '; map words to numbers in its rule' : ' and not in the map of its rule'}`,
    )
    return null
  }
  return inCanonical(rule, read.number, read.unit ?? raw.unit, scope)
}

function inCanonical(rule: FieldRule, number: number, said: string | null, scope: Scope): number | null {
  // A unit in the message that is not known does no harm where the rule declares one.
  const unit = said !== null && (canonicalUnit(said) !== null || rule.from === null) ? said : rule.from
  const scaled = rule.scale === 1 && rule.offset === 0 ? number : tidy(tidy(number * rule.scale) + rule.offset)
  const value = unit === null || rule.bool ? scaled : convert(scaled, unit, rule.quantity)
  if (value === null || (rule.fromString && said === null)) {
    refuse(scope.out, 'unit-mismatch', `${quoted(said ?? number)} of "${rule.channel}" is not in a unit of ${rule.quantity}`)
    return null
  }
  if (Number.isFinite(value)) return value
  refuse(scope.out, 'bad-value', `${number} of "${rule.channel}" is too large`)
  return null
}

function keep(rule: FieldRule, value: number, scope: Scope): void {
  const { device, time, timeSource, out, message } = scope
  if (message.retain && timeSource === 'receive') {
    out.events.push({ type: 'retained-skipped', device, channel: rule.channel, detail: 'retained, and without a time that can be trusted' })
    return
  }
  const quality = value >= rule.min && value <= rule.max && possible(rule.quantity, value) ? 'good' : 'bad'
  const kind = rule.kind === 'unusable' ? 'instant' : rule.kind
  out.readings.push({ device, channel: rule.channel, quantity: rule.quantity, unit: rule.unit, kind, value, time, timeSource, quality })
}
