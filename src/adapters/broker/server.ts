/** The socket that the embedded broker listens on: TCP, or TLS 1.2 and later, with client certificates where an authority is named. */

import { constants } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type Server as TlsServer, TLSSocket } from 'node:tls'
import { errorText } from '../../kernel/index.ts'
import type { BrokerTls, BrokerTlsSource, Events } from '../../ports/index.ts'
import type { BrokerRefusal } from './memory/bounds.ts'

const HANDSHAKE_TIMEOUT_MS = 10_000

export interface BrokerServerOptions {
  /** Null: plain TCP. */
  readonly tls: BrokerTlsSource | null
  readonly events: Events
  readonly onSocket: (socket: Socket) => void
  readonly onRefused: (reason: BrokerRefusal, detail: string) => void
}

export interface BrokerServer {
  readonly server: Server
  /** Stops watching the files of the certificate. */
  readonly stop: () => void
}

function contextOf({ cert, key, clientCa }: BrokerTls) {
  return { cert, key, minVersion: 'TLSv1.2' as const, ...(clientCa === null ? {} : { ca: clientCa }) }
}

/** Throws PortError `refused` where the certificate cannot be used. */
export function createBrokerServer({ tls, events, onSocket, onRefused }: BrokerServerOptions): BrokerServer {
  if (tls === null) return { server: createServer({ noDelay: true }, onSocket), stop: () => undefined }
  const first = tls.read()
  const demands = first.clientCa !== null
  const server = createTlsServer(
    {
      ...contextOf(first),
      noDelay: true,
      requestCert: demands,
      rejectUnauthorized: demands,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      // A resumed session would outlive the certificate that it was opened with.
      ...(demands ? { secureOptions: constants.SSL_OP_NO_TICKET, sessionTimeout: 1 } : {}),
    },
    onSocket,
  )
  server.on('tlsClientError', (error, socket) =>
    onRefused('tls', `${socket.remoteAddress ?? 'a client'} is refused by TLS: ${errorText(error)}`),
  )
  return { server, stop: tls.onChange(() => renew(server, tls, events)) }
}

/** New connections get the renewed certificate; those that are open keep theirs. */
function renew(server: TlsServer, tls: BrokerTlsSource, events: Events): void {
  try {
    server.setSecureContext(contextOf(tls.read()))
  } catch (error) {
    events.emit({ code: 'config-rejected', level: 'error', detail: `${errorText(error)}; the former certificate stays in force` })
  }
}

/** The common name of the certificate that a client has shown and the server has verified; null without one. */
export function certifiedName(socket: Socket): string | null {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null
  const { CN } = socket.getPeerCertificate().subject ?? {}
  return typeof CN === 'string' && CN !== '' ? CN : null
}
