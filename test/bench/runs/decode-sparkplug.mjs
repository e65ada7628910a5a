// Sparkplug B data with 20 metrics by alias, decoded on one core. Prints {"metrics"}, metrics/s.

import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = resolve(import.meta.dirname, '../../..')
const { createDecoder } = await import(pathToFileURL(join(ROOT, 'dist/src/wire/index.js')).href)

const METRICS = 20
const BATCH = 500
const MS = 300
const receivedAt = Date.parse('2026-03-02T08:00:00Z')

/** Varints of whole numbers below 2^53. */
function varint(value) {
  const bytes = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  return [...bytes, rest]
}
const whole = (field, value) => [...varint(field * 8), ...varint(value)]
const block = (field, bytes) => [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes]
const text = (field, value) => block(field, [...Buffer.from(value)])
const double = (field, value) => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return [field * 8 + 1, ...bytes]
}
const unit = block(9, [...text(1, 'engUnit'), ...block(2, [...whole(1, 12), ...text(8, 'W')])])
const numbers = Array.from({ length: METRICS }, (_, i) => i)
const birth = numbers.flatMap((i) => block(2, [...text(1, `Meter ${i}/Power`), ...whole(2, i), ...whole(4, 10), ...unit, ...double(13, i)]))
const dataOf = (seq) =>
  Buffer.from([
    ...whole(1, receivedAt),
    ...numbers.flatMap((i) => block(2, [...whole(2, i), ...whole(3, receivedAt - i), ...double(13, 100.5 + i)])),
    ...whole(3, seq),
  ])

const decoder = createDecoder([{ id: 's', preset: 'sparkplug', mapping: {} }], 'UTC')
const decode = (kind, payload) =>
  decoder.decode({ topic: `spBv1.0/G/${kind}/E`, payload, receivedAt, retain: false, dup: false, qos: 0 }).decoded
decode('NBIRTH', Buffer.from([...birth, ...whole(3, 0)]))
const payloads = Array.from({ length: 256 }, (_, seq) => dataOf(seq))
const cpuMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
let at = 1
let metrics = 0
let best = 0
for (let round = 0; round < 6; round++) {
  const begin = cpuMs()
  let read = 0
  while (cpuMs() - begin < MS) for (let i = 0; i < BATCH; i++) read += decode('NDATA', payloads[at++ % 256]).readings.length
  metrics += read
  if (round > 0) best = Math.max(best, (read / (cpuMs() - begin)) * 1000)
}
if (metrics === 0) throw new Error('no metric was read')
process.stdout.write(`${JSON.stringify({ metrics: best })}\n`)
