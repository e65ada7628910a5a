/** One POST of JSON to a receiver of notices. */

import { PortError } from '../../ports/index.ts'

/** A receiver that takes longer is tried again later. */
export const ANSWER_MS = 10_000
/** Bytes of an answer that are read. */
const ANSWER_BYTES = 4096
/** 4xx codes of temporary refusals, which are retried. Any other 4xx would be the same next time. */
const RETRIED = new Set([408, 409, 423, 425, 429])

export function statusError(receiver: string, status: number): PortError {
  return new PortError('unavailable', `${receiver} answered ${status}`, { retry: status >= 500 || RETRIED.has(status) })
}

interface PostRequest {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly signal: AbortSignal
  /** The receiver, for messages; default: the webhook. */
  readonly receiver?: string
  /** Whether the text of the answer is wanted. */
  readonly read?: boolean
}

/** Resolves to status and text. Redirects are not followed: only the configured address may receive the body. */
export async function postJson({
  url,
  receiver = 'the webhook',
  read = false,
  ...request
}: PostRequest): Promise<{ status: number; text: string }> {
  try {
    const answer = await fetch(url, { method: 'POST', redirect: 'manual', ...request })
    if (read) return { status: answer.status, text: (await answer.text()).slice(0, ANSWER_BYTES) }
    await answer.body?.cancel()
    return { status: answer.status, text: '' }
  } catch (error) {
    throw new PortError('unavailable', `${receiver} cannot be reached: ${reasonOf(error)}`, { cause: error })
  }
}

/** The cause of a failed fetch, because its own message is only `fetch failed`. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return cause.name === 'TimeoutError' ? 'no answer in time' : ((cause as NodeJS.ErrnoException).code ?? cause.message)
}
