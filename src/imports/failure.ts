/** Failures of a whole import, as sentences with the option that decides. */

import type { ImportFailure, Outcome } from './types.ts'

export interface FailurePlace {
  readonly line?: number
  readonly column?: string
  readonly value?: string
}

const LONGEST_VALUE = 120

/** Quotes a value for a message; long ones are cut. */
export function shortened(value: string): string {
  return value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE)}...`
}

function failure(kind: ImportFailure['kind'], reason: string, options: readonly string[], at: FailurePlace): ImportFailure {
  return { kind, line: at.line ?? 1, column: at.column ?? '', value: shortened(at.value ?? ''), reason, options }
}

/** The bytes are not of a form that can be read. */
export function unreadable(reason: string, at: FailurePlace = {}): ImportFailure {
  return failure('unreadable', reason, [], at)
}

/** The file allows several readings; each option decides. */
export function undecided(reason: string, options: readonly string[], at: FailurePlace = {}): ImportFailure {
  return failure('undecided', reason, options, at)
}

/** An option does not suit the file or is not an option. */
export function wrongOption(reason: string, options: readonly string[] = [], at: FailurePlace = {}): ImportFailure {
  return failure('option', reason, options, at)
}

export function failed<T>(...failures: readonly ImportFailure[]): Outcome<T> {
  return { ok: false, failures }
}

export function succeeded<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

/** An option with its value as a shell takes it. */
export function flag(name: string, value: string): string {
  if (/^[\w.:/+*-]+$/.test(value)) return `--${name} ${value}`
  return value.includes("'") ? `--${name} "${value}"` : `--${name} '${value}'`
}
