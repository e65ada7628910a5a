/** The files that describe the campus, as the use cases of devices read and write them. */

import { faultText } from '../../config/fault-text.ts'
import type { LoadInput } from '../../config/load.ts'
import type { Config } from '../../config/types.ts'
import { includeRegister, locateRegister, type RegisterFile } from '../../devices/index.ts'
import type { Refusal } from '../refusal.ts'

export interface CampusFiles {
  /** The campus file with how its includes are read, from the disk as it is now. Throws PortError. */
  input(): LoadInput
  /** Text of a file; null: there is none. */
  read(file: string): string | null
  /** As a whole or not at all; folders on the way are made. Throws PortError `refused` where the disk does not take it. */
  write(file: string, text: string): void
}

export interface CampusWriter {
  /** The register's file as it lies on the disk now. */
  register(): RegisterFile | Refusal
  /** Writes the register's file and puts the campus in force that it gives. Throws PortError. */
  write(register: RegisterFile, text: string, config: Config): Promise<void>
}

const refused = (detail: string): Refusal => ({ refused: 'refused', detail })

export function createCampusWriter(files: CampusFiles | null, reconfigure: (config: Config) => Promise<void>): CampusWriter {
  return {
    register() {
      if (files === null) return refused('the service was started without a campus file: there is nothing to write to')
      const register = locateRegister(files.input(), (file) => files.read(file))
      if ('faults' in register)
        return refused(`the campus file has faults; correct them first: ${register.faults.map(faultText).join('; ')}`)
      const { include, input } = register
      if (include !== null && 'entry' in include)
        return refused(`the campus file includes no folder: add ${include.entry} to the list "include" of ${input.file}`)
      return { ...register, input: { ...input, text: includeRegister(register) } }
    },
    async write({ file, include, input }, text, config) {
      if (files === null) return
      files.write(file, text)
      // Behind the file that it includes: a campus file that names what is not there yet would have a fault.
      if (include !== null) files.write(input.file, input.text)
      await reconfigure(config)
    },
  }
}
