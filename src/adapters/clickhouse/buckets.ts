/** Buckets as rows (campus, step, point, start): of rows with one key the one that was written last is valid. */

import {
  BUCKET_FIELDS,
  type BucketColumns,
  DAY,
  decodeBuckets,
  type EdgeState,
  edgeStateFrom,
  encodeBuckets,
  type Instant,
  type NumberColumn,
  STEPS,
} from '../../domain/index.ts'
import { createSerialQueue } from '../../kernel/index.ts'
import type { BucketQuery, Buckets } from '../../ports/index.ts'
import type { Epoch } from './epoch.ts'
import type { Marks } from './marks.ts'
import type { ResultColumns, ResultKind } from './native/decode.ts'
import type { NamedColumn } from './native/encode.ts'
import type { Server } from './server/server.ts'
import { pointFilters, quote, within } from './sql.ts'

export interface ClickhouseBuckets extends Buckets {
  /** `write` and `read` in columns, the form in which threads exchange buckets. */
  writeColumns(rows: BucketColumns, rolledUpTo?: number): Promise<void>
  readColumns(query: BucketQuery): Promise<BucketColumns>
}

export interface BucketTableParts {
  readonly server: Server
  readonly campus: string
  readonly epoch: Epoch
  readonly marks: Marks
  /** Hears of a watermark that the roller has set. */
  readonly onRolledUp: (upTo: number) => void
}

const START = BUCKET_FIELDS.findIndex(({ name }) => name === 't0')
const FIELDS = BUCKET_FIELDS.map(({ name }) => name)
const KINDS: readonly ResultKind[] = BUCKET_FIELDS.map(({ name, type }) => (name === 't0' ? 'wide' : type))

export function openBuckets(parts: BucketTableParts): ClickhouseBuckets {
  const { server, campus, epoch, marks } = parts
  const { run: inTurn } = createSerialQueue()
  /** Rows written by this process. */
  let written = 0

  async function store(rows: BucketColumns, upTo?: number): Promise<void> {
    await marks.load()
    if (rows.length > 0) {
      await server.insert('bucket', bucketRows(rows, { campus, epoch: await epoch.claim(), after: written }), rows.length)
      written += rows.length
    }
    if (upTo === undefined) return
    marks.set('rolled-up', upTo)
    parts.onRolledUp(upTo)
  }

  const writeColumns = (rows: BucketColumns, upTo?: number): Promise<void> => inTurn(() => store(rows, upTo))
  const readColumns = (query: BucketQuery): Promise<BucketColumns> => read(parts, query)
  return {
    writeColumns,
    readColumns,
    write: (buckets, upTo) => writeColumns(encodeBuckets(buckets), upTo),
    read: async (query) => decodeBuckets(await readColumns(query)),
    edgeStates: (points, at) => edgeStates(parts, points, at),
    async rolledUpTo() {
      await marks.load()
      return marks.get('rolled-up')
    },
    remove: (points, span) =>
      inTurn(async () => {
        for (const filter of pointFilters(points))
          await server.remove('bucket', `campus = ${quote(campus)} AND ${filter} AND ${within('t0', span)}`)
      }),
  }
}

function bucketRows(rows: BucketColumns, { campus, epoch, after }: { campus: string; epoch: number; after: number }): NamedColumn[] {
  const fields = BUCKET_FIELDS.map(({ name, type }, i): NamedColumn => {
    const numbers = rows.columns[i] as NumberColumn
    if (name === 't0') return { name, type: 'Int64', numbers }
    return { name, type: type === 'double' ? 'Float64' : type === 'int' ? 'Int32' : 'UInt8', numbers }
  })
  return [
    { name: 'campus', type: 'String', text: { names: [campus], ids: new Uint8Array(rows.length) } },
    { name: 'point', type: 'String', text: { names: rows.names, ids: rows.point } },
    ...fields,
    { name: 'row_version', type: 'UInt64', epoch, numbers: Float64Array.from({ length: rows.length }, (_, i) => after + i + 1) },
  ]
}

