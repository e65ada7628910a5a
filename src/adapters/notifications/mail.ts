/** Notices by mail. */

import { createHash } from 'node:crypto'
import nodemailer from 'nodemailer'
import type { Notice } from '../../domain/index.ts'
import { type Messenger, PortError } from '../../ports/index.ts'

export interface MailOptions {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; else it begins when the server offers it. */
  readonly secure: boolean
  readonly username: string | null
  readonly password: string | null
  readonly from: string
  readonly to: readonly string[]
  /** A server that takes longer is asked again later, ms. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 10_000
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

interface MailError {
  readonly code?: string
  readonly responseCode?: number
  readonly message: string
}

/** Mail of the same notice has the same id, so that a reader's program shows one of two. */
function messageId({ id }: Notice, from: string): string {
  const domain = /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? 'localhost'
  return `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@${domain}>`
}

/** A 5xx answer is for good; everything else may pass: no connection, no answer, 4xx. */
function portError(error: unknown): PortError {
  const { responseCode, message, code } = error as MailError
  const first = message.split('\n')[0] ?? ''
  const retry = !(responseCode !== undefined && responseCode >= 500) && code !== 'EENVELOPE'
  return new PortError('unavailable', `the mail server did not take it: ${first}`, { cause: error, retry })
}

export function createMail(options: MailOptions): Messenger {
  const { host, port, secure, username, password, from, to, timeoutMs = TIMEOUT_MS } = options
  const transport = nodemailer.createTransport({
    host,
    port,
    secure,
    ...(username === null ? {} : { auth: { user: username, pass: password ?? '' } }),
    // A password never goes out in the clear, other than within this machine.
    requireTLS: username !== null && !secure && !LOOPBACK.has(host),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    channel: 'mail',
    async deliver(notice, signal) {
      try {
        await transport.sendMail({
          from,
          to: [...to],
          subject: notice.title,
          text: notice.text,
          messageId: messageId(notice, from),
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Campus-Notice': encodeURIComponent(notice.id) },
          signal,
        })
      } catch (error) {
        throw portError(signal.aborted ? new Error('the service stops', { cause: error }) : error)
      }
    },
  }
}
