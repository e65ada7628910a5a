/** Polls /metrics: how much was stored, over all processes, and how much waits in the journal. */

import { setTimeout as delay } from 'node:timers/promises'
import type { World } from './world.ts'

export interface Watch {
  /** Readings stored so far, over all processes; it grows with every commit. */
  stored(): number
  /** Messages in the journal that are not stored, at the last poll. */
  waiting(): number
  /** The most that waited since the last call. */
  mostWaiting(): number
  /** Highest resident memory seen, MiB. */
  memory(): number
  stop(): Promise<void>
}

const EVERY_MS = 50
const TIMEOUT_MS = 2000

const number = (text: string, name: string): number => Number(new RegExp(`^campus_${name} ([\\d.e+]+)$`, 'm').exec(text)?.[1] ?? 0)

export function startWatch(world: World): Watch {
  const ended = new AbortController()
  let [before, now, generation, waiting, most, memory] = [0, 0, -1, 0, 0, 0]

  async function poll(): Promise<void> {
    const service = world.service()
    const at = world.generation()
    if (service === null) return
    const headers = { authorization: `Bearer ${service.token}` }
    const answer = await fetch(`${service.url}/metrics`, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) })
    const text = await answer.text()
    if (at !== generation) before += now
    generation = at
    now = number(text, 'readings_stored_total')
    waiting = number(text, 'journal_waiting_messages')
    most = Math.max(most, waiting)
    memory = Math.max(memory, number(text, 'process_resident_memory_bytes') / 2 ** 20)
  }

  async function loop(): Promise<void> {
    while (!ended.signal.aborted) {
      // The service is down, frozen or starting: this poll has no answer.
      await poll().catch(() => undefined)
      await delay(EVERY_MS)
    }
  }

  const polling = loop()
  return {
    stored: () => before + now,
    waiting: () => waiting,
    mostWaiting() {
      const peak = most
      most = waiting
      return peak
    },
    memory: () => memory,
    async stop() {
      ended.abort()
      await polling
    },
  }
}
