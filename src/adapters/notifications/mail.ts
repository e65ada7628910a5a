/** Sends notices by mail. */

import { createHash } from 'node:crypto'
import type { Transporter } from 'nodemailer'
import type { Notice } from '../../domain/index.ts'
import { type Messenger, PortError } from '../../ports/index.ts'

export interface MailOptions {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; otherwise STARTTLS when the server offers it. */
  readonly secure: boolean
  readonly username: string | null
  readonly password: string | null
  readonly from: string
  readonly to: readonly string[]
  /** A server that takes longer is tried again later, ms. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 10_000
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

interface MailError {
  readonly code?: string
  readonly responseCode?: number
  readonly message: string
}

/** Two mails of the same notice have the same id, so that a mail program shows one of them. */
function messageId({ id }: Notice, from: string): string {
  const domain = /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? 'localhost'
  return `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@${domain}>`
}

/** A 5xx answer is final; everything else is retried: no connection, no answer, 4xx. */
function portError(error: unknown): PortError {
  const { responseCode, message, code } = error as MailError
  const first = message.split('\n')[0] ?? ''
  const retry = !(responseCode !== undefined && responseCode >= 500) && code !== 'EENVELOPE'
  return new PortError('unavailable', `the mail server did not accept the mail: ${first}`, { cause: error, retry })
}

export function createMail(options: MailOptions): Messenger {
  const { host, port, secure, username, password, from, to, timeoutMs = TIMEOUT_MS } = options
  let transport: Transporter | null = null
  // Loaded with the first mail: a service that sends none saves the memory of the library.
  const open = async (): Promise<Transporter> => {
    const { default: nodemailer } = await import('nodemailer')
    transport ??= nodemailer.createTransport({
      host,
      port,
      secure,
      ...(username === null ? {} : { auth: { user: username, pass: password ?? '' } }),
      // A password is sent without TLS only within this machine.
      requireTLS: username !== null && !secure && !LOOPBACK.has(host),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    return transport
  }
  return {
    channel: 'mail',
    async deliver(notice, signal) {
      try {
        await (await open()).sendMail({
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
