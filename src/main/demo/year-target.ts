/** Where a year is played into: the service that runs on the data folder, or one that is opened for it in this process. */

import { hostsOf } from '../../kernel/index.ts'
import { ask } from '../../cli/support/api.ts'
import type { ApiClient, CommandContext } from '../../cli/support/command.ts'
import type { Config } from '../../config/types.ts'
import { formatIn, instant } from '../../domain/index.ts'
import type { SeriesView } from '../../views/points/series-types.ts'
import { clientOf, connect } from '../client/api-client.ts'
import { readServiceFile } from '../client/running-service.ts'
import { limitHeapGrowth } from '../../adapters/system/heap.ts'
import { openService } from '../campus-service.ts'

export interface Target {
  readonly api: ApiClient
  /** mqtt://host:port */
  readonly broker: string
  readonly login: { readonly username: string | null; readonly password: string | null }
  /** Resolves when the last reading of every device is stored. */
  stored(at: number): Promise<void>
  rolledUp(ctx: CommandContext): Promise<void>
  close(): Promise<void>
}

const POLL_EVERY_MS = 500

export async function openTarget(config: Config): Promise<Target> {
  const running = readServiceFile(config.data.dir)
  if (running !== null) return targetOf(config, await connect(null), running.broker)
  limitHeapGrowth()
  const service = await openService({ ...config, roles: ['ingest'] }, { listen: false, pretty: true })
  return targetOf(config, clientOf(service), service.broker?.state().url ?? null)
}

function targetOf({ campus, broker }: Config, api: ApiClient, embedded: string | null): Target {
  const devices = lastPoints(campus.points)
  return {
    api,
    broker: embedded ?? hostsOf(broker.url)[0] ?? broker.url,
    login: { username: broker.username, password: broker.password },
    async stored(at) {
      const from = encodeURIComponent(formatIn(campus.timezone, instant(at)))
      const to = encodeURIComponent(formatIn(campus.timezone, instant(at + 1)))
      for (const point of devices) {
        for (;;) {
          const { values } = await ask<SeriesView>(
            api,
            'GET',
            `/api/v1/points/${encodeURIComponent(point)}/series?from=${from}&to=${to}&step=raw`,
          )
          if (values.length > 0) break
          await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS))
        }
      }
    },
    async rolledUp(ctx) {
      ctx.stderr('rolling up ...\n')
      await ask(api, 'POST', '/api/v1/rollup', {})
    },
    close: () => api.close(),
  }
}

/** One point of every device: its message holds all of them. */
function lastPoints(points: Config['campus']['points']): readonly string[] {
  const byDevice = new Map(points.flatMap((p) => p.from.map((row) => [row.device, p.id] as const)))
  return [...byDevice.values()]
}
