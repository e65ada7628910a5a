/** Beats by node-cron. It skips slots that come more than a second late and remembers nothing: a beat only nudges. */

import { schedule, validate } from 'node-cron'
import { type Beats, type Events, PortError } from '../../ports/index.ts'

export function createBeats({ events }: { readonly events: Events }): Beats {
  return {
    every(name, pattern, zone, beat) {
      if (!validate(pattern))
        throw new PortError('refused', `"${pattern}" is no cron pattern for the beat "${name}"; write six fields, e.g. "0 */15 * * * *"`)
      const run = async (): Promise<void> => {
        try {
          await beat()
        } catch (error) {
          events.emit({ code: 'job-failed', level: 'error', reason: name, detail: `the beat "${name}" failed: ${String(error)}` })
        }
      }
      const task = schedule(pattern, run, { name, timezone: zone, noOverlap: true, suppressMissedWarning: true, logger: SILENT })
      task.on('execution:missed', ({ dateLocalIso }) => {
        events.emit({ code: 'beat-missed', level: 'warn', reason: name, detail: `the slot ${dateLocalIso} of "${name}" was missed` })
      })
      return () => void task.destroy()
    },
  }
}

/** node-cron writes to the console on its own; what matters reaches us as events of the task. */
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined }
