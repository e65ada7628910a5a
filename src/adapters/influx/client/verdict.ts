/** What an answer of InfluxDB means for the lines that were sent: stored, refused, or to be sent again later. Pure. */

import { PortError } from '../../../ports/index.ts'
import type { Answer } from './http-client.ts'

export type WriteVerdict =
  | { readonly kind: 'accepted' }
  /** Some lines are faulty; `dropped` is their number where the server tells it. The others may be stored or not. */
  | { readonly kind: 'rejected'; readonly why: string; readonly dropped: number }
  | { readonly kind: 'too-large'; readonly why: string }
  | { readonly kind: 'missing' }
  /** The lines are not at fault: they are sent again later. */
  | { readonly kind: 'retry'; readonly error: PortError }

const TEXT_CHARS = 500

/** The error text of the server, or null when InfluxDB did not write the body. */
export function errorText(answer: Answer): string | null {
  try {
    const body: unknown = JSON.parse(answer.text)
    const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null
    return typeof error === 'string' ? error.slice(0, TEXT_CHARS) : null
  } catch {
    return null
  }
}

const clipped = (text: string): string => text.trim().slice(0, TEXT_CHARS)

/** The error of an answer that is no verdict on the lines; its text says what to do. */
export function retryError(answer: Answer, address: string): PortError {
  const text = errorText(answer) ?? clipped(answer.text)
  const quoted = text === '' ? 'nothing' : JSON.stringify(text)
  const { status } = answer
  if (status === 401)
    return new PortError(
      'unauthorized',
      `the store at ${address} refuses user or password (${quoted}); set CAMPUS__STORE__USERNAME and CAMPUS__STORE__PASSWORD`,
    )
  if (status === 403)
    return new PortError(
      'unauthorized',
      `the store at ${address} gives this user too few rights (${quoted}); grant it ALL on the databases`,
    )
  if (/no space left|disk (is )?full|disk quota/i.test(text))
    return new PortError(
      'full',
      `the disk of the store at ${address} is full (${quoted}); free some space there, and restart InfluxDB if the error stays`,
    )
  if (status >= 300 && status < 500 && errorText(answer) === null)
    return new PortError('unavailable', `${address} answers ${status} and ${quoted}, which is not InfluxDB 1.x; check store.url`)
  return new PortError('unavailable', `the store at ${address} answered ${status} and ${quoted}`)
}

export function verdictOf(answer: Answer, address: string): WriteVerdict {
  const { status } = answer
  if (status === 204 || status === 200) return { kind: 'accepted' }
  const why = errorText(answer)
  if (status === 404 && why !== null && /database not found/i.test(why)) return { kind: 'missing' }
  if (status === 413) return { kind: 'too-large', why: why ?? 'the body is too large' }
  // A 400 that InfluxDB did not write (a proxy, another service) is no verdict on the data.
  if (status === 400 && why !== null) return { kind: 'rejected', why, dropped: droppedIn(why) }
  return { kind: 'retry', error: retryError(answer, address) }
}

function droppedIn(why: string): number {
  const found = /dropped=(\d+)/.exec(why)
  return found === null ? 0 : Number(found[1])
}
