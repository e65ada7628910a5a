/** The entries of a played year: those of an earlier run are withdrawn, the new ones made. */

import { YEAR_NOTE, type YearPlay } from '../../../simulators/index.ts'
import { ask } from '../../cli/support/api.ts'
import type { ApiClient, CommandContext } from '../../cli/support/command.ts'
import type { FactorView, EntryView } from '../../figures/api.ts'

const REASON = 'the year is played again'
/** As many as a request may hold. */
const AT_ONCE = 500

export async function enterBooks(api: ApiClient, { facts, factors }: YearPlay, ctx: Pick<CommandContext, 'stderr'>): Promise<void> {
  const withdrawn = (await withdraw(api, 'facts')) + (await withdraw(api, 'factors'))
  for (let i = 0; i < facts.length; i += AT_ONCE) await ask(api, 'POST', '/api/v1/facts', facts.slice(i, i + AT_ONCE))
  for (const factor of factors) await ask(api, 'POST', '/api/v1/factors', factor)
  const before = withdrawn === 0 ? '' : `${withdrawn} of an earlier run withdrawn, `
  ctx.stderr(`${before}${facts.length} entries and ${factors.length} factor rows made\n`)
}

type Listed = Pick<EntryView | FactorView, 'id' | 'note' | 'withdrawn'>

async function withdraw(api: ApiClient, what: 'facts' | 'factors'): Promise<number> {
  const answer = await ask<Readonly<Record<string, readonly Listed[] | undefined>>>(api, 'GET', `/api/v1/${what}`)
  const own = (answer[what] ?? []).filter((e) => e.withdrawn === null && (e.note ?? '').startsWith(YEAR_NOTE))
  for (const { id } of own) await ask(api, 'POST', `/api/v1/${what}/${encodeURIComponent(id)}/withdraw`, { reason: REASON })
  return own.length
}
