// A publisher that costs almost nothing: MQTT 3.1.1 packets written by hand, QoS 1, a window per connection, a device or more per connection.
// argv: a JSON of {url, connections, messages, readings, window, prefix, field, stepMs}, and perhaps `devices` (a multiple of the connections)
// and `first`, the message of each device to begin with; prints {"messages", "seconds"} once every PUBACK has come.

import { connect } from 'node:net'
import { payloadOf } from './payload.mjs'

const { url, connections, messages, window, prefix, devices = connections, first = 0, ...shape } = JSON.parse(process.argv[2])
const { hostname, port } = new URL(url)
/** Devices that speak over one connection, in turn. */
const turns = devices / connections

function lengthBytes(n) {
  const out = []
  for (let rest = n; ; ) {
    const byte = rest & 0x7f
    rest >>= 7
    out.push(rest > 0 ? byte | 0x80 : byte)
    if (rest === 0) return Buffer.from(out)
  }
}

const text = (s) => {
  const bytes = Buffer.from(s)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes])
}

const packet = (type, body) => Buffer.concat([Buffer.from([type]), lengthBytes(body.length), body])

const connectPacket = (id) => packet(0x10, Buffer.concat([text('MQTT'), Buffer.from([4, 2, 0, 0]), text(id)]))

function publishPacket(topic, id, payload) {
  return packet(0x32, Buffer.concat([topic, Buffer.from([id >> 8, id & 0xff]), Buffer.from(payload)]))
}

function open(index) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(connectPacket(`flood-${index}`)))
    socket.setNoDelay(true)
    socket.once('error', reject)
    socket.once('data', (answer) => (answer[0] === 0x20 && answer[3] === 0 ? resolve(socket) : reject(new Error('refused'))))
  })
}

/** Resolves when every message of this device is acknowledged. PUBACK is four bytes; packets may be cut anywhere. */
function play(socket, index, count) {
  const topics = Array.from({ length: turns }, (_, turn) => text(`${prefix}d${index + turn * connections}/telemetry`))
  const payload = (n) => payloadOf(first + Math.floor(n / turns), shape)
  let sent = 0
  let bytes = 0
  return new Promise((resolve, reject) => {
    const fill = () => {
      const acked = bytes >> 2
      const batch = []
      while (sent < count && sent - acked < window) {
        batch.push(publishPacket(topics[sent % turns], (sent % 65_535) + 1, payload(sent)))
        sent += 1
      }
      if (batch.length > 0) socket.write(Buffer.concat(batch))
      if (acked === count) resolve()
    }
    socket.on('data', (data) => {
      bytes += data.length
      // Half a window at a time: single packets would cost a system call each, on both sides.
      if (bytes >> 2 === count || sent - (bytes >> 2) <= window / 2) fill()
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`connection ${index} was closed after ${bytes >> 2} of ${count}`)))
    fill()
  })
}

const sockets = await Promise.all(Array.from({ length: connections }, (_, i) => open(i)))
const each = Math.floor(messages / connections)
const started = performance.now()
await Promise.all(sockets.map((socket, i) => play(socket, i, each)))
const seconds = (performance.now() - started) / 1000
process.stdout.write(`${JSON.stringify({ messages: each * connections, seconds })}\n`)
process.exit(0)
