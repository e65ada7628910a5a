/** Line protocol of InfluxDB (docs.influxdata.com, "Line protocol"): `measurement,tag=x field=1.5,other=2i 1465839830100400200`. */

import { quote } from '../../codec.ts'
import type { ParsedJson } from '../../values/json.ts'

export interface InfluxLine {
  readonly measurement: string
  readonly tags: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, unknown>>
  /** As it stands there; null: none. */
  readonly time: string | null
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[iu]?$/
const TRUE = new Set(['t', 'T', 'true', 'True', 'TRUE'])
const FALSE = new Set(['f', 'F', 'false', 'False', 'FALSE'])

/** Splits at a separator that is neither escaped nor in quotes. */
function split(text: string, separator: string): string[] {
  const parts: string[] = []
  let part = ''
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string
    if (c === '\\' && i + 1 < text.length) part += c + (text[++i] as string)
    else if (c === '"') {
      quoted = !quoted
      part += c
    } else if (c === separator && !quoted) {
      parts.push(part)
      part = ''
    } else part += c
  }
  return [...parts, part]
}

const unescape = (text: string): string => text.replace(/\\([,= "\\])/g, '$1')

function valueOf(text: string): unknown {
  if (text.startsWith('"') && text.endsWith('"') && text.length > 1) return unescape(text.slice(1, -1))
  if (NUMBER.test(text)) return Number(text.replace(/[iu]$/, ''))
  if (TRUE.has(text)) return true
  return FALSE.has(text) ? false : undefined
}

/** The pairs `key=value`; null: one of them is none. */
function pairsOf(texts: readonly string[]): (readonly [string, string])[] | null {
  const pairs = texts.map((text) => split(text, '='))
  if (!pairs.every((pair) => pair.length === 2 && pair[0] !== '' && pair[1] !== '')) return null
  return pairs.map(([key = '', value = '']) => [unescape(key), value] as const)
}

/** One line; null when it is not of this form. */
export function parseInfluxLine(line: string): InfluxLine | null {
  const [head = '', body = '', time, more] = split(line.trim(), ' ').filter((part) => part !== '')
  const [measurement = '', ...tagTexts] = split(head, ',')
  const tags = pairsOf(tagTexts)
  const fields = body === '' ? null : pairsOf(split(body, ','))
  if (measurement === '' || tags === null || fields === null || more !== undefined) return null
  if (time !== undefined && !/^-?\d{1,20}$/.test(time)) return null
  const values = fields.map(([key, text]) => [key, valueOf(text)] as const)
  if (values.some(([, value]) => value === undefined)) return null
  return {
    measurement: unescape(measurement),
    tags: Object.fromEntries(tags.map(([key, value]) => [key, unescape(value)])),
    fields: Object.fromEntries(values),
    time: time ?? null,
  }
}

/** The message as metrics of the form that Telegraf writes as JSON. One line that is none refuses the message. */
export function parseInflux(text: string): ParsedJson {
  const metrics: unknown[] = []
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue
    const parsed = parseInfluxLine(line)
    if (parsed === null) return { ok: false, reason: 'invalid-payload', detail: `${quote(line)} is no line of the InfluxDB line protocol` }
    metrics.push({ name: parsed.measurement, tags: parsed.tags, fields: parsed.fields, timestamp: parsed.time ?? undefined })
  }
  return { ok: true, value: { metrics } }
}
