/** Messages in the reader's language. `{name}` in a message is replaced; catalogues are kept equal by a test. */

import { signal } from '@preact/signals'
import type { Names } from './api.ts'
import en from './messages/en.json' with { type: 'json' }
import hans from './messages/zh-Hans.json' with { type: 'json' }
import hant from './messages/zh-Hant.json' with { type: 'json' }

export const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant'] as const
export type Language = (typeof LANGUAGES)[number]
type Office = typeof import('./messages/office/en.json', { with: { type: 'json' }})
export type Key = keyof typeof en | keyof Office

/** Messages that are looked up by a word of the service: `use.lighting`, `reason.bad-time`. */
export type Group =
  | 'rate'
  | 'step'
  | 'use'
  | 'quantity'
  | 'quality'
  | 'reason'
  | 'finding'
  | 'why'
  | 'job'
  | 'count'
  | 'confidence'
  | 'place'
  | 'cause'
  | 'severity'
  | 'fact'
  | 'day'

type Catalogue = Readonly<Partial<Record<Key, string>>>

const catalogues: Record<Language, Catalogue> = { en, 'zh-Hans': hans, 'zh-Hant': hant }

/** Messages of pages that are fetched later. */
export function addMessages(more: Readonly<Record<Language, Catalogue>>): void {
  for (const l of LANGUAGES) catalogues[l] = { ...catalogues[l], ...more[l] }
}

const KEPT = 'campus.language'

export const language = signal<Language>('en')

function wantedBySystem(): Language {
  const wanted = navigator.language.toLowerCase()
  if (!wanted.startsWith('zh')) return 'en'
  return /hant|tw|hk|mo/.test(wanted) ? 'zh-Hant' : 'zh-Hans'
}

/** As the address says (`?lang=`), else as chosen before, else as the browser is set. */
export function restoreLanguage(): void {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(KEPT)
  language.value = LANGUAGES.find((l) => l === asked) ?? wantedBySystem()
}

export function chooseLanguage(next: Language): void {
  language.value = next
  localStorage.setItem(KEPT, next)
}

type Values = Readonly<Record<string, string | number>>

function filled(message: string, values: Values): string {
  return message.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)).trim()
}

export function t(key: Key, values: Values = {}): string {
  return filled(catalogues[language.value][key] ?? key, values)
}

/** A word of the service in the reader's language, or null when there is no message for it. */
export function known(group: Group, name: string, values: Values = {}): string | null {
  const message = catalogues[language.value][`${group}.${name}` as Key]
  return message === undefined ? null : filled(message, values)
}

/** `data-room_2` as words: `Data room 2`. */
export function humanised(name: string): string {
  const words = name.replaceAll(/[-_.]+/g, ' ').trim()
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1)
}

/** A word of the service (a use, a reason, a finding) in the reader's language; humanised when there is no message for it. */
export function word(group: Group, name: string, values: Values = {}): string {
  return known(group, name, values) ?? humanised(name)
}

export function nameOf(names: Names, otherwise: string): string {
  return names[language.value] ?? names.en ?? Object.values(names)[0] ?? otherwise
}
