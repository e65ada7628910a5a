/**
 * Beats at slots that node-cron computes. Its timers are not used: after the clock was set back they wait until the old slot comes again, and
 * after it was set forward they fire once for every slot in between. Here one beat at once replaces all missed slots, because a beat only
 * triggers a check of what is due.
 */

import { createTask, validate } from 'node-cron'
import { type Beats, type Events, PortError } from '../../ports/index.ts'

/** Longest time between two checks of the calendar clock, and so until a jump of it is noticed. */
const CHECK_MS = 1000
/** A beat that is later than this is reported as missed. */
const LATE_MS = 1000

export function createBeats({ events }: { readonly events: Events }): Beats {
  return {
    every(name, pattern, zone, beat) {
      if (!validate(pattern))
        throw new PortError('refused', `"${pattern}" is not a cron pattern for the beat "${name}"; write six fields, e.g. "0 */15 * * * *"`)
      const task = createTask(pattern, () => undefined, { name, timezone: zone, logger: SILENT })
      const stop = atSlots(() => task.getNextRuns(1)[0]?.getTime() ?? Number.POSITIVE_INFINITY, {
        run: beat,
        failed(error) {
          events.emit({ code: 'job-failed', level: 'error', reason: name, detail: `the beat "${name}" failed: ${String(error)}` })
        },
        missed(slot) {
          const detail = `the slot ${new Date(slot).toISOString()} of "${name}" was missed; the beat runs now`
          events.emit({ code: 'beat-missed', level: 'warn', reason: name, detail })
        },
      })
      return () => {
        stop()
        void task.destroy()
      }
    },
  }
}

interface Beat {
  run(): Promise<void>
  failed(error: unknown): void
  missed(slot: number): void
}

/** `nextSlot`: the first after now, by the calendar clock. Beats never overlap: a slot during a beat is skipped. */
function atSlots(nextSlot: () => number, beat: Beat): () => void {
  let slot = nextSlot()
  let checkedAt = Date.now()
  let running = false
  let timer = setTimeout(check, 0)

  function check(): void {
    const now = Date.now()
    if (now >= slot) fire(now)
    // The clock was set back: the slot may be hours away now.
    else if (now < checkedAt) slot = nextSlot()
    checkedAt = now
    timer = setTimeout(check, Math.min(CHECK_MS, Math.max(1, slot - Date.now())))
  }

  function fire(now: number): void {
    if (now - slot > LATE_MS) beat.missed(slot)
    slot = nextSlot()
    if (!running) void run()
  }

  async function run(): Promise<void> {
    running = true
    try {
      await beat.run()
    } catch (error) {
      beat.failed(error)
    } finally {
      running = false
    }
  }

  return () => clearTimeout(timer)
}

/** node-cron writes to the console on its own. */
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined }
