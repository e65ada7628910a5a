/** `campus report --list`. */

import type { DraftsView, DraftView } from '../../views/operations-types.ts'
import { ask, withApi } from '../support/api.ts'
import type { CommandContext } from '../support/command.ts'
import { text, type OptionValues } from '../support/options.ts'
import { table } from '../support/table.ts'
import { percentTextDown } from '../../kernel/index.ts'

const COLUMNS = [
  { title: 'period' },
  { title: 'state' },
  { title: 'revision', right: true },
  { title: 'created' },
  { title: 'coverage', right: true },
  { title: 'figures', right: true },
  { title: 'remarks' },
]

function rowOf({ period, state, revision, created, coverage, coverage_low, figures, missing, why }: DraftView): string[] {
  const low = coverage_low ? ['too little data'] : []
  const missingIds =
    missing.length === 0
      ? []
      : [
          `missing: ${missing
            .slice(0, 3)
            .map((m) => m.id)
            .join(', ')}${missing.length > 3 ? ', ...' : ''}`,
        ]
  const valued = figures === null ? '-' : `${figures.valued} of ${figures.all}`
  const share = coverage === null ? '-' : percentTextDown(coverage)
  return [period, state, String(revision ?? '-'), created ?? '-', share, valued, why ?? [...low, ...missingIds].join('; ')]
}

/** Prints the drafts, and on stderr when the next one is made. */
export async function listDrafts(ctx: CommandContext, values: OptionValues): Promise<number> {
  const drafts = await withApi(
    () => ctx.connect(text(values, 'config')),
    (api) => ask<DraftsView>(api, 'GET', '/api/v1/reports'),
  )
  if (values['json'] === true) ctx.stdout(`${JSON.stringify(drafts)}\n`)
  else if (drafts.reports.length > 0) ctx.stdout(table(COLUMNS, drafts.reports.map(rowOf)))
  ctx.stderr(`the draft of ${drafts.next.period} is made at ${drafts.next.at}\n`)
  return 0
}
