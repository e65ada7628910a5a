/** Which campus file is meant. Light on purpose: commands that only look for a running service load no configuration. */

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CommandError } from '../cli/support/command.ts'
import { errorText } from '../kernel/index.ts'
import { readText } from './files.ts'
import { HOME } from './home.ts'

export interface Choice {
  /** `--config`, or null. */
  readonly file: string | null
  readonly roles?: readonly string[]
  readonly demo?: boolean
}

export const REFERENCE_CAMPUS = join(HOME, 'simulators/campuses/reference/campus.yaml')

/** `--config`, else ./campus.yaml, else the demo's. */
export function campusFile(choice: Choice): { file: string; demo: boolean } {
  if (choice.file !== null) return { file: resolve(choice.file), demo: choice.demo ?? false }
  const here = resolve('campus.yaml')
  if (!choice.demo && existsSync(here)) return { file: here, demo: false }
  return { file: REFERENCE_CAMPUS, demo: true }
}

/** Text of the campus file; a CommandError with exit 2 when it cannot be read. */
export function readCampusFile(file: string): string {
  try {
    return readText(file)
  } catch (error) {
    throw new CommandError(`cannot read the campus file "${file}": ${errorText(error)}`, 2)
  }
}
