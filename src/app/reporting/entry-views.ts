/** Entries and factor rows in the JSON form that users see. */

import { type Fact, type Factor, formatIn } from '../../domain/index.ts'
import type { FactorView, FactView, WithdrawnView } from '../../figures/api.ts'

export interface EntryViews {
  readonly factView: (fact: Fact, counts: boolean) => FactView
  readonly factorView: (row: Factor) => FactorView
}

export function viewsOf(zone: () => string): EntryViews {
  const at = (time: Fact['recordedAt']): string => formatIn(zone(), time)
  const withdrawnView = (withdrawn: Fact['withdrawn']): WithdrawnView | null =>
    withdrawn === undefined ? null : { author: withdrawn.author, reason: withdrawn.reason, at: at(withdrawn.at) }
  return {
    factView: ({ recordedAt, withdrawn, ...fact }, counts) => ({
      ...fact,
      recorded_at: at(recordedAt),
      counts,
      withdrawn: withdrawnView(withdrawn),
    }),
    factorView: ({ recordedAt, withdrawn, ...row }) => ({
      ...row,
      recorded_at: recordedAt === null ? null : at(recordedAt),
      withdrawn: withdrawnView(withdrawn),
    }),
  }
}
