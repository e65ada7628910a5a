/** Where notices go in tests: a real HTTP server and a real SMTP server on free ports. */

import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

export interface Posted {
  /** Path and query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface HookServer {
  readonly url: string
  readonly posted: readonly Posted[]
  /** Status of the next answers; 200 when there is none left. */
  readonly answers: number[]
  /** Text of every answer. */
  text: string
  /** Requests are taken and never answered. */
  silent: boolean
  close(): void
}

/** To be closed by who opened it. */
export async function hookServer(): Promise<HookServer> {
  const posted: Posted[] = []
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  const hook = { url: '', posted, answers: [] as number[], text: 'taken', silent: false, close }
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      posted.push({ path: request.url ?? '', headers: request.headers, body })
      if (!hook.silent) response.writeHead(hook.answers.shift() ?? 200, { location: '/elsewhere' }).end(hook.text)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  hook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return hook
}

export interface Letter {
  readonly from: string
  readonly to: readonly string[]
  readonly user: string | null
  readonly raw: string
}

export interface MailServer {
  readonly port: number
  readonly letters: readonly Letter[]
  /** Response code of the next letters, such as 451; taken when there is none left. */
  readonly refusals: number[]
}

export async function mailServer(password: string | null = null): Promise<MailServer> {
  const letters: Letter[] = []
  const refusals: number[] = []
  const users = new Map<string, string>()
  const server = new SMTPServer({
    authOptional: password === null,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    onAuth(auth, session, done) {
      users.set(session.id, auth.username ?? '')
      if (auth.password === password) done(null, { user: auth.username ?? '' })
      else done(Object.assign(new Error('wrong password'), { responseCode: 535 }))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const code = refusals.shift()
        if (code !== undefined) return done(Object.assign(new Error('not now'), { responseCode: code }))
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        const raw = Buffer.concat(chunks).toString('utf8')
        letters.push({ from, to: rcptTo.map((r) => r.address), user: users.get(session.id) ?? null, raw })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  onTestFinished(() => server.close())
  return { port: (server.server.address() as AddressInfo).port, letters, refusals }
}

export interface SilentServer {
  readonly port: number
  /** Resolves when somebody has connected. */
  readonly called: Promise<void>
  /** Resolves when whoever connected has hung up. */
  readonly left: Promise<void>
}

/** Accepts a connection and never sends a byte. */
export async function silentServer(): Promise<SilentServer> {
  const server = createSocketServer((socket) => void socket.resume())
  const connected = once(server, 'connection') as Promise<[Socket]>
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const left = connected.then(([socket]) => once(socket, 'close'))
  return { port: (server.address() as AddressInfo).port, called: connected.then(() => undefined), left: left.then(() => undefined) }
}

/** The same for one test, closed with it. */
export async function ownHook(): Promise<HookServer> {
  const hook = await hookServer()
  onTestFinished(() => hook.close())
  return hook
}
