/** `--token TOKEN` of any command, or CAMPUS_TOKEN: who asks, where it is not the admin of this machine. */

import { UsageError } from './command.ts'

export interface CommandLine {
  readonly args: readonly string[]
  /** Null: the admin of this machine. */
  readonly token: string | null
}

/** Takes the option out of the arguments, wherever it stands before `--`. Throws UsageError without a value. */
export function takeToken(args: readonly string[], fromEnvironment: string | undefined): CommandLine {
  const end = args.includes('--') ? args.indexOf('--') : args.length
  const at = args.findIndex((arg, i) => i < end && (arg === '--token' || arg.startsWith('--token=')))
  if (at < 0) return { args, token: fromEnvironment === undefined || fromEnvironment === '' ? null : fromEnvironment }
  const joined = args[at]?.split('=')[1]
  const token = joined ?? args[at + 1]
  if (token === undefined || token === '' || token.startsWith('--'))
    throw new UsageError('--token needs a value; CAMPUS_TOKEN keeps it out of the list of processes')
  return { args: [...args.slice(0, at), ...args.slice(at + (joined === undefined ? 2 : 1))], token }
}
