/** Looks at /metrics all the time: what was stored, whatever process stored it, and what waits in the journal. */

import { setTimeout as delay } from 'node:timers/promises'
import type { World } from './world.ts'

export interface Watch {
  /** Readings stored so far, over all processes; it grows with every commit. */
  stored(): number
  /** Messages in the journal that are not stored; as of the last look. */
  waiting(): number
  /** The most that waited since this was asked last. */
  mostWaiting(): number
  /** Highest resident memory seen, MiB. */
  memory(): number
  stop(): Promise<void>
}

const EVERY_MS = 50
const PATIENCE_MS = 2000

const number = (text: string, name: string): number => Number(new RegExp(`^campus_${name} ([\\d.e+]+)$`, 'm').exec(text)?.[1] ?? 0)

export function watch(world: World): Watch {
  const ended = new AbortController()
  let [before, now, generation, waiting, most, memory] = [0, 0, -1, 0, 0, 0]

  async function look(): Promise<void> {
    const service = world.service()
    const at = world.generation()
    if (service === null) return
    const headers = { authorization: `Bearer ${service.token}` }
    const answer = await fetch(`${service.url}/metrics`, { headers, signal: AbortSignal.timeout(PATIENCE_MS) })
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
      // Away, frozen or starting: there is nothing to see then.
      await look().catch(() => undefined)
      await delay(EVERY_MS)
    }
  }

  const looking = loop()
  return {
    stored: () => before + now,
    waiting: () => waiting,
    mostWaiting() {
      const told = most
      most = waiting
      return told
    },
    memory: () => memory,
    async stop() {
      ended.abort()
      await looking
    },
  }
}
