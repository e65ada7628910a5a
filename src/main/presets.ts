/** What `preset:` may name: the conventions with code of their own and the presets that ship beside them. */

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CommandError } from '../cli/support/command.ts'
import { faultText } from '../config/fault-text.ts'
import { addPresets, type PresetFile } from '../config/presets.ts'
import type { ConventionDescriptor } from '../domain/index.ts'
import { DESCRIPTORS } from '../wire/index.ts'

/** The same place in the sources and in a build, which copies the files. */
const FOLDER = new URL('../wire/presets/', import.meta.url)

function shippedPresets(): PresetFile[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))
  return names.sort().map((name) => ({ file: fileURLToPath(new URL(name, FOLDER)), text: readFileSync(new URL(name, FOLDER), 'utf8') }))
}

let cached: readonly ConventionDescriptor[] | null = null

/** Read once. Throws when a preset has faults. */
export function conventions(): readonly ConventionDescriptor[] {
  if (cached !== null) return cached
  const list = addPresets(DESCRIPTORS, shippedPresets())
  if (list.faults.length > 0) throw new CommandError(`a preset cannot be used:\n${list.faults.map(faultText).join('\n')}`, 2)
  cached = list.conventions
  return cached
}
