// What each step of a reading costs, in ns per reading, each beside the bare operation under it where there is one. The functions are those of
// the built program. argv: folder, readings a message. Prints {step: {ours, bare?}}.

import { closeSync, openSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { campusFile } from '../campus-file.mjs'
import { payloadOf } from './payload.mjs'

const [dir, wanted] = process.argv.slice(2)
const DIST = resolve(import.meta.dirname, '../../../dist/src')
const from = (path) => import(pathToFileURL(join(DIST, path)).href)
const { loadConfig } = await from('config/load.js')
const { createIngestor } = await from('ingest/ingestor.js')
const { createPointMapping } = await from('ingest/points/point-mapping.js')
const { createBatch, newestPerPoint } = await from('ingest/batch.js')
const { createPending } = await from('ingest/points/pending.js')
const { boundsOf, validate } = await from('ingest/points/validate.js')
const { createDecoder, DESCRIPTORS } = await from('wire/index.js')
const { createJournal } = await from('adapters/journal/journal.js')
const { openJournalReader } = await from('adapters/journal/reader.js')
const { changedSpansOf } = await from('domain/readings/changed-spans.js')
const { toBatchLines } = await from('adapters/influx/readings/batch-lines.js')
const { openDuckdb } = await from('adapters/duckdb/duckdb.js')
const { createClock } = await from('adapters/system/clock.js')
const { parser: packetParser, generate } = createRequire(createRequire(import.meta.url).resolve('mqtt'))('mqtt-packet')

const READINGS = 50_000
const DEVICES = 50
const ROUNDS = 9
/** The first rounds run while the machine code is being made. */
const WARM = 3
/** Of a frame of the journal without topic and payload. */
const FRAME_BYTES = 29
const per = Number(wanted)
const SHAPE = { readings: per, field: 'power', stepMs: 1000 }

const result = loadConfig({
  file: 'campus.yaml',
  text: campusFile(dir, { devices: DEVICES, field: SHAPE.field }),
  readInclude: () => [],
  env: {},
  conventions: DESCRIPTORS,
})
if (!result.ok) throw new Error(JSON.stringify(result.faults))
const { campus } = result.config
const clock = createClock()
const quiet = { emit: () => undefined, count: () => undefined, gauge: () => undefined }

const messages = Array.from({ length: READINGS / per }, (_, n) => ({
  topic: `campus/bench/d${n % DEVICES}/telemetry`,
  payload: Buffer.from(payloadOf(Math.floor(n / DEVICES), SHAPE)),
  receivedAt: clock.now(),
  retain: false,
  dup: false,
  qos: 1,
}))

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1]

/** Median ns per reading; `before` prepares a round outside the clock. */
async function timed(work, before = () => undefined) {
  const rounds = []
  for (let round = 0; round < ROUNDS; round++) {
    const given = before(round)
    const started = process.hrtime.bigint()
    await work(given)
    if (round >= WARM) rounds.push(Number(process.hrtime.bigint() - started) / READINGS)
  }
  return median(rounds)
}

/** Bytes as MQTT.js gets them from a socket. */
function packets() {
  const bytes = messages.map(({ topic, payload }, n) =>
    generate({ cmd: 'publish', topic, payload, qos: 1, messageId: (n % 65_535) + 1, retain: false, dup: false }),
  )
  const chunks = []
  for (let i = 0; i < bytes.length; i += 400) chunks.push(Buffer.concat(bytes.slice(i, i + 400)))
  return chunks
}

async function packetStep() {
  const chunks = packets()
  const parse = packetParser({ protocolVersion: 4 })
  return { ours: await timed(() => chunks.forEach((chunk) => parse.parse(chunk))) }
}

/** Messages that a broker brings in one turn of the event loop, under load. */
const BURST = 50

