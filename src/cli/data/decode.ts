/** `campus decode`: the wire layer as a tool. Messages in, readings, events and dead letters out, one JSON object a line. */

import { isZone } from '../../config/campus/head.ts'
import { resolveSource } from '../../config/campus/sources/resolve.ts'
import { loadConfig } from '../../config/load.ts'
import { faultText } from '../../config/fault-text.ts'
import {
  type ConventionDescriptor,
  type DeadLetter,
  instant,
  iso,
  type Mapping,
  MAPPING_CONVENTION,
  parseInstant,
  type RawMessage,
  type Source,
  type WireReading,
} from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import { createDecoder, createRecognisingDecoder, type Decoder } from '../../wire/index.ts'
import { type Command, type CommandContext, CommandError, UsageError } from '../support/command.ts'
import { conventionsOf } from '../support/conventions.ts'
import { type OptionValues, parse, text } from '../support/options.ts'
import { eventJson } from './event-json.ts'
import { readMapping } from './mapping-file.ts'

const FLAGS = { config: { type: 'string' }, mapping: { type: 'string' }, preset: { type: 'string' }, zone: { type: 'string' } } as const

const USAGE = `campus decode [--config FILE | --mapping FILE] [--preset NAME] [--zone TZ]

Reads messages from stdin, one JSON object a line:
  {"topic": "...", "payload": "text", "encoding": "utf8" or "base64", "retain": false, "received_at": "2026-03-02T08:00:00Z"}
and writes what they mean, in order: {"reading": ...}, {"event": ...} or {"dead_letter": ...}. State is kept from line to line.

  --config FILE    the sources of a campus file
  --mapping FILE   one mapping (JSON or YAML, the body of a source) for every line
  --preset NAME    native, mapping, or a shipped preset such as telegraf; without it each message is recognised by topic and payload
  --zone TZ        zone of times without offset (default: the campus zone, else UTC)

A line that is no message is named on stderr, and the rest is decoded; exit 1 when there were such lines.`

interface DecodeSetup {
  readonly sources: readonly Source[]
  readonly zone: string
}

type Line = { readonly message: RawMessage } | { readonly fault: string; readonly topic: string | null }

