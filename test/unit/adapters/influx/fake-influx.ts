/** A small HTTP server in the place of InfluxDB, for the answers that a real one does not give on demand. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createHttpClient, type HttpClient, type HttpOptions } from '../../../../src/adapters/influx/client/http-client.ts'

export interface Asked {
  readonly path: string
  readonly body: string
  readonly request: IncomingMessage
}

export type Handler = (asked: Asked, answer: ServerResponse) => void

export interface FakeInflux {
  readonly port: number
  readonly asked: readonly Asked[]
  handle: Handler
  place(more?: Partial<HttpOptions>): HttpOptions
  client(more?: Partial<HttpOptions>): HttpClient
  close(): Promise<void>
}

export function say(answer: ServerResponse, status: number, error?: string): void {
  answer.statusCode = status
  answer.end(error === undefined ? undefined : JSON.stringify({ error }))
}

export async function startFakeInflux(handle: Handler): Promise<FakeInflux> {
  const asked: Asked[] = []
  const server = createServer((request, answer) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const one = { path: request.url ?? '', body, request }
      asked.push(one)
      fake.handle(one, answer)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the fake has no port')
  const clients: HttpClient[] = []
  const fake: FakeInflux = {
    port: address.port,
    asked,
    handle,
    place: (more = {}) => ({
      host: '127.0.0.1',
      port: address.port,
      secure: false,
      username: null,
      password: null,
      timeoutMs: 5000,
      ...more,
    }),
    client(more) {
      const client = createHttpClient(fake.place(more))
      clients.push(client)
      return client
    },
    async close() {
      for (const client of clients) client.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return fake
}
