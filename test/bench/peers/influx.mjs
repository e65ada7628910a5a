// A bare writer of line protocol over node:http, two requests of 5,000 lines under way: what InfluxDB can take. argv: port, rows.

import { Agent, request } from 'node:http'

const [port, rows] = process.argv.slice(2).map(Number)
const LINES = 5000
const agent = new Agent({ keepAlive: true, maxSockets: 2 })
const START = Date.UTC(2024, 0, 1)

function post(path, body) {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method: 'POST', path, agent }, (answer) => {
      answer.resume()
      answer.on('end', () => (answer.statusCode < 300 ? resolve() : reject(new Error(`InfluxDB answered ${answer.statusCode}`))))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

await post('/query?q=CREATE+DATABASE+peer', '')
const batches = Math.ceil(rows / LINES)
let next = 0
const bodyOf = (batch) =>
  Array.from({ length: LINES }, (_, i) => `reading,point=d${i % 50} v=${(i % 997) / 2},q=0i ${START + (batch * LINES + i) * 1000}`).join(
    '\n',
  )
const started = performance.now()
await Promise.all(
  [0, 1].map(async () => {
    while (next < batches) await post('/write?db=peer&precision=ms', bodyOf(next++))
  }),
)
process.stdout.write(`${JSON.stringify({ rows: batches * LINES, seconds: (performance.now() - started) / 1000 })}\n`)
process.exit(0)