function readFile(ctx: CommandContext, file: string): string {
  try {
    return ctx.files.read(file)
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
}

function fromConfig(ctx: CommandContext, file: string): DecodeSetup {
  const result = loadConfig({
    file,
    text: readFile(ctx, file),
    readInclude: (pattern, from) => ctx.files.glob(pattern, from).map((f) => ({ file: f, text: ctx.files.read(f) })),
    env: ctx.env,
    conventions: conventionsOf(ctx),
  })
  if (!result.ok) throw new CommandError(`the campus file has faults:\n${result.faults.map(faultText).join('\n')}`, 2)
  return { sources: result.config.campus.sources, zone: result.config.campus.timezone }
}

function findConvention(ctx: CommandContext, preset: string): ConventionDescriptor {
  const conventions = conventionsOf(ctx)
  const found = conventions.find((c) => c.name === preset)
  if (found !== undefined) return found
  throw new UsageError(`there is no preset "${preset}"; known are ${conventions.map((c) => c.name).join(', ')}`)
}

/** Keys that say how a payload is built: such a mapping stands for itself, and completes no convention with code of its own. */
const STRUCTURE = ['format', 'decode', 'each', 'name', 'value', 'columns', 'index_names', 'device', 'where'] as const

/** A mapping with a topic and rules of its own is a source without a preset, as in the campus file: rules of others would add to it. */
function hasRules({ points, columns, forms }: Mapping): boolean {
  return (points ?? columns) !== undefined || (forms ?? []).some((form) => (form.points ?? form.columns) !== undefined)
}

/** Each message by the convention that it is recognised as, completed by the mapping. */
function recognisingDecoder(ctx: CommandContext, mapping: Mapping | null, zone: string): Decoder {
  const structured = mapping !== null && STRUCTURE.some((key) => mapping[key] !== undefined && mapping.format !== 'senml')
  const complete = mapping?.topic !== undefined && (mapping.points ?? mapping.columns) !== undefined
  const descriptors = conventionsOf(ctx).filter(({ body }) => (body === null ? !structured && !complete : !(complete && hasRules(body))))
  const sourceOf = (c: ConventionDescriptor): Source => resolveSource({ id: c.name, mapping: mapping ?? {} }, c)
  const generic = mapping === null ? undefined : conventionsOf(ctx).find((c) => c.name === MAPPING_CONVENTION)
  return createRecognisingDecoder({
    descriptors,
    sources: descriptors.map(sourceOf),
    otherwise: generic === undefined ? null : sourceOf(generic),
    zone,
  })
}

/** Decodes by the sources of a campus file or by one convention; without either each message is recognised. */
function decoderOf(ctx: CommandContext, values: OptionValues): Decoder {
  const config = text(values, 'config')
  const file = text(values, 'mapping')
  const preset = text(values, 'preset')
  const zone = text(values, 'zone')
  if (zone !== null && !isZone(zone)) throw new UsageError(`"${zone}" is not a time zone; write one like Asia/Shanghai`)
  if (config !== null && file !== null) throw new UsageError('--config and --mapping exclude each other')
  if (config !== null) {
    const setup = fromConfig(ctx, config)
    return createDecoder(setup.sources, zone ?? setup.zone)
  }
  const mapping = file === null ? null : readMapping(file, readFile(ctx, file))
  const name = preset ?? mapping?.preset ?? null
  if (name === null) return recognisingDecoder(ctx, mapping, zone ?? 'UTC')
  const convention = findConvention(ctx, name)
  return createDecoder([resolveSource({ id: convention.name, mapping: mapping ?? {} }, convention)], zone ?? 'UTC')
}

function lineOf(line: string, ctx: CommandContext): Line {
  let body: Record<string, unknown>
  try {
    body = JSON.parse(line) as Record<string, unknown>
  } catch (error) {
    return { fault: `not JSON: ${errorText(error)}`, topic: null }
  }
  const topic = typeof body === 'object' && body !== null && typeof body['topic'] === 'string' ? body['topic'] : null
  const payload = topic === null ? undefined : body['payload']
  if (topic === null || typeof payload !== 'string') return { fault: 'a message needs "topic" and "payload" as text', topic }
  const received = body['received_at']
  const at = received === undefined ? (ctx.now?.() ?? null) : typeof received === 'string' ? parseInstant(received, null) : null
  if (at === null) return { fault: `"received_at" is ${JSON.stringify(received) ?? 'missing'}; write RFC 3339 with offset`, topic }
  const bytes = Buffer.from(payload, body['encoding'] === 'base64' ? 'base64' : 'utf8')
  return { message: { topic, payload: bytes, receivedAt: instant(at), retain: body['retain'] === true, dup: body['dup'] === true, qos: 0 } }
}

function readingText(r: WireReading): string {
  const { device, channel, quantity, unit, kind, quality } = r
  const value = unit === 'bool' && (r.value === 0 || r.value === 1) ? r.value === 1 : r.value
  return `${JSON.stringify({ reading: { device, channel, quantity, unit, kind, value, time: iso(r.time), time_source: r.timeSource, quality } })}\n`
}

function letterText({ reason, detail }: DeadLetter, topic: string | null): string {
  return `${JSON.stringify({ dead_letter: { reason, detail, topic } })}\n`
}

function decodeLine(decoder: Decoder, message: RawMessage): string {
  const { decoded } = decoder.decode(message)
  return [
    ...decoded.readings.map(readingText),
    ...decoded.events.map((event) => `${JSON.stringify({ event: eventJson(event) })}\n`),
    ...decoded.dead.map((d) => letterText(d, message.topic)),
  ].join('')
}

/** Lines of a byte stream; a character cut in two by a chunk is put together again. */
async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
  yield rest + decoder.decode()
}

export const decodeCommand: Command = {
  name: 'decode',
  summary: 'decode messages (NDJSON) from stdin and print their readings',
  usage: USAGE,
  async run(ctx) {
    const { values } = parse(ctx.args, FLAGS)
    const decoder = decoderOf(ctx, values)
    let number = 0
    let bad = 0
    for await (const line of linesOf(ctx.stdin)) {
      number += 1
      if (line.trim() === '') continue
      const read = lineOf(line, ctx)
      if ('message' in read) ctx.stdout(decodeLine(decoder, read.message))
      else {
        bad += 1
        ctx.stderr(`campus decode: line ${number}: ${read.fault}\n`)
        ctx.stdout(letterText({ reason: 'invalid-payload', detail: `line ${number}: ${read.fault}` }, read.topic))
      }
    }
    return bad === 0 ? 0 : 1
  },
}
