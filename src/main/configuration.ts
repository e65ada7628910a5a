/** The campus file read with its includes and the environment. */

import { CommandError } from '../cli/support/command.ts'
import { loadConfig } from '../config/load.ts'
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
  const { file, demo } = campusFile(choice)
  const text = readCampusFile(file)
  const patterns = new Map<string, () => readonly string[]>()
  const result = loadConfig({
    file,
    text,
    readInclude(pattern, from) {
      patterns.set(`${from} ${pattern}`, () => glob(pattern, from))
      return glob(pattern, from).map((f) => ({ file: f, text: readText(f) }))
    },
    env: process.env,
    conventions: conventions(),
    readSecret: secretFrom,
    overrides: { demo, simulated: file === REFERENCE_CAMPUS, ...(choice.roles ? { roles: choice.roles } : {}) },
  })
  return { result, files: () => [file, ...[...patterns.values()].flatMap((find) => find())] }
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
