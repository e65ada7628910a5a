/** Numbers, shares, times and ages as the language of the reader writes them; times always in the zone of the site. */

import { language, t } from './language.ts'

/** Formatters are expensive to make and used for every cell. */
const formatters = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

export function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n ${language.value} ${JSON.stringify(options)}`
  const formatter = formatters.get(key) ?? new Intl.NumberFormat(language.value, options)
  formatters.set(key, formatter)
  return formatter as Intl.NumberFormat
}

export function times(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `t ${language.value} ${JSON.stringify(options)}`
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(language.value, options)
  formatters.set(key, formatter)
  return formatter as Intl.DateTimeFormat
}

/** About three significant digits for reading at a glance, never fewer than the whole part; only 0 reads as 0. */
export function number(value: number, digits?: number): string {
  const size = Math.abs(value)
  if (digits === undefined && size === 0) return numbers({}).format(0)
  if (digits === undefined && size < 0.1) return numbers({ maximumSignificantDigits: size < 0.01 ? 1 : 2 }).format(value)
  const places = digits ?? (size >= 100 ? 0 : size >= 10 ? 1 : 2)
  return numbers({ minimumFractionDigits: places, maximumFractionDigits: places }).format(value)
}

/** Up to three decimals, without trailing zeros: a register as it reads on the meter. */
export function exact(value: number): string {
  return Math.abs(value) < 0.001 ? number(value) : numbers({ maximumFractionDigits: 3 }).format(value)
}

/** A share of 0 to 1. 99.96 % must not read as 100 %, nor 0.04 % as 0 %: only the whole reads as whole. */
export function percent(share: number): string {
  const capped = share >= 1 ? 1 : share <= 0 ? 0 : Math.min(0.999, Math.max(0.001, share))
  return numbers({ style: 'percent', maximumFractionDigits: 1 }).format(capped)
}

/** How much more or less than before, with its sign; a dash when there is nothing to compare with. */
export function change(now: number | null, before: number): string {
  if (now === null || before <= 0) return '–'
  return numbers({ style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(now / before - 1)
}

export function clock(at: Date, zone: string, seconds = false): string {
  const second = seconds ? ({ second: '2-digit' } as const) : {}
  return times({ timeZone: zone, hour: '2-digit', minute: '2-digit', ...second, hourCycle: 'h23' }).format(at)
}

export function day(at: Date, zone: string): string {
  return times({ timeZone: zone, dateStyle: 'medium' }).format(at)
}

export function dayOfMonth(at: Date, zone: string): string {
  return times({ timeZone: zone, month: 'short', day: 'numeric' }).format(at)
}

export function month(at: Date, zone: string): string {
  return times({ timeZone: zone, year: 'numeric', month: 'short' }).format(at)
}

export function moment(text: string, zone: string): string {
  const at = new Date(text)
  return `${day(at, zone)} ${clock(at, zone)}`
}

export function age(seconds: number): string {
  if (seconds < 120) return t('age.seconds', { n: Math.max(0, Math.round(seconds)) })
  if (seconds < 7200) return t('age.minutes', { n: Math.round(seconds / 60) })
  if (seconds < 172_800) return t('age.hours', { n: Math.round(seconds / 3600) })
  return t('age.days', { n: numbers({}).format(Math.round(seconds / 86_400)) })
}
