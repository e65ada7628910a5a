/** Waits for the service without a request that takes longer than a client or a proxy waits. */

import { ask } from './api.ts'
import type { ApiClient, CommandContext } from './command.ts'

/** Resolves when everything accepted up to `seq` is stored and, with `rolled`, its totals are computed. */
export async function awaitStored(
  ctx: Pick<CommandContext, 'stderr'>,
  api: ApiClient,
  until: { readonly seq: number; readonly rolled: boolean },
): Promise<void> {
  if (until.rolled) ctx.stderr('storing and computing totals ...\n')
  for (let drained = false; !drained; ) drained = (await ask<{ drained: boolean }>(api, 'POST', '/api/v1/drained', until)).drained
}