/** Limits, journal and its bytes to the system, beside the write of as many bytes alone, a call each. */
async function journalStep() {
  const journal = await createJournal({
    dir: join(dir, 'journal'),
    durability: 'interval',
    intervalMs: 200,
    segmentBytes: 2 ** 25,
    maxBytes: 2 ** 31,
    minFreeDisk: 0,
  })
  const limits = { payloadBytes: 131_072, messagesPerSecond: 1e9 }
  const ingestor = createIngestor({ journal, limits, events: quiet, metrics: quiet, clock })
  const ours = await timed(() =>
    messages.forEach((m, i) => {
      ingestor.append(m)
      if (i % BURST === 0) ingestor.flush()
    }),
  )
  ingestor.flush()
  await journal.close()
  const file = openSync(join(dir, 'bare'), 'w')
  const frames = messages.map(({ topic, payload }) => Buffer.alloc(FRAME_BYTES + topic.length + payload.length))
  const bare = await timed(() => frames.forEach((frame) => writeSync(file, frame)))
  closeSync(file)
  return { ours, bare }
}

/** A new reader each round. */
async function readStep() {
  const pass = () => {
    const reader = openJournalReader({ dir: join(dir, 'journal') })
    for (let at = 0; at < messages.length; ) at = reader.read(at, 256 * 1024).at(-1).seq
    reader.close()
  }
  return { ours: await timed(pass) }
}

const decoder = createDecoder(campus.sources, campus.timezone)
const decode = () => messages.map((m) => decoder.decode(m).decoded.readings)
const decoded = decode()

async function decodeStep() {
  return { ours: await timed(decode), bare: await timed(() => messages.map((m) => JSON.parse(m.payload))) }
}

async function validateStep() {
  const bounds = campus.points.map(boundsOf)
  const values = decoded.flat().map((r) => r.value)
  let bad = 0
  return { ours: await timed(() => values.forEach((v, i) => (bad += validate(v, 0, bounds[i % DEVICES]) === 0 ? 0 : 1))) }
}

/** Which point asks for it, its unit and its limits, into the columns of a batch. */
async function mapStep(batch) {
  const mapping = createPointMapping(campus, createPending())
  const mapAll = () => {
    for (const [seq, readings] of decoded.entries()) {
      const into = { source: 'native', batch, dead: [], at: 0 }
      batch.beginMessage(seq + 1)
      for (const reading of readings) mapping.map(reading, into)
    }
  }
  let rows
  const ours = await timed(mapAll, () => (rows = batch.take(messages.length)))
  rows = batch.take(messages.length)
  if (rows.rows.length !== READINGS) throw new Error(`${rows.rows.length} of ${READINGS} readings were mapped`)
  return [{ ours }, rows]
}

function bareLines({ names, point, value, quality, time, length }) {
  const lines = []
  for (let i = 0; i < length; i++) lines.push(`reading,point=${names[point[i]]} v=${value[i]},q=${quality[i]}i ${time[i]}`)
  return lines.join('\n')
}

async function linesStep(rows) {
  const ours = await timed(() => toBatchLines(rows, 0).lines.slice(0, rows.rows.length).join('\n'))
  return { ours, bare: await timed(() => bareLines(rows.rows)) }
}

/** Changed spans, which the roller computes again. */
async function marksStep(rows) {
  const picked = toBatchLines(rows, 0).rows
  return { ours: await timed(() => changedSpansOf(rows.rows, rows.seq, picked)) }
}

async function duckdbStep(rows) {
  const store = await openDuckdb({ path: join(dir, 'steps.duckdb') })
  let offset = 0
  const next = () => {
    const seq = rows.seq.map((s) => s + offset)
    offset += messages.length
    return { ...rows, seq, offset }
  }
  const ours = await timed((batch) => store.readings.commit(batch), next)
  await store.close()
  return { ours }
}

const steps = { packet: await packetStep(), journal: await journalStep(), read: await readStep(), decode: await decodeStep() }
steps.validate = await validateStep()
const [map, rows] = await mapStep(createBatch(campus.points.map((p) => p.id)))
Object.assign(steps, { map, lines: await linesStep(rows), marks: await marksStep(rows) })
steps.newest = { ours: await timed(() => newestPerPoint(rows.rows)) }
steps.duckdb = await duckdbStep(rows)
process.stdout.write(`${JSON.stringify(steps)}\n`)
process.exit(0)
