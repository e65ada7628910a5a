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

/** A year, a quarter or a month, as reports take them. */
export function periodOf(given: string | undefined): string {
  if (given === undefined) throw new UsageError('which period? 2026, 2026-Q1 or 2026-03')
  if (!/^\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$/.test(given)) throw new UsageError(`"${given}" is no period; write 2026, 2026-Q1 or 2026-03`)
  return given
}
