/** The drafter with its figures, its log entries and the notice of each draft. */

import { nameIn, periodSpan } from '../../domain/index.ts'
import { createDrafter, type Drafter } from '../../jobs/drafter.ts'
import type { Courier } from '../../notifications/courier.ts'
import { noticeOfDraft, type Sender } from '../../notifications/wording.ts'
import type { AppParts, AppState } from '../context.ts'
import { draftingOf, type DraftingParts } from '../reporting/drafting.ts'
import type { RollupQueue } from '../administration/rollup-queue.ts'
import type { Progress } from './progress.ts'

export interface ReportDrafterParts {
  readonly parts: AppParts
  readonly state: AppState
  readonly reporting: DraftingParts['reporting']
  readonly rollups: RollupQueue
  readonly progress: Progress
}

export function createReportDrafter(deps: ReportDrafterParts, courier: Courier): Drafter {
  const { parts, state, reporting, rollups, progress } = deps
  const { records, clock, events } = parts
  return createDrafter({
    zone: () => state.campus.timezone,
    spanOf: (period) => periodSpan(state.campus.timezone, period, state.campus.fiscalStart),
    records,
    clock,
    ...draftingOf({ parts, state, reporting, rolling: rollups, progress }),
    async onDraft(draft, fresh) {
      const { period, revision } = draft
      if (fresh) events.emit({ code: 'draft-ready', level: 'info', detail: `the draft report of ${period} is ready, revision ${revision}` })
      await courier.queue(noticeOfDraft(draft, senderOf(state)))
    },
    onSkipped: (count) =>
      events.emit({ code: 'draft-skipped', level: 'warn', count, detail: `${count} months are too long ago for drafts of their own` }),
  })
}

/** Name of the campus and the coverage limit, as notices state them. */
export function senderOf({ campus, config }: Pick<AppState, 'campus' | 'config'>): Sender {
  return { campus: nameIn(campus.name, 'en', campus.id), limit: config.notify.coverageBelow }
}
