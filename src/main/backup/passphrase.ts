import { readFileSync } from 'node:fs'
import { CommandError } from '../../cli/support/command.ts'
import { errorText } from '../../kernel/index.ts'

const VARIABLE = 'CAMPUS__BACKUP__PASSPHRASE'

/** The passphrase of backups, of the environment or a file that it names; null: they are not encrypted. */
export function passphraseOf(env: Readonly<Record<string, string | undefined>>): string | null {
  const [value, file] = [env[VARIABLE], env[`${VARIABLE}_FILE`]]
  if (value) return value
  if (!file) return null
  try {
    return readFileSync(file, 'utf8').trimEnd()
  } catch (error) {
    throw new CommandError(`the passphrase of backups cannot be read (${VARIABLE}_FILE): ${errorText(error)}`, 2)
  }
}
