/** The page and the JSON of a portfolio over HTTP. Who has no token sees the form that takes one, and nothing else. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { errorText } from '../../kernel/index.ts'
import { escapeHtml, PAGE_STYLE, renderPortfolioPage } from '../../portfolio/page.ts'
import type { GroupReport } from '../../portfolio/types.ts'

export interface PortfolioServerOptions {
  readonly host: string
  readonly port: number
  /** What opens the page. */
  readonly token: string
  /** The period that is shown when none is named. */
  readonly period: () => string
  /** Null: the text is no period. */
  readonly report: (period: string) => Promise<GroupReport> | null
}

export interface PortfolioServer {
  readonly url: string
  close(): Promise<void>
}

const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}
const FORM_BYTES = 2048
const HTML = 'text/html; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...HEADERS, 'content-type': type }).end(body)
}

const FORM =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portfolio</title><link rel="stylesheet" href="/style.css"></head><body><h1>Portfolio</h1><form method="post" action="/login"><label>Token <input name="token" type="password" autocomplete="current-password"></label> <button>Sign in</button></form></body></html>'

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const part of request) {
    text += String(part)
    if (text.length > FORM_BYTES) return new URLSearchParams()
  }
  return new URLSearchParams(text)
}

class Sessions {
  readonly #token: Buffer
  /** Of this process: a restart ends all sessions. */
  readonly #session = randomBytes(32).toString('base64url')

  constructor(token: string) {
    this.#token = digest(token)
  }

  accepts(token: string): boolean {
    return timingSafeEqual(digest(token), this.#token)
  }

  cookie(): string {
    return `portfolio=${this.#session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=43200`
  }

  isSignedIn({ headers }: IncomingMessage): boolean {
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
    if (bearer !== undefined) return this.accepts(bearer)
    const cookie = /(?:^|;\s*)portfolio=([\w-]+)/.exec(headers.cookie ?? '')?.[1] ?? ''
    return timingSafeEqual(digest(cookie), digest(this.#session))
  }
}

async function answer(
  options: PortfolioServerOptions,
  sessions: Sessions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://portfolio')
  if (url.pathname === '/livez') return send(response, 200, 'text/plain', 'ok')
  if (url.pathname === '/style.css') return send(response, 200, 'text/css', PAGE_STYLE)
  if (url.pathname === '/login' && request.method === 'POST') {
    const token = (await formOf(request)).get('token') ?? ''
    if (!sessions.accepts(token)) return send(response, 401, HTML, FORM)
    response.writeHead(303, { ...HEADERS, 'set-cookie': sessions.cookie(), location: '/' }).end()
    return
  }
  const wantsJson = url.pathname === '/api/v1/portfolio'
  if (!sessions.isSignedIn(request))
    return wantsJson
      ? send(response, 401, JSON_TYPE, '{"title":"a token is needed"}')
      : send(response, url.pathname === '/' ? 200 : 401, HTML, FORM)
  if (request.method !== 'GET') return send(response, 405, JSON_TYPE, '{"title":"a portfolio is only read"}')
  if (!wantsJson && url.pathname !== '/') return send(response, 404, JSON_TYPE, '{"title":"there is no such page"}')
  const period = url.searchParams.get('period') ?? options.period()
  const report = options.report(period)
  if (report === null)
    return send(
      response,
      400,
      wantsJson ? JSON_TYPE : HTML,
      wantsJson ? JSON.stringify({ title: `"${period}" is no period` }) : escapeHtml(`"${period}" is no period`),
    )
  const found = await report
  send(response, 200, wantsJson ? JSON_TYPE : HTML, wantsJson ? JSON.stringify(found) : renderPortfolioPage(found))
}

/** Listens when it resolves. Rejects with the error of the socket. */
export async function servePortfolio(options: PortfolioServerOptions): Promise<PortfolioServer> {
  const sessions = new Sessions(options.token)
  const server: Server = createServer((request, response) => {
    answer(options, sessions, request, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, 500, JSON_TYPE, JSON.stringify({ title: errorText(error) }))
    })
  })
  server.requestTimeout = 30_000
  server.listen(options.port, options.host)
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  return {
    url: `http://${options.host}:${port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
