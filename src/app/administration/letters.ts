/** Dead letters as the API acts on them: replay puts the raw message back into the journal, then drops the letter. */

import type { DeadReason } from '../../domain/index.ts'
import type { DeadLetters, Journal } from '../../ports/index.ts'

const PAGE = 500

async function idsOf(letters: DeadLetters, ids: readonly string[] | 'all', reason?: DeadReason): Promise<readonly string[]> {
  if (ids !== 'all') return ids
  const found: string[] = []
  for (;;) {
    const before = found.at(-1)
    const page = await letters.list({ limit: PAGE, ...(reason ? { reason } : {}), ...(before ? { before } : {}) })
    found.push(...page.items.map((item) => item.id))
    if (page.items.length < PAGE) return found
  }
}

/** Refused at the door, a message was never in the journal: its letter has an id of its own. */
const wasJournalled = (id: string): boolean => /^\d+$/.test(id)

/** Messages of the letters go back into the journal with their own receive time; one message with several letters goes once. */
export async function replayLetters(
  parts: { letters: DeadLetters; journal: Pick<Journal, 'append'> },
  ids: readonly string[] | 'all',
  reason?: DeadReason,
): Promise<number> {
  const sent = new Set<string>()
  const done: string[] = []
  for (const id of await idsOf(parts.letters, ids, reason)) {
    const letter = await parts.letters.get(id)
    if (letter === null) continue
    const message = id.replace(/-\d+$/, '')
    if (!sent.has(message)) parts.journal.append(wasJournalled(message) ? { ...letter.message, replayed: true } : letter.message)
    sent.add(message)
    done.push(id)
  }
  await parts.letters.drop(done)
  return done.length
}

export async function dropLetters(letters: DeadLetters, ids: readonly string[] | 'all', reason?: DeadReason): Promise<number> {
  return letters.drop(await idsOf(letters, ids, reason))
}
