/** Flags as every command reads them: node's parseArgs, with our usage errors. */

import { type ParseArgsConfig, parseArgs } from 'node:util'
import { errorLine } from '../../kernel/index.ts'
import { isLanguage, type Language, LANGUAGES } from '../../figures/messages/languages.ts'
import { PERIOD_FORMS, PERIOD_PATTERN } from '../../domain/time/period-names.ts'
import { UsageError } from './command.ts'

export type Flags = NonNullable<ParseArgsConfig['options']>
export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

export interface ParsedOptions {
  readonly values: OptionValues
  readonly positionals: readonly string[]
}

/** `--config` and `--json` belong to every command that talks to the service. */
export const SERVICE_FLAGS = { config: { type: 'string' }, json: { type: 'boolean' } } as const satisfies Flags

/** No option begins with a digit: `-5` and `-.5` are values. */
const isNegative = (arg: string): boolean => /^-\.?\d/.test(arg)

/** No argument of a process can contain it. */
const SHIELD = '\0'

/** Joins a negative number to the option before it that needs a value, and shields it as a positional elsewhere: node would read an option. */
function shieldNegatives(args: readonly string[], options: Flags): string[] {
  const end = args.includes('--') ? args.indexOf('--') : args.length
  const needsValue = (arg: string | undefined): boolean => arg?.startsWith('--') === true && options[arg.slice(2)]?.type === 'string'
  return args.flatMap((arg, i) => {
    if (i >= end) return [arg]
    if (isNegative(arg)) return needsValue(args[i - 1]) ? [] : [`${SHIELD}${arg}`]
    const next = args[i + 1]
    return needsValue(arg) && next !== undefined && isNegative(next) ? [`${arg}=${next}`] : [arg]
  })
}

/** A negative number is a value, of an option or by itself. Throws UsageError. */
export function parse(args: readonly string[], options: Flags): ParsedOptions {
  try {
    const { values, positionals } = parseArgs({ args: shieldNegatives(args, options), options, allowPositionals: true, strict: true })
    return { values: values as OptionValues, positionals: positionals.map((p) => (p.startsWith(SHIELD) ? p.slice(SHIELD.length) : p)) }
  } catch (error) {
    throw new UsageError(errorLine(error))
  }
}

export function text(values: OptionValues, name: string): string | null {
  const value = values[name]
  return typeof value === 'string' ? value : null
}

export function required(values: OptionValues, name: string): string {
  const value = text(values, name)
  if (value === null) throw new UsageError(`--${name} is missing`)
  return value
}

/** The language of `--lang`, or null without it. */
export function languageOf(values: OptionValues): Language | null {
  const lang = text(values, 'lang')
  if (lang !== null && !isLanguage(lang)) throw new UsageError(`--lang: "${lang}" is not one of ${LANGUAGES.join(', ')}`)
  return lang
}

/** A period as reports take them. */
export function periodOf(period: string | undefined): string {
  if (period === undefined) throw new UsageError(`which period? ${PERIOD_FORMS}`)
  if (!new RegExp(PERIOD_PATTERN).test(period)) throw new UsageError(`"${period}" is no period; write ${PERIOD_FORMS}`)
  return period
}
