/** SenML packs in JSON or CBOR. */

import { instant, type RawMessage, type Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, type DecodeOutput, refuse, type WireLimits } from '../../codec.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { emitField } from '../../fields/emit-field.ts'
import { createFieldReader, type FieldReader } from '../../fields/reader.ts'
import { type FieldMoment, ignore, receiveMoment } from '../../fields/scope.ts'
import type { Scope } from '../../mapping/reading.ts'
import { compileRule, type FieldRule } from '../../mapping/rules.ts'
import type { MessageView } from '../../message-view.ts'
import { acceptTime } from '../../values/device-time.ts'
import { parseJson } from '../../values/json.ts'
import { isBelievable } from '../../values/time.ts'
import type { Captures } from '../../values/topic.ts'
import { parseCbor } from './cbor.ts'
import { SENML } from './descriptor.ts'
import { encodeSenml } from './encode.ts'
import { recordsOf, type ResolvedRecord, resolvePack, type SenmlRecord } from './pack.ts'
import { ruleOfSum, ruleOfUnit } from './unit-rule.ts'

const VERSION = 1
/** Smaller times are relative to now (RFC 8428, 4.5.3). */
const ABSOLUTE = 2 ** 28
const RULES_KEPT = 10_000
/** Channels without a quantity that are named per pack. */
const UNMAPPED_SHOWN = 200

/** Parts of a record that become readings of their own. */
type RecordPart = 'value' | 'bool' | 'sum'

type RuleLookup = (record: ResolvedRecord, part: RecordPart) => FieldRule | null

interface SenmlMessage {
  readonly reader: FieldReader
  readonly ruleFor: RuleLookup
  readonly message: RawMessage
  readonly captures: Captures
  readonly out: DecodeOutput
  readonly batch: boolean
}

function momentOf({ reader, message, out, batch }: SenmlMessage, device: string, seconds: number | null): FieldMoment {
  if (seconds === null) return receiveMoment(message)
  const ms = Math.round((seconds >= ABSOLUTE ? 0 : message.receivedAt) + seconds * 1000)
  // A retained pack is of any age: what is relative to now cannot be placed.
  if (message.retain && seconds < ABSOLUTE) return receiveMoment(message)
  if (reader.newest === null && isBelievable(ms, message.receivedAt, reader.compiled.since))
    return { time: instant(ms), timeSource: 'value' }
  const form = { zone: reader.compiled.zone, unit: 's' }
  const time = acceptTime(
    { raw: seconds, time: ms, form, device, batch },
    { since: reader.compiled.since, newest: reader.newest },
    message,
    out,
  )
  return time === null ? receiveMoment(message) : { time: instant(time), timeSource: 'value' }
}

function findRule({ compiled }: FieldReader, { channel, unit }: ResolvedRecord, part: RecordPart): FieldRule | null {
  const own = compiled.byName.get(channel)
  if (part !== 'sum' && own !== undefined) return own
  const defined =
    part === 'bool' ? { quantity: 'state' as const, unit: 'bool' } : part === 'sum' ? ruleOfSum(unit) : ruleOfUnit(channel, unit)
  return defined === null ? null : compileRule(channel, defined)
}

/** Rules of the parts of a channel under a unit. */
interface ChannelRules {
  readonly unit: string | null
  value?: FieldRule | null
  bool?: FieldRule | null
  sum?: FieldRule | null
}

/** By channel. A channel has mostly one unit: where another comes, the rules are found again. */
function createRuleLookup(reader: FieldReader): RuleLookup {
  const known = new Map<string, ChannelRules>()
  return (record, part) => {
    const { channel, unit } = record
    let rules = known.get(channel)
    if (rules === undefined || rules.unit !== unit) {
      if (known.size >= RULES_KEPT) known.clear()
      known.set(channel, (rules = { unit }))
    }
    return (rules[part] ??= findRule(reader, record, part))
  }
}

