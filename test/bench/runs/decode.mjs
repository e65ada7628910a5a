// Messages of one convention decoded on one core, beside JSON.parse of the same bytes. argv: convention, fixture. Prints {"ours", "theirs"}, messages/s.

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [convention, fixture] = process.argv.slice(2)
const ROOT = resolve(import.meta.dirname, '../../..')
const from = (path) => import(pathToFileURL(join(ROOT, 'dist/src', path)).href)
const { createDecoder } = await from('wire/index.js')
const { resolveSource } = await from('config/campus/sources/resolve.js')
const { conventions } = await from('main/presets.js')

const BATCH = 2000
const MS = 200

const json = JSON.parse(readFileSync(join(ROOT, 'test/fixtures/wire', convention, fixture, 'message.json'), 'utf8'))
const descriptor = conventions().find((c) => c.name === convention)
const decoder = createDecoder([resolveSource({ id: 's', mapping: json.mapping ?? {} }, descriptor)], json.zone ?? 'UTC')
const text = typeof json.payload === 'string' ? json.payload : JSON.stringify(json.payload)
// A LoRaWAN frame that comes again is no reading: each message has another number, beyond those that are remembered.
const NUMBERED = /("f_?cnt":)\d+/i
const FRAMES = NUMBERED.test(text) ? 512 : 1
const payloads = Array.from({ length: FRAMES }, (_, i) => Buffer.from(text.replace(NUMBERED, `$1${1000 + i}`), json.encoding ?? 'utf8'))
const receivedAt = Date.parse(json.received_at)
const messages = payloads.map((payload) => ({ topic: json.topic, payload, receivedAt, retain: false, dup: false, qos: 0 }))

const cpuMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Messages per second of processor time, the best of several rounds after a warm-up: other work on the machine does not count. */
function rate(once) {
  let best = 0
  for (let round = 0; round < 6; round++) {
    const begin = cpuMs()
    let n = 0
    while (cpuMs() - begin < MS) {
      for (let i = 0; i < BATCH; i++) once()
      n += BATCH
    }
    if (round > 0) best = Math.max(best, (n / (cpuMs() - begin)) * 1000)
  }
  return best
}

let sink = 0
let at = 0
const ours = rate(() => {
  sink += decoder.decode(messages[at++ % FRAMES]).decoded.readings.length
})
if (sink === 0) throw new Error(`${convention}/${fixture} gives no reading`)
const theirs = rate(() => {
  sink += Object.keys(JSON.parse(payloads[at++ % FRAMES].toString('utf8'))).length
})
process.stdout.write(`${JSON.stringify({ ours, theirs })}\n`)
