/**
 * Green Button XML (NAESB REQ.21, ESPI): an Atom feed. A MeterReading names its ReadingType (unit, power of ten, direction of flow) by a link;
 * an IntervalBlock names its MeterReading. The feed is read twice, since entries may come in any order: first the types, then the readings.
 */

import type { ImportLimits } from '../limits.ts'
import type { TableRow } from '../types.ts'
import { FLOWS, KINDS, QUALITIES, unitOf } from './espi-codes.ts'
import { createXmlReader, type XmlHandlers } from './xml.ts'

export const ESPI_COLUMNS = ['series', 'flow', 'kind', 'begin', 'end', 'value', 'unit', 'quality'] as const

export interface EspiType {
  readonly unit: string
  /** Power of ten of the values, that of the unit included. */
  readonly power: number
  readonly flow: string
  readonly kind: string
}

export interface EspiFeed {
  /** The type of each IntervalBlock entry, by its place among the entries of the feed. */
  readonly typeOfEntry: ReadonlyMap<number, { readonly type: EspiType; readonly series: string }>
  readonly readings: number
}

interface Entry {
  readonly links: Map<string, string[]>
  kind: string
  readonly fields: Map<string, string>
}

const CONTENT = new Set(['ReadingType', 'MeterReading', 'IntervalBlock'])

/** Types and links of the feed, or why it is none. */
export function readFeed(blocks: Iterable<string>, limits: ImportLimits): EspiFeed | { readonly fault: string; readonly line: number } {
  const entries: Entry[] = []
  let readings = 0
  const current = (): Entry => entries.at(-1) ?? start()
  const start = (): Entry => {
    const entry: Entry = { links: new Map(), kind: '', fields: new Map() }
    entries.push(entry)
    return entry
  }
  const open: XmlHandlers['open'] = (name, attributes) => {
    if (name === 'entry') start()
    else if (name === 'link' && entries.length > 0) {
      const { rel = '', href = '' } = attributes()
      current().links.set(rel, [...(current().links.get(rel) ?? []), href])
    } else if (name === 'IntervalReading') readings++
    else if (CONTENT.has(name)) current().kind = name
  }
  const close: XmlHandlers['close'] = (name, text) => {
    if (entries.length > 0 && current().kind === 'ReadingType') current().fields.set(name, text.trim())
  }
  const fault = parseLines(blocks, { open, close }, limits)
  return fault ?? { typeOfEntry: typesOf(entries), readings }
}

/** Runs the document through the handlers, a line at a time. */
function parseLines(
  blocks: Iterable<string>,
  handlers: XmlHandlers,
  limits: ImportLimits,
): { readonly fault: string; readonly line: number } | null {
  const reader = createXmlReader(handlers, limits)
  let line = 1
  for (const piece of linesOf(blocks)) {
    if (!reader.write(piece)) return { fault: reader.fault() ?? '', line }
    if (piece.endsWith('\n')) line++
  }
  return reader.end() ? null : { fault: reader.fault() ?? '', line }
}

function* linesOf(blocks: Iterable<string>): Generator<string> {
  for (const block of blocks) {
    let from = 0
    for (let at = block.indexOf('\n'); at >= 0; at = block.indexOf('\n', from)) {
      yield block.slice(from, at + 1)
      from = at + 1
    }
    if (from < block.length) yield block.slice(from)
  }
}

function typesOf(entries: readonly Entry[]): EspiFeed['typeOfEntry'] {
  const types = new Map(
    entries.filter((e) => e.kind === 'ReadingType').map((e) => [e.links.get('self')?.[0] ?? '', typeOf(e.fields)] as const),
  )
  const meters = new Map(entries.filter((e) => e.kind === 'MeterReading').map((e) => [e.links.get('self')?.[0] ?? '', e] as const))
  const [single] = types.size === 1 ? types.values() : []
  const found = new Map<number, { type: EspiType; series: string }>()
  for (const [i, entry] of entries.entries()) {
    if (entry.kind !== 'IntervalBlock') continue
    const up = (entry.links.get('up')?.[0] ?? '').replace(/\/IntervalBlock\/?$/, '')
    const related = meters.get(up)?.links.get('related') ?? []
    const type = related.map((href) => types.get(href)).find((t) => t !== undefined) ?? single
    if (type !== undefined) found.set(i, { type, series: up === '' ? '1' : up })
  }
  return found
}

function typeOf(fields: ReadonlyMap<string, string>): EspiType {
  const { unit, power } = unitOf(fields.get('uom') ?? '')
  return {
    unit,
    power: power + Number(fields.get('powerOfTenMultiplier') ?? 0),
    flow: FLOWS[fields.get('flowDirection') ?? ''] ?? fields.get('flowDirection') ?? '',
    kind: KINDS[fields.get('accumulationBehaviour') ?? ''] ?? '',
  }
}

/** Rows of ESPI_COLUMNS, one an interval reading. Times are moments in UTC. */
export function* espiRows(blocks: Iterable<string>, feed: EspiFeed, limits: ImportLimits): Generator<TableRow> {
  const queue: TableRow[] = []
  let line = 1
  let entry = -1
  let inReading = false
  let fields = new Map<string, string>()
  let quality: string[] = []
  const reader = createXmlReader(
    {
      open: (name) => {
        if (name === 'entry') entry++
        if (name !== 'IntervalReading') return
        inReading = true
        fields = new Map()
        quality = []
      },
      close: (name, text) => {
        if (name === 'IntervalReading') {
          inReading = false
          queue.push(readingRow(line, fields, quality, feed.typeOfEntry.get(Math.max(0, entry))))
        } else if (inReading && name === 'quality') quality.push(text.trim())
        else if (inReading && !fields.has(name)) fields.set(name, text.trim())
      },
    },
    limits,
  )
  for (const piece of linesOf(blocks)) {
    const sound = reader.write(piece)
    yield* queue.splice(0)
    if (!sound) break
    if (piece.endsWith('\n')) line++
  }
  const fault = reader.fault()
  if (fault !== null) yield { line, cells: [], fault: { column: '', value: '', reason: `the XML cannot be read on: ${fault}` } }
}

function readingRow(
  line: number,
  fields: ReadonlyMap<string, string>,
  quality: readonly string[],
  series: { readonly type: EspiType; readonly series: string } | undefined,
): TableRow {
  const fault = (column: string, value: string, reason: string): TableRow => ({ line, cells: [], fault: { column, value, reason } })
  const start = fields.get('start') ?? ''
  const duration = fields.get('duration') ?? '0'
  const value = fields.get('value') ?? ''
  if (series === undefined) return fault('ReadingType', '', 'no link leads from this block to its reading type, so its unit is unknown')
  if (!/^-?\d{1,12}$/.test(start)) return fault('start', start, 'this is no number of seconds since 1970')
  if (!/^\d{1,9}$/.test(duration)) return fault('duration', duration, 'this is no number of seconds')
  const begin = Number(start) * 1000
  const { type } = series
  const number = /^-?\d+(?:\.\d+)?$/.test(value) && Number.isInteger(type.power) ? Number(`${value}e${type.power}`) : value
  const names = quality.map((code) => QUALITIES[code] ?? code)
  const cells = [
    series.series,
    type.flow,
    type.kind,
    { instant: begin },
    { instant: begin + Number(duration) * 1000 },
    number,
    type.unit,
    names.join(', '),
  ]
  return { line, cells }
}
