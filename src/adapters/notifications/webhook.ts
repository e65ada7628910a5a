/** Posts notices as signed JSON to an address. */

import { createHmac } from 'node:crypto'
import { iso, type Notice } from '../../domain/index.ts'
import type { Clock, Messenger } from '../../ports/index.ts'
import { ANSWER_MS, postJson, statusError } from './post-json.ts'

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

/** HMAC-SHA256 over `<timestamp>.<body>`, hex: an old message cannot be sent again under a new time. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

/** The body as it is sent and signed. */
export function bodyOf({ id, kind, at, title, text, data }: Notice, campus: string): string {
  return JSON.stringify({ id, kind, campus, at: iso(at), title, text, data })
}

export function createWebhook({ url, secret, campus, clock, timeoutMs = ANSWER_MS }: WebhookOptions): Messenger {
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
      const { status } = await postJson({ url, headers, body, signal: limit })
      if (status < 200 || status >= 300) throw statusError('the webhook', status)
    },
  }
}
