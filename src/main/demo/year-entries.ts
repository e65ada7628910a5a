/** Withdraws the entries that an earlier play of the year made, and makes the new ones. */

import { YEAR_NOTE, type YearPlay } from '../../../simulators/index.ts'
import { ask } from '../../cli/support/api.ts'
import type { ApiClient, CommandContext } from '../../cli/support/command.ts'
import type { FactorView, EntryView } from '../../figures/api.ts'

const REASON = 'the year is played again'
/** Entries of one request. */
const PER_REQUEST = 500

export async function replaceEntries(api: ApiClient, { facts, factors }: YearPlay, ctx: Pick<CommandContext, 'stderr'>): Promise<void> {
  const withdrawn = (await withdraw(api, 'facts')) + (await withdraw(api, 'factors'))
  for (let i = 0; i < facts.length; i += PER_REQUEST) await ask(api, 'POST', '/api/v1/facts', facts.slice(i, i + PER_REQUEST))
  for (const factor of factors) await ask(api, 'POST', '/api/v1/factors', factor)
  const replaced = withdrawn === 0 ? '' : `${withdrawn} of an earlier run withdrawn, `
  ctx.stderr(`${replaced}${facts.length} entries and ${factors.length} factor rows made\n`)
}

type Listed = Pick<EntryView | FactorView, 'id' | 'note' | 'withdrawn'>

async function withdraw(api: ApiClient, what: 'facts' | 'factors'): Promise<number> {
  const answer = await ask<Readonly<Record<string, readonly Listed[] | undefined>>>(api, 'GET', `/api/v1/${what}`)
  const own = (answer[what] ?? []).filter((e) => e.withdrawn === null && (e.note ?? '').startsWith(YEAR_NOTE))
  for (const { id } of own) await ask(api, 'POST', `/api/v1/${what}/${encodeURIComponent(id)}/withdraw`, { reason: REASON })
  return own.length
}
