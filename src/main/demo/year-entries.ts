/** The entries of a played year: withdraws those of an earlier run and records the new ones. */

import { YEAR_NOTE, type YearPlay } from '../../../simulators/index.ts'
import { ask } from '../../cli/support/api.ts'
import type { ApiClient, CommandContext } from '../../cli/support/command.ts'
import type { EntryView, FactorView } from '../../figures/api.ts'

const REASON = 'the year is played again'
/** Entries of one request. */
const AT_ONCE = 500

export async function enterYear(api: ApiClient, { entries, factors }: YearPlay, ctx: Pick<CommandContext, 'stderr'>): Promise<void> {
  const withdrawn = (await withdrawEarlier(api, 'entries')) + (await withdrawEarlier(api, 'factors'))
  for (let i = 0; i < entries.length; i += AT_ONCE) await ask(api, 'POST', '/api/v1/entries', entries.slice(i, i + AT_ONCE))
  for (const factor of factors) await ask(api, 'POST', '/api/v1/factors', factor)
  const before = withdrawn === 0 ? '' : `${withdrawn} of an earlier run withdrawn, `
  ctx.stderr(`${before}${entries.length} entries and ${factors.length} factor rows made\n`)
}

type OwnRow = Pick<EntryView | FactorView, 'id' | 'note' | 'withdrawn'>

/** Withdraws what an earlier run made, known by its note; resolves to how many. */
async function withdrawEarlier(api: ApiClient, what: 'entries' | 'factors'): Promise<number> {
  const answer = await ask<Readonly<Record<string, readonly OwnRow[] | undefined>>>(api, 'GET', `/api/v1/${what}`)
  const own = (answer[what] ?? []).filter((e) => e.withdrawn === null && (e.note ?? '').startsWith(YEAR_NOTE))
  for (const { id } of own) await ask(api, 'POST', `/api/v1/${what}/${encodeURIComponent(id)}/withdraw`, { reason: REASON })
  return own.length
}
