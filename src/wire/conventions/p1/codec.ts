/** P1 telegrams: the gas register is repeated in each telegram with the time it was captured, hourly or every 5 minutes. */

import { refuseCommand, type Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import { BRACE, firstByte, objectBody, textBody } from '../../fields/body.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { createFieldReader } from '../../fields/reader.ts'
import { createRegisters, watchRegisters } from '../../fields/registers.ts'
import { emitField } from '../../fields/emit-field.ts'
import { compileRule, type FieldRule } from '../../mapping/rules.ts'
import { child, joinPath } from '../../values/path.ts'
import {
  atMoment,
  closeFields,
  type FieldMessage,
  type FieldScope,
  fieldTime,
  leaveField,
  openFields,
  readField,
  readNode,
} from '../../fields/scope.ts'
import { parseTimeText } from '../../values/time-text.ts'
import { textOf } from '../../values/json.ts'
import { memoize } from '../../values/memo.ts'
import type { Captures } from '../../values/topic.ts'
import { P1 } from './descriptor.ts'
import { defineP1Field, isOtherMeter, OWN_TIME, ruleOfObis, ruleOfOtherMeter } from './fields.ts'

const VERSION = 1
const TOPICS_KEPT = 1000
const TELEGRAM_LONGEST = 16_384
/** `1-0:1.8.1(000581.161*kWh)`; of another meter `0-1:24.2.1(181227090000W)(02910.491*m3)`. */
const LINE = /^(\d-\d:\d+\.\d+\.\d+)((?:\([^()]*\))+)/gmu
const GROUP = /\(([^()]*)\)/gu
const VALUE = /^(-?[\d.]+)\*(\w+)$/
const CLOCK = '0-0:1.0.0'
const NOTATION = /^\d{12}[SW]$/

interface P1Message extends FieldMessage {
  readonly device: string
}

function readTelegram(message: P1Message, text: string): void {
  const { device, out } = message
  if (text.length > TELEGRAM_LONGEST)
    return refuse(out, 'too-large', `a telegram of ${text.length} characters; at most ${TELEGRAM_LONGEST} are read`)
  const lines = [...text.matchAll(LINE)].map(([, code = '', groups = '']) => ({
    code,
    groups: [...groups.matchAll(GROUP)].map(([, g = '']) => g),
  }))
  const clock = lines.find(({ code }) => code === CLOCK)?.groups[0]
  const fields = openFields(message, device, fieldTime(message, device, clock))
  const about: string[] = []
  for (const { code, groups } of lines) {
    const [, number, unit = ''] = VALUE.exec(groups.at(-1) ?? '') ?? []
    const rule = number === undefined ? null : ruleOfObis(code, unit)
    if (rule === null || number === undefined) {
      about.push(code)
      continue
    }
    const captured =
      isOtherMeter(code) && NOTATION.test(groups[0] ?? '') ? fieldTime(message, device, groups[0], { source: 'value', batch: true }) : null
    readField(captured === null ? fields : atMoment(fields, captured), code, number, { unit })
  }
  closeFields(fields)
  if (about.length > 0) out.events.push({ type: 'metadata', device, fields: about.slice(0, 100) })
}

/** The time of HomeWizard's gas register is `210606140010`, local and without a mark for summer. */
function ownTime(message: P1Message, raw: unknown): ReturnType<typeof fieldTime> {
  const text = String(raw)
  const { zone } = message.reader.compiled
  if (!/^\d{12}$/.test(text)) return fieldTime(message, message.device, raw, { source: 'value', batch: true })
  const at = parseTimeText(`20${text}`, { zone, receivedAt: message.message.receivedAt })
  return at === null ? null : fieldTime(message, message.device, at, { source: 'value', batch: true, unit: 'ms' })
}

/** HomeWizard's list of the meters on the same bus, each with its unit and its own time. */
function readOthers(message: P1Message, fields: FieldScope, list: readonly unknown[]): void {
  for (const [i, item] of list.entries()) {
    const channel = joinPath(joinPath('external', i), 'value')
    const rule = fields.reader.ruleOf(channel) ?? compiledOther(channel, child(item, 'unit'))
    const value = child(item, 'value')
    const at = child(item, 'timestamp')
    const captured = at === undefined ? null : ownTime(message, at)
    if (rule === null || value === undefined) leaveField(fields, joinPath('external', i), item)
    else emitField(rule, value, null, (captured === null ? fields : atMoment(fields, captured)).scope)
  }
}

function compiledOther(channel: string, unit: unknown): FieldRule | null {
  const rule = ruleOfOtherMeter(unit)
  return rule === null ? null : compileRule(channel, rule)
}

function readNames(message: P1Message, body: Record<string, unknown>): void {
  const { device } = message
  const fields = openFields(message, device, fieldTime(message, device, body['timestamp']))
  const { reader } = fields
  for (const name of Object.keys(body)) {
    const node = reader.below(reader.root, name)
    if (node.beside) continue
    if (name === 'external' && Array.isArray(body[name])) {
      readOthers(message, fields, body[name] as unknown[])
      continue
    }
    const timeField = OWN_TIME.get(name)
    const captured = timeField === undefined || body[timeField] === undefined ? null : ownTime(message, body[timeField])
    readNode(captured === null ? fields : atMoment(fields, captured), node, body[name])
  }
  closeFields(fields)
}

function readScalar(message: P1Message, name: string): void {
  const word = textBody(message)
  if (word === null) return
  const fields = openFields(message, message.device, null)
  readField(fields, name, word)
  closeFields(fields)
}

/** Names that tell of the telegram or the meter. */
function isBesideP1(name: string): boolean {
  return /timestamp$|^(?:id|unique_id|gas_unique_id)$/.test(name)
}

/** `dsmr/reading/<name>` holds one value, any other topic a telegram. */
function placeOf(topic: string, captures: Captures): { readonly device: string; readonly scalar: string | null } {
  const levels = topic.split('/')
  const scalar = levels.length > 2 && levels.at(-2) === 'reading' ? (levels.at(-1) ?? '') : null
  return { device: captures['device'] ?? (scalar === null ? topic : levels.slice(0, -1).join('/')), scalar }
}

function openP1(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, defineP1Field, isBesideP1)
  const registers = createRegisters()
  const placeIn = memoize(TOPICS_KEPT, placeOf)
  const decode: Codec['decode'] = (raw, captures, out) => {
    const { device, scalar } = placeIn(raw.topic, captures)
    const message = { reader, message: raw, out, device }
    if (scalar !== null) readScalar(message, scalar)
    else if (firstByte(raw.payload) === BRACE) {
      const body = objectBody(message)
      if (body !== null) readNames(message, body)
    } else readTelegram(message, textOf(raw.payload).trimStart())
    watchRegisters(registers, out, 0, () => false)
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { registers, newest: reader.newest })
}

export const p1: Convention = {
  descriptor: P1,
  open: openP1,
  encode: (_command, { source }) =>
    refuseCommand('not-commandable', `"${source.id}" reads the P1 port of a meter, which takes no commands`),
}
