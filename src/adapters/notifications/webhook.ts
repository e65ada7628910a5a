/** Posts notices as signed JSON to an address. */

import { createHmac } from 'node:crypto'
import { iso, type Notice } from '../../domain/index.ts'
import { type Clock, type Messenger, PortError } from '../../ports/index.ts'

export interface WebhookOptions {
  readonly url: string
  /** Key of the signature; null: no signature, and the receiver cannot verify the sender. */
  readonly secret: string | null
  /** Id of the campus, part of the body. */
  readonly campus: string
  readonly clock: Clock
  /** A receiver that takes longer is tried again later, ms. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 10_000
/** 4xx codes of temporary refusals, which are retried. Any other 4xx would be the same next time. */
const RETRIED = new Set([408, 409, 423, 425, 429])

/** HMAC-SHA256 over `<timestamp>.<body>`, hex: an old message cannot be sent again under a new time. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

/** The body as it is sent and signed. */
export function bodyOf({ id, kind, at, title, text, data }: Notice, campus: string): string {
  return JSON.stringify({ id, kind, campus, at: iso(at), title, text, data })
}

export function createWebhook({ url, secret, campus, clock, timeoutMs = TIMEOUT_MS }: WebhookOptions): Messenger {
  return {
    channel: 'webhook',
    async deliver(notice, signal) {
      const body = bodyOf(notice, campus)
      const timestamp = String(Math.floor(clock.now() / 1000))
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'campus-energy',
        'campus-notice': encodeURIComponent(notice.id),
        'campus-timestamp': timestamp,
        ...(secret === null ? {} : { 'campus-signature': signatureOf(secret, timestamp, body) }),
      }
      const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      const status = await postJson({ url, headers, body, signal: limit })
      if (status < 200 || status >= 300)
        throw new PortError('unavailable', `the webhook answered ${status}`, { retry: status >= 500 || RETRIED.has(status) })
    },
  }
}

type Request = { readonly url: string; readonly headers: Record<string, string>; readonly body: string; readonly signal: AbortSignal }

/** Resolves to the HTTP status. Redirects are not followed: only the configured address may receive the body. */
async function postJson({ url, ...request }: Request): Promise<number> {
  try {
    const answer = await fetch(url, { method: 'POST', redirect: 'manual', ...request })
    await answer.body?.cancel()
    return answer.status
  } catch (error) {
    throw new PortError('unavailable', `the webhook cannot be reached: ${reasonOf(error)}`, { cause: error })
  }
}

/** The cause of a failed fetch, because its own message is only `fetch failed`. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return cause.name === 'TimeoutError' ? 'no answer in time' : ((cause as NodeJS.ErrnoException).code ?? cause.message)
}
