/** The calendar clock of a service as a process, set by hand while it runs. Its timers and its monotonic clock stay those of the machine. */

import { renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { tempDir } from './service.ts'

const PRELOAD = pathToFileURL(resolve(import.meta.dirname, 'moved-clock.mjs')).href

export interface MovedClock {
  /** For the environment of the program. */
  readonly env: Readonly<Record<string, string>>
  /** From now on it is this time there; it goes on from it. */
  set(time: string): void
}

export function createMovedClock(time: string): MovedClock {
  const file = join(tempDir('clock'), 'offset')
  const clock: MovedClock = {
    env: { NODE_OPTIONS: `--import ${PRELOAD}`, MOVED_CLOCK: file },
    set(to) {
      writeFileSync(`${file}.new`, String(Date.parse(to) - Date.now()))
      renameSync(`${file}.new`, file)
    },
  }
  clock.set(time)
  return clock
}
