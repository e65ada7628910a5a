/** The demo: the reference campus as simulated devices on the broker, with its history. */

import { join } from 'node:path'
import { startDemo } from '../../../simulators/index.ts'
import type { Config } from '../../config/types.ts'
import type { Service } from '../campus-service.ts'

const LIVE_EVERY_MS = 5000
const HISTORY_MONTHS = 13

export function runDemo(config: Config, service: Service): { stop(): Promise<void> } {
  const abort = new AbortController()
  const demo = startDemo({
    broker: service.broker?.state().url ?? '',
    stateFile: join(config.data.dir, 'demo.json'),
    now: () => Date.now(),
    liveEveryMs: LIVE_EVERY_MS,
    months: HISTORY_MONTHS,
    signal: abort.signal,
    onProgress: ({ done, total, detail }) =>
      service.app.progress.report({
        id: 'history',
        name: 'history',
        state: done < total ? 'running' : 'done',
        done,
        total,
        unit: 'messages',
        detail,
      }),
  })
  demo.historyDone.catch((error: unknown) => {
    if (!abort.signal.aborted)
      service.events.emit({ code: 'job-failed', level: 'error', detail: `the demo's history could not be sent: ${String(error)}` })
  })
  return {
    async stop() {
      abort.abort()
      await demo.stop()
    },
  }
}
