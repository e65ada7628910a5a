/** The campus file read with its includes and the environment. */

import { CommandError } from '../cli/support/command.ts'
import { loadConfig, type LoadInput } from '../config/load.ts'
import type { Config, LoadResult } from '../config/types.ts'
import { faultText } from '../config/fault-text.ts'
import { campusFile, type Choice, readCampusFile, REFERENCE_CAMPUS } from './campus-file.ts'
import { glob, readText } from './files.ts'
import { conventions } from './presets.ts'

export interface LoadedConfig {
  readonly result: LoadResult
  /** The campus file and what it includes, as they are found now: files that come to match a pattern are among them. */
  readonly files: () => readonly string[]
}

export function loadChoice(choice: Choice): LoadedConfig {
  const patterns = new Map<string, () => readonly string[]>()
  const input = loadInputOf(choice, (pattern, from) => patterns.set(`${from} ${pattern}`, () => glob(pattern, from)))
  return { result: loadConfig(input), files: () => [input.file, ...[...patterns.values()].flatMap((find) => find())] }
}

/** What the configuration is read from. `onInclude` hears of each pattern of includes. */
export function loadInputOf(choice: Choice, onInclude: (pattern: string, from: string | null) => void = () => undefined): LoadInput {
  const { file, demo } = campusFile(choice)
  return {
    file,
    text: readCampusFile(file),
    readInclude(pattern, from) {
      onInclude(pattern, from)
      return glob(pattern, from).map((f) => ({ file: f, text: readText(f) }))
    },
    env: process.env,
    conventions: conventions(),
    readSecret: secretFrom,
    overrides: { demo, simulated: file === REFERENCE_CAMPUS, ...(choice.roles ? { roles: choice.roles } : {}) },
  }
}

function secretFrom(path: string): string | null {
  try {
    return readText(path).trimEnd()
  } catch {
    return null
  }
}

/** The configuration, or every fault on stderr and exit 2. */
export function configOf(choice: Choice): Config {
  const { result } = loadChoice(choice)
  if (result.ok) return result.config
  throw new CommandError(
    `the campus file has ${result.faults.length} fault${result.faults.length === 1 ? '' : 's'}, nothing was started:\n${result.faults.map(faultText).join('\n')}`,
    2,
  )
}