type BucketAnswer = ResultColumns<readonly ['text', ...ResultKind[]]>

async function read({ server, campus }: BucketTableParts, { step, span, points }: BucketQuery): Promise<BucketColumns> {
  const answers: BucketAnswer[] = []
  const names = points === undefined ? undefined : [...new Set(points)].sort()
  for (const filter of span.to > span.from ? pointFilters(names) : []) {
    const where = `campus = ${quote(campus)} AND step = ${STEPS.indexOf(step)} AND ${filter} AND ${within('t0', span)}`
    const sql = `SELECT point, ${FIELDS.join(', ')} FROM ${server.database}.bucket WHERE ${where} ORDER BY point, t0, row_version`
    answers.push(await server.select(sql, ['text', ...KINDS] as const))
  }
  return joinBuckets(answers)
}

/** Rows sorted by (point, start, version): the last of each key is valid. */
function joinBuckets(answers: readonly BucketAnswer[]): BucketColumns {
  const { columns: empty } = encodeBuckets([])
  const size = answers.reduce((sum, [text]) => sum + text.ids.length, 0)
  const columns = empty.map((column) => new (column.constructor as new (length: number) => NumberColumn)(size))
  const point = new Int32Array(size)
  const names: string[] = []
  let length = 0
  for (const [text, ...fields] of answers) {
    const values = fields as readonly NumberColumn[]
    const starts = values[START] as NumberColumn
    let last = -1
    for (let i = 0; i < text.ids.length; i++) {
      const id = text.ids[i] as number
      if (text.ids[i + 1] === id && starts[i + 1] === starts[i]) continue
      if (id !== last) names.push(text.names[id] ?? '')
      last = id
      point[length] = names.length - 1
      for (let field = 0; field < columns.length; field++) (columns[field] as NumberColumn)[length] = values[field]?.[i] as number
      length += 1
    }
  }
  return { names, length, point: point.subarray(0, length), columns: columns.map((column) => column.subarray(0, length)) }
}

/** Most points have an edge within the first of these times; the others are searched further back. */
const REACHES = [2 * DAY, 60 * DAY, 800 * DAY, Infinity]

async function edgeStates(parts: BucketTableParts, points: readonly string[], at: Instant): Promise<Map<string, EdgeState>> {
  const found = new Map<string, EdgeState>()
  let to = at
  for (const reach of REACHES) {
    const span = { from: at - reach, to }
    for (const filter of pointFilters(points.filter((point) => !found.has(point)))) await readEdges(parts, { filter, span, at }, found)
    to = span.from as Instant
  }
  return found
}

/** The edge state of the last 15-minute bucket that starts in the span, ends at or before `at` and has one. */
async function readEdges(
  { server, campus }: BucketTableParts,
  { filter, span, at }: { readonly filter: string; readonly span: { from: number; to: number }; readonly at: number },
  found: Map<string, EdgeState>,
): Promise<void> {
  const where = `campus = ${quote(campus)} AND step = ${STEPS.indexOf('15m')} AND ${filter} AND t1 <= ${at} AND ${within('t0', span)}`
  const of = ['close_time', 'close_value', 'still', 'past']
  const valid = of.map((name, i) => `argMax(${name}, row_version) AS e${i}`).join(', ')
  const rows = `SELECT point, t0, ${valid} FROM ${server.database}.bucket WHERE ${where} GROUP BY point, t0`
  const sql = `SELECT point, ${of.map((_, i) => `argMax(e${i}, t0)`).join(', ')} FROM (${rows}) WHERE NOT isNaN(e0) GROUP BY point`
  const [{ names, ids }, time, value, still, past] = await server.select(sql, ['text', 'double', 'double', 'double', 'double'])
  time.forEach((t, i) =>
    found.set(names[ids[i] as number] ?? '', edgeStateFrom(t, value[i] as number, still[i] as number, past[i] as number)),
  )
}
