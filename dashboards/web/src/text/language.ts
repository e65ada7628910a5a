/** Messages in the language of the reader. A catalogue is modules per language and per screen; `{name}` in a message is replaced. */

import { signal } from '@preact/signals'
import type { Names } from '../api/types.ts'
import type shared from './messages/en.json'

export const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant'] as const
export type Language = (typeof LANGUAGES)[number]
export type SharedKey = keyof typeof shared
export type Catalogue = Readonly<Record<string, string>>
/** Loads the catalogue of a screen in a language. */
export type MessageLoader = (language: Language) => Promise<{ readonly default: Catalogue }>

/** Messages that are looked up by a term of the service: `use.lighting`, `reason.bad-time`. */
export type Group =
  | 'boundary'
  | 'step'
  | 'use'
  | 'medium'
  | 'quantity'
  | 'quality'
  | 'reason'
  | 'finding'
  | 'why'
  | 'job'
  | 'count'
  | 'confidence'
  | 'suggestion'
  | 'place'
  | 'cause'
  | 'severity'
  | 'entry-key'
  | 'day'
  | 'role'
  | 'rate'
  | 'command'
  | 'failsafe'
  | 'control-value'
  | 'control-event'
  | 'rule.kind'
  | 'limit'
  | 'fault'

const STORAGE_KEY = 'campus.language'

const catalogues: Record<Language, Record<string, string>> = { en: {}, 'zh-Hans': {}, 'zh-Hant': {} }
const loaders = new Set<MessageLoader>()

export const language = signal<Language>('en')

const loadShared: MessageLoader = (target) => import(`./messages/${target}.json`) as Promise<{ default: Catalogue }>

/** Loads a catalogue now, and with every language that is chosen later. */
export async function loadMessages(load: MessageLoader): Promise<void> {
  const target = language.peek()
  loaders.add(load)
  Object.assign(catalogues[target], (await load(target)).default)
  // The other languages follow: they can then be chosen without a connection.
  for (const other of LANGUAGES) if (other !== target) void load(other).catch(() => null)
}

async function loadAll(target: Language): Promise<void> {
  const modules = await Promise.all([...loaders].map((load) => load(target)))
  for (const { default: catalogue } of modules) Object.assign(catalogues[target], catalogue)
}

function languageOfSystem(): Language {
  const target = navigator.language.toLowerCase()
  if (!target.startsWith('zh')) return 'en'
  return /hant|tw|hk|mo/.test(target) ? 'zh-Hant' : 'zh-Hans'
}

/** As the address asks (`?lang=`), else as chosen before, else as the browser is set. */
export async function restoreLanguage(): Promise<void> {
  const target = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(STORAGE_KEY)
  language.value = LANGUAGES.find((l) => l === target) ?? languageOfSystem()
  await loadMessages(loadShared)
}

/** The texts change once every catalogue is there: no screen is half in one language. Without a connection they may stay as they are. */
export async function chooseLanguage(next: Language): Promise<void> {
  try {
    await loadAll(next)
  } catch {
    return
  }
  language.value = next
  localStorage.setItem(STORAGE_KEY, next)
}

type Values = Readonly<Record<string, string | number>>

function fill(message: string, values: Values): string {
  return message.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)).trim()
}

/** A function that knows the keys of a screen beside the shared ones. */
export function translator<Key extends string = never>() {
  return (key: Key | SharedKey, values: Values = {}): string => fill(catalogues[language.value][key] ?? key, values)
}

/** Shared messages. */
export const t = translator()

/** The message for a term of the service, or null when there is none. */
export function findTerm(group: Group, name: string, values: Values = {}): string | null {
  const message = catalogues[language.value][`${group}.${name}`]
  return message === undefined ? null : fill(message, values)
}

/** `data-room_2` as `Data room 2`. */
export function humanise(name: string): string {
  const words = name.replaceAll(/[-_.]+/g, ' ').trim()
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1)
}

/** The message for a term of the service (a use, a reason, a finding); the term made readable when there is none. */
export function term(group: Group, name: string, values: Values = {}): string {
  return findTerm(group, name, values) ?? humanise(name)
}

export function nameOf(names: Names, otherwise: string): string {
  return names[language.value] ?? names.en ?? Object.values(names)[0] ?? otherwise
}
