/** Entries and factor rows in the JSON form that users see. */

import { type Entry, type Factor, formatIn } from '../../domain/index.ts'
import type { EntryView, FactorView, MissingFactorView, WithdrawalView } from '../../figures/api.ts'
import { MISSING_FACTORS } from '../../figures/factors/tables/missing-rows.ts'
import type { Language } from '../../figures/messages/language.ts'
import { message, renderMessage } from '../../figures/messages/message.ts'

/** Rows that are not shipped. */
export function missingFactorViews(language: Language): MissingFactorView[] {
  return MISSING_FACTORS.map(({ standIn, why, ...row }) => ({ ...row, why: renderMessage(message(why), language), stand_in: standIn }))
}

export interface EntryViews {
  readonly entryView: (entry: Entry, counts: boolean) => EntryView
  readonly factorView: (row: Factor) => FactorView
}

/** `zone` of the campus: times are printed in it. */
export function createEntryViews(zone: () => string): EntryViews {
  const at = (time: Entry['recordedAt']): string => formatIn(zone(), time)
  const withdrawalView = (withdrawn: Entry['withdrawn']): WithdrawalView | null =>
    withdrawn === undefined ? null : { author: withdrawn.author, reason: withdrawn.reason, at: at(withdrawn.at) }
  return {
    entryView: ({ recordedAt, withdrawn, conversionNumber, ...entry }, counts) => ({
      ...entry,
      ...(conversionNumber === undefined ? {} : { conversion_number: conversionNumber }),
      recorded_at: at(recordedAt),
      counts,
      withdrawn: withdrawalView(withdrawn),
    }),
    factorView: ({ recordedAt, withdrawn, ...row }) => ({
      ...row,
      recorded_at: recordedAt === null ? null : at(recordedAt),
      withdrawn: withdrawalView(withdrawn),
    }),
  }
}
