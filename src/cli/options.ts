/** Flags as every command reads them: node's parseArgs, with our usage errors. */

import { type ParseArgsConfig, parseArgs } from 'node:util'
import { UsageError } from './command.ts'

export type Flags = NonNullable<ParseArgsConfig['options']>
export type Values = Readonly<Record<string, string | boolean | undefined>>

export interface Parsed {
  readonly values: Values
  readonly positionals: readonly string[]
}

/** `--config` and `--json` belong to every command that talks to the service. */
export const SERVICE_FLAGS = { config: { type: 'string' }, json: { type: 'boolean' } } as const satisfies Flags

export function parse(args: readonly string[], options: Flags): Parsed {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    return { values: values as Values, positionals }
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
}

export function text(values: Values, name: string): string | null {
  const value = values[name]
  return typeof value === 'string' ? value : null
}

export function required(values: Values, name: string): string {
  const value = text(values, name)
  if (value === null) throw new UsageError(`--${name} is missing`)
  return value
}
