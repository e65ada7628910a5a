/** Entries and factor rows in the JSON form that users see. */

import { type Entry, type Factor, formatIn } from '../../domain/index.ts'
import type { FactorView, EntryView, WithdrawnView } from '../../figures/api.ts'

export interface EntryViews {
  readonly factView: (fact: Entry, counts: boolean) => EntryView
  readonly factorView: (row: Factor) => FactorView
}

export function viewsOf(zone: () => string): EntryViews {
  const at = (time: Entry['recordedAt']): string => formatIn(zone(), time)
  const withdrawnView = (withdrawn: Entry['withdrawn']): WithdrawnView | null =>
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
