/** Servers that answer and cannot serve: one that takes the place of InfluxDB, and brokers that do not speak MQTT 5 or deliver nothing. */

import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { METER_PARK } from '../../support/chaos/meter-park.ts'
import { findServer, startMosquitto, without } from '../../support/process/servers.ts'
import { eventually, readiness, startService } from '../../support/process/service.ts'

const absent = findServer('mosquitto') === null && process.env['CI'] !== 'true'
const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function portOf(server: Pick<Server, 'listen' | 'address' | 'close'> & NodeJS.EventEmitter): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  return (server.address() as AddressInfo).port
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request) body += String(part)
  return body
}

/** Takes lines as InfluxDB does, lists databases, and has no InfluxQL: as time-series databases with a write path for line protocol. */
function impostor(): ReturnType<typeof createHttpServer> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const query = new URLSearchParams(await bodyOf(request)).get('q') ?? ''
    if (request.url?.startsWith('/write')) {
      response.writeHead(204).end()
      return
    }
    const databases = ['campus', 'campus_buckets', 'campus_state'].map((name) => [name])
    const series = /^SHOW DATABASES/i.test(query) ? [{ name: 'databases', columns: ['name'], values: databases }] : []
    response.writeHead(200, { 'content-type': 'application/json' }).end(`${JSON.stringify({ results: [{ statement_id: 0, series }] })}\n`)
  }
  return createHttpServer((request, response) => void answer(request, response))
}

describe('a server in the place of InfluxDB that takes rows and gives none back', () => {
  it('is no store: readiness names what failed', async () => {
    const port = await portOf(impostor())
    const service = await startService({ config: METER_PARK, env: { CAMPUS__STORE__URL: `influx://127.0.0.1:${port}/campus` } })
    closing.push(() => service.stop())
    const { degraded } = await eventually(
      'readiness to name it',
      async () => {
        const ready = await readiness(service)
        return ready.degraded.length > 0 && ready
      },
      10_000,
    )
    expect(degraded.join()).toMatch(/answers, but cannot serve the database "campus": a row that it accepted is not there/)
  })
})

describe.skipIf(absent)(`a broker${without('mosquitto')}`, () => {
  it('that closes without a word on MQTT 5 is connected by MQTT 3.1.1', async () => {
    const mosquitto = await startMosquitto()
    closing.push(() => mosquitto.stop())
    const old = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', (first) => {
        const level = first[first.indexOf('MQTT') + 4]
        if (level === 5) {
          socket.destroy()
          return
        }
        const onward = connect(mosquitto.port, '127.0.0.1')
        onward.on('error', () => socket.destroy())
        onward.write(first)
        socket.pipe(onward).pipe(socket)
      })
    })
    const port = await portOf(old)
    const service = await startService({ config: METER_PARK, env: { CAMPUS__BROKER__URL: `mqtt://127.0.0.1:${port}` } })
    closing.push(() => service.stop())
    await eventually('the connection', () => service.eventCodes().includes('broker-connected'), 15_000)
    expect(await readiness(service)).toMatchObject({ ready: true, degraded: [] })
  })

  it('that delivers nothing to the service is named by readiness', async () => {
    const mosquitto = await startMosquitto({ config: [] })
    closing.push(() => mosquitto.stop())
    // Everything passes but PUBLISH from the broker.
    const mute = createServer((socket) => {
      socket.on('error', () => undefined)
      const onward = connect(mosquitto.port, '127.0.0.1')
      onward.on('error', () => socket.destroy())
      socket.pipe(onward)
      onward.on('data', (chunk: Buffer) => {
        if ((chunk[0] ?? 0) >> 4 !== 3) socket.write(chunk)
      })
    })
    const port = await portOf(mute)
    const service = await startService({ config: METER_PARK, env: { CAMPUS__BROKER__URL: `mqtt://127.0.0.1:${port}` } })
    closing.push(() => service.stop())
    const { degraded } = await eventually('readiness to name it', async () => {
      const ready = await readiness(service)
      return ready.degraded.length > 0 && ready
    })
    expect(degraded.join()).toMatch(/the broker at .* does not deliver what the service publishes to "campus-probe\/campus-park"/)
  })
})
