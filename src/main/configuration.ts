/** Which campus file is meant, read with its includes and the environment. */

import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CommandError } from '../cli/support/command.ts'
import { loadConfig } from '../config/load.ts'
import type { Config, LoadResult } from '../config/types.ts'
import { faultText } from '../config/fault-text.ts'
import { errorText } from '../kernel/index.ts'
import { glob, readText } from './files.ts'
import { conventions } from './presets.ts'

export interface Choice {
  /** `--config`, or null. */
  readonly file: string | null
  readonly roles?: readonly string[]
  readonly demo?: boolean
}

/** The folder that holds package.json, both for sources and for a build in dist. */
export const HOME = packageRoot(dirname(fileURLToPath(import.meta.url)))

function packageRoot(from: string): string {
  for (let dir = from; ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json')) && existsSync(join(dir, 'bin'))) return dir
    if (dir === dirname(dir)) return from
  }
}

export const REFERENCE_CAMPUS = join(HOME, 'simulators/campuses/reference/campus.yaml')

/** `--config`, else ./campus.yaml, else the demo's. */
export function campusFile(choice: Choice): { file: string; demo: boolean } {
  if (choice.file !== null) return { file: resolve(choice.file), demo: choice.demo ?? false }
  const here = resolve('campus.yaml')
  if (!choice.demo && existsSync(here)) return { file: here, demo: false }
  return { file: REFERENCE_CAMPUS, demo: true }
}

export interface LoadedConfig {
  readonly result: LoadResult
  /** The campus file and what it includes, as they are found now: files that come to match a pattern are among them. */
  readonly files: () => readonly string[]
}

export function loadChoice(choice: Choice): LoadedConfig {
  const { file, demo } = campusFile(choice)
  let text: string
  try {
    text = readText(file)
  } catch (error) {
    throw new CommandError(`cannot read the campus file "${file}": ${errorText(error)}`, 2)
  }
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
