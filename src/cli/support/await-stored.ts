/** Waits for the service without a request that takes longer than a client or a proxy waits; what takes time is printed. */

import { ask } from './api.ts'
import type { ApiClient, CommandContext } from './command.ts'

interface Job {
  readonly id: string
  readonly state: string
  readonly done: number
  readonly total: number | null
  readonly unit: string
}

/** Resolves when everything accepted up to `seq` is stored and, with `rolled`, its totals are computed. */
export async function awaitStored(
  ctx: Pick<CommandContext, 'stderr'>,
  api: ApiClient,
  until: { readonly seq: number; readonly rolled: boolean },
): Promise<void> {
  if (until.rolled) ctx.stderr('storing and computing totals ...\n')
  let last = ''
  while (!(await ask<{ drained: boolean }>(api, 'POST', '/api/v1/drained', until)).drained) {
    const { jobs } = await ask<{ jobs: readonly Job[] }>(api, 'GET', '/api/v1/progress')
    const text = progressText(jobs)
    if (text !== last) ctx.stderr(`${text}\n`)
    last = text
  }
}

function progressText(jobs: readonly Job[]): string {
  const rollup = jobs.find((job) => job.id === 'rollup' && job.state === 'running')
  if (rollup === undefined || rollup.total === null) return 'still storing ...'
  return `totals: ${rollup.done} of ${rollup.total} ${rollup.unit}`
}