function readRecord(senml: SenmlMessage, record: ResolvedRecord, unmapped: Map<string, unknown>): void {
  const { reader, message, captures, out, batch } = senml
  const { device: named, channel, value, bool, sum, unit, damaged } = record
  const device = named || captures['device'] || captures['channel'] || message.topic
  if (damaged.length > 0) return refuse(out, 'bad-value', `${damaged.join(', ')} of "${channel}" of "${device}" is no number`)
  if (channel === '') return refuse(out, 'no-device', 'a record has neither bn nor n')
  const { time, timeSource } = momentOf(senml, device, record.time)
  const scope = { compiled: reader.compiled, message, device, out, newest: reader.newest, batch, time, timeSource }
  if (value !== null) {
    const rule = senml.ruleFor(record, 'value')
    if (rule === null) unmapped.set(channel, value)
    else emitField(rule, value, rule.from === null && rule.quantity !== 'unknown' ? unit : null, scope)
  }
  if (bool !== null) {
    const rule = senml.ruleFor(record, 'bool')
    if (rule === null) unmapped.set(channel, bool)
    else emitField(rule, bool, null, scope)
  }
  if (sum !== null) readSum(senml.ruleFor(record, 'sum'), record, value === null, scope)
}

/** The sum of a record that has a value too is a channel of its own. */
function readSum(rule: FieldRule | null, { channel, sum }: ResolvedRecord, alone: boolean, scope: Scope): void {
  if (rule !== null) emitField(alone || rule.channel !== channel ? rule : { ...rule, channel: `${channel}.sum` }, sum, null, scope)
}

function parse(payload: Uint8Array, limits: WireLimits, out: DecodeOutput): readonly SenmlRecord[] | null {
  const json = payload[0] === 0x5b || payload[0] === 0x20 || payload[0] === 0x0a || payload[0] === 0x7b
  const parsed = json ? parseJson(payload, limits) : { reason: 'invalid-payload' as const, ...parseCbor(payload, limits) }
  if (!parsed.ok) {
    refuse(out, parsed.reason, parsed.detail)
    return null
  }
  const records = recordsOf(parsed.value)
  if (records === null) refuse(out, 'invalid-payload', 'a SenML pack is an array of records')
  return records
}

function decodePack(senml: Omit<SenmlMessage, 'batch'>): void {
  const { message, out, reader } = senml
  const { limits } = reader.compiled
  const records = parse(message.payload, limits, out)
  if (records === null) return
  if (records.length > limits.readingsPerMessage)
    return refuse(out, 'too-many-readings', `${records.length} records in one pack; at most ${limits.readingsPerMessage} are taken`)
  const pack = resolvePack(records)
  if (!pack.ok) return refuse(out, 'invalid-payload', pack.detail)
  const unmapped = new Map<string, unknown>()
  const texts = pack.records.filter((r) => r.text)
  const { captures, ruleFor } = senml
  const call = { reader, ruleFor, message, captures, out, batch: pack.records.length > 1 }
  for (const record of pack.records) readRecord(call, record, unmapped)
  const device = pack.records[0]?.device || message.topic
  if (unmapped.size > 0) {
    const fields = [...unmapped].slice(0, UNMAPPED_SHOWN)
    out.events.push({
      type: 'unmapped',
      device,
      channel: null,
      fields: fields.map(([f]) => f),
      values: fields.map(([, v]) => v),
      detail: null,
    })
  }
  if (texts.length > 0) out.events.push({ type: 'metadata', device, fields: texts.map((r) => r.channel).slice(0, 200) })
  if (out.readings.length + out.events.length + out.dead.length === 0) ignore(out, device, 'a pack without values')
}

function openSenml(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, () => null)
  const ruleFor = createRuleLookup(reader)
  const decode: Codec['decode'] = (message, captures, out) => {
    decodePack({ reader, ruleFor, message, captures, out })
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { newest: reader.newest })
}

const SIGNS = ['bn', 'n']
const VALUES = ['v', 'vb', 'vs', 'vd', 's', 't']

/** An array of records with a name and a value, in JSON or CBOR, under any topic. */
function recogniseSenml({ json, payload }: MessageView): number {
  const first = payload[0] ?? 0
  // Arrays of CBOR: 0x80 .. 0x9b, or 0x9f of indefinite length.
  const cbor = (first > 0x80 && first <= 0x9b) || first === 0x9f
  const parsed = cbor ? parseCbor(payload, { depth: 4, readingsPerMessage: 1000 }) : { ok: true as const, value: json() }
  const records = parsed.ok ? recordsOf(parsed.value) : null
  const record = records?.[0]
  if (record === undefined) return 0
  const named = records?.some((r) => SIGNS.some((key) => typeof r[key] === 'string')) ?? false
  return named && (records?.some((r) => VALUES.some((key) => r[key] !== undefined)) ?? false) ? 3 : 0
}

export const senml: Convention = { descriptor: SENML, recognise: recogniseSenml, open: openSenml, encode: encodeSenml }
