/** Replay of dead letters puts the raw message back into the journal, then drops the letter. */

import type { DeadLetters, Journal } from '../../ports/index.ts'
import type { DeadLetterChoice } from './api.ts'

const PAGE = 500

async function chosenIds(deadLetters: DeadLetters, { ids, reason }: DeadLetterChoice): Promise<readonly string[]> {
  if (ids !== 'all') return ids
  const found: string[] = []
  for (;;) {
    const before = found.at(-1)
    const page = await deadLetters.list({ limit: PAGE, ...(reason ? { reason } : {}), ...(before ? { before } : {}) })
    found.push(...page.items.map((item) => item.id))
    if (page.items.length < PAGE) return found
  }
}

/** A message that broke a limit never entered the journal: its letter has an id of its own instead of a journal sequence. */
const wasJournalled = (id: string): boolean => /^\d+$/.test(id)

/** Appends the messages of the letters with their own receive time, a message with several letters once. Resolves to the number of letters. */
export async function replayDeadLetters(
  { deadLetters, journal }: { deadLetters: DeadLetters; journal: Pick<Journal, 'append'> },
  choice: DeadLetterChoice,
): Promise<number> {
  const sent = new Set<string>()
  const replayed: string[] = []
  for (const id of await chosenIds(deadLetters, choice)) {
    const letter = await deadLetters.get(id)
    if (letter === null) continue
    const message = id.replace(/-\d+$/, '')
    if (!sent.has(message)) journal.append(wasJournalled(message) ? { ...letter.message, replayed: true } : letter.message)
    sent.add(message)
    replayed.push(id)
  }
  await deadLetters.drop(replayed)
  return replayed.length
}

/** Resolves to the number of letters that were there. */
export async function dropDeadLetters(deadLetters: DeadLetters, choice: DeadLetterChoice): Promise<number> {
  return deadLetters.drop(await chosenIds(deadLetters, choice))
}
