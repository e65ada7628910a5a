/** The HTTP edge as the process sees it: listen, answer, stop. */

import type { FastifyInstance } from 'fastify'
import { PortError } from '../../ports/index.ts'
import { createServer, type ServerParts } from './server.ts'
import type { HttpApp } from './route-parts.ts'

export interface HttpParts extends ServerParts {
  readonly host: string
  /** Wanted port; 0 for any, and the next free one when it is taken. */
  readonly port: number
}

export interface Http {
  start(): Promise<{ readonly url: string; readonly port: number }>
  /** Ends live streams and open connections. */
  stop(): Promise<void>
  /** A request without a socket. */
  readonly inject: FastifyInstance['inject']
}

const TRIES = 50

export function createHttp(parts: HttpParts): Http {
  const stopping = new AbortController()
  const app = createServer(parts, stopping.signal)
  return {
    async start() {
      const port = await listenNear(app, parts.host, parts.port)
      if (parts.port !== 0 && port !== parts.port)
        parts.events.emit({ code: 'port-taken', level: 'warn', detail: `HTTP port ${parts.port} is taken; the service listens on ${port}` })
      return { url: `http://${urlHost(parts.host)}:${port}`, port }
    },
    async stop() {
      stopping.abort()
      await app.close()
    },
    inject: app.inject.bind<FastifyInstance['inject']>(app),
  }
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

async function listenNear(app: HttpApp, host: string, wanted: number): Promise<number> {
  for (let port = wanted; ; port++) {
    try {
      await app.listen({ host, port })
      const address = app.server.address()
      return typeof address === 'object' && address !== null ? address.port : port
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE')
        throw new PortError('unavailable', `cannot listen for HTTP on "${host}:${port}": ${message}; set http host and port`, {
          cause: error,
        })
      if (port - wanted >= TRIES || port >= 65_535)
        throw new PortError('unavailable', `ports ${wanted} to ${port} of "${host}" are all taken; set another http port`)
    }
  }
}
