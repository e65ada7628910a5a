/**
 * Beats at slots that node-cron reckons. Its own timers are not used: after a clock that was set back they wait until the old slot comes
 * again, and after one that was set forth they go through every slot between, one by one. Here a slot that was missed is made up for at once
 * by one beat, however many were missed: a beat only nudges.
 */

import { createTask, validate } from 'node-cron'
import { type Beats, type Events, PortError } from '../../ports/index.ts'

/** The calendar clock is looked at this often: so late a jump of it is noticed. */
const LOOK_MS = 1000
/** A slot that comes later than this is told of. */
const LATE_MS = 1000

export function createBeats({ events }: { readonly events: Events }): Beats {
  return {
    every(name, pattern, zone, beat) {
      if (!validate(pattern))
        throw new PortError('refused', `"${pattern}" is no cron pattern for the beat "${name}"; write six fields, e.g. "0 */15 * * * *"`)
      const task = createTask(pattern, () => undefined, { name, timezone: zone, logger: SILENT })
      const stop = atSlots(() => task.getNextRuns(1)[0]?.getTime() ?? Number.POSITIVE_INFINITY, {
        run: beat,
        failed(error) {
          events.emit({ code: 'job-failed', level: 'error', reason: name, detail: `the beat "${name}" failed: ${String(error)}` })
        },
        missed(slot) {
          const detail = `the slot ${new Date(slot).toISOString()} of "${name}" was missed and is made up for now`
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

/** `nextSlot`: the first after now, by the calendar clock. Never overlapping: a slot during a beat is left out. */
function atSlots(nextSlot: () => number, beat: Beat): () => void {
  let slot = nextSlot()
  let looked = Date.now()
  let running = false
  let timer = setTimeout(look, 0)

  function look(): void {
    const now = Date.now()
    if (now >= slot) reached(now)
    // Set back: the slot may be hours away now.
    else if (now < looked) slot = nextSlot()
    looked = now
    timer = setTimeout(look, Math.min(LOOK_MS, Math.max(1, slot - Date.now())))
  }

  function reached(now: number): void {
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
