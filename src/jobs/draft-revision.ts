/** Whether figures that were computed again are the draft that is recorded. Pure. */

import type { Draft } from '../domain/index.ts'

/** What the figures of a period come to now. */
export type DraftContent = Omit<Draft, 'revision' | 'createdAt' | 'formerHash'> & { readonly algorithm: string }

export interface ComputedDraft {
  readonly content: DraftContent
  /** The hash of the same figures under each earlier algorithm. */
  readonly earlierHashes: Readonly<Record<string, string>>
}

/** Of records that name none. */
const FIRST_ALGORITHM = 'report-json'

/**
 * new      other figures, or none recorded: another revision
 * same     nothing to record
 * rehash   the same figures, recorded under an earlier algorithm: the record gets the present hash, the revision stays
 */
export type DraftChange = 'new' | 'same' | 'rehash'

export function compareDraft(recorded: Draft | undefined, { content, earlierHashes }: ComputedDraft): DraftChange {
  if (recorded === undefined) return 'new'
  if (recorded.algorithm === content.algorithm) return recorded.hash === content.hash ? 'same' : 'new'
  return earlierHashes[recorded.algorithm ?? FIRST_ALGORITHM] === recorded.hash ? 'rehash' : 'new'
}
