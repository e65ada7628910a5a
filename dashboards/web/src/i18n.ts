/** Messages and numbers in the reader's language. `{name}` in a message is replaced. */

import { signal } from '@preact/signals'
import type { Names } from './api.ts'
import en from './messages/en.json' with { type: 'json' }
import hans from './messages/zh-Hans.json' with { type: 'json' }
import hant from './messages/zh-Hant.json' with { type: 'json' }

export const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant'] as const
export type Language = (typeof LANGUAGES)[number]
export type Key = keyof typeof en

const CATALOGUES: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { en, 'zh-Hans': hans, 'zh-Hant': hant }
const KEPT = 'campus.language'

function initial(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(KEPT)
  const known = LANGUAGES.find((l) => l === asked)
  if (known) return known
  const wanted = navigator.language.toLowerCase()
  if (!wanted.startsWith('zh')) return 'en'
  return /hant|tw|hk|mo/.test(wanted) ? 'zh-Hant' : 'zh-Hans'
}

export const language = signal<Language>(initial())

export function chooseLanguage(next: Language): void {
  language.value = next
  localStorage.setItem(KEPT, next)
}

export function t(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  return CATALOGUES[language.value][key].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** A word of the service (a use, a role, a reason) in the reader's language; the word itself when there is no message for it. */
export function word(group: 'use' | 'medium' | 'quantity' | 'quality' | 'reason' | 'job' | 'finding', name: string): string {
  const key = `${group}.${name}` as Key
  return CATALOGUES[language.value][key] ?? name
}

export function nameOf(names: Names, otherwise: string): string {
  return names[language.value] ?? names.en ?? Object.values(names)[0] ?? otherwise
}

/** About three significant digits for reading at a glance, never fewer than the whole part. */
export function number(value: number, digits?: number): string {
  const size = Math.abs(value)
  const places = digits ?? (size >= 100 ? 0 : size >= 10 ? 1 : 2)
  return new Intl.NumberFormat(language.value, { minimumFractionDigits: places, maximumFractionDigits: places }).format(value)
}

export function percent(share: number): string {
  // 99.96 % must not read as 100 %: only what is whole is shown as whole.
  const shown = share < 1 ? Math.min(share, 0.999) : 1
  return new Intl.NumberFormat(language.value, { style: 'percent', maximumFractionDigits: 1 }).format(shown)
}

export function clock(at: Date, zone: string, seconds = false): string {
  return new Intl.DateTimeFormat(language.value, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(at)
}

export function day(at: Date, zone: string): string {
  return new Intl.DateTimeFormat(language.value, { timeZone: zone, dateStyle: 'medium' }).format(at)
}

export function moment(text: string, zone: string): string {
  const at = new Date(text)
  return `${day(at, zone)} ${clock(at, zone)}`
}

export function age(seconds: number): string {
  if (seconds < 120) return t('age.seconds', { n: Math.max(0, Math.round(seconds)) })
  if (seconds < 7200) return t('age.minutes', { n: Math.round(seconds / 60) })
  if (seconds < 172_800) return t('age.hours', { n: Math.round(seconds / 3600) })
  return t('age.days', { n: Math.round(seconds / 86_400) })
}

const UNITS: Readonly<Record<string, string>> = {
  Cel: '°C',
  'W/m2': 'W/m²',
  m3: 'm³',
  'm3/h': 'm³/h',
  'kvar.h': 'kvarh',
  bool: '',
  enum: '',
  '1': '',
}

export function unit(code: string): string {
  return UNITS[code] ?? code
}
