/** The reference campus with a taller block: more than 200 devices. */

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { tempDir } from './service.ts'

const REFERENCE = resolve(import.meta.dirname, '../../simulators/campuses/reference')

export interface BigCampus {
  /** Folder for `campus simulate --campus`. */
  readonly folder: string
  /** Text of its campus file. */
  readonly config: string
  readonly devices: number
}

export function bigCampus(floors = 26): BigCampus {
  const folder = join(tempDir('big'), 'campus')
  cpSync(REFERENCE, folder, { recursive: true })
  for (const name of ['campus.yaml', 'model.yaml']) {
    const file = join(folder, name)
    const text = readFileSync(file, 'utf8')
    const taller = text.replace(/floor: 1\.\.3, zone/, `floor: 1..${floors}, zone`)
    if (taller === text) throw new Error(`${name} of the reference campus has no range of floors to lengthen`)
    // Registers that began years ago take seconds of a processor to reckon up before the first message.
    writeFileSync(file, taller.replace(/^anchor: .*$/m, 'anchor: 2026-01-01'))
  }
  const config = readFileSync(join(folder, 'campus.yaml'), 'utf8')
  return { folder, config, devices: floors * 2 * 4 }
}
