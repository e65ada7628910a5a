/** Messages on topics that no source listens to: counted by the form of their topic, with a sample, never stored. Bounded. */

import type { RawMessage } from '../domain/index.ts'
import type { OverlookedTopic } from '../ports/index.ts'

/** Forms of topics; the longest unseen is forgotten first. */
export const OVERLOOKED_KEPT = 200
const SAMPLE_BYTES = 300
/** Levels that differ at one place before that place becomes `{x}`: names of devices. */
const SIBLINGS = 3

export interface OverlookedTopics {
  see(message: RawMessage): void
  /** Newest last. */
  list(): readonly OverlookedTopic[]
  /** Another campus file may listen to them. */
  clear(): void
}

type Entry = { -readonly [K in keyof OverlookedTopic]: OverlookedTopic[K] }

/** Numbers, addresses and UUIDs name one of many: with a digit, or eight hexadecimal digits. */
function isName(level: string): boolean {
  return /\d/.test(level) || /^[0-9a-f]{8,}$/i.test(level)
}

function templateOf(topic: string): string {
  return topic
    .split('/')
    .map((level) => (isName(level) ? '{x}' : level))
    .join('/')
}

const holesOf = (template: string): number => template.split('{x}').length - 1

/** The template with one more `{x}` under which several others of the list fall; null: there are too few. */
function generalise(template: string, others: Iterable<string>): string | null {
  const levels = template.split('/')
  const lists = [...others].map((other) => other.split('/')).filter((other) => other.length === levels.length)
  for (let at = levels.length - 1; at > 0; at--) {
    if (levels[at] === '{x}') continue
    const alike = lists.filter((other) => other.every((level, i) => i === at || level === levels[i]))
    if (alike.length >= SIBLINGS) return levels.with(at, '{x}').join('/')
  }
  return null
}

function covers(template: string, topic: string): boolean {
  const levels = topic.split('/')
  const parts = template.split('/')
  return parts.length === levels.length && parts.every((part, i) => part === '{x}' || part === levels[i])
}

function sampleOf({ topic, payload }: RawMessage): OverlookedTopic['sample'] {
  const cut = payload.subarray(0, SAMPLE_BYTES)
  const text = new TextDecoder().decode(cut)
  return {
    topic,
    payload: text,
    base64: payload.length <= SAMPLE_BYTES ? Buffer.from(cut).toString('base64') : null,
    bytes: payload.length,
  }
}

export function createOverlookedTopics(limit: number = OVERLOOKED_KEPT): OverlookedTopics {
  const entries = new Map<string, Entry>()

  /** Those that fall under a wider template become one with it. */
  function widen(template: string): string {
    const wider = generalise(template, entries.keys())
    if (wider === null) return template
    const alike = [...entries].filter(([other]) => covers(wider, other))
    const first = alike.reduce((least, [, e]) => Math.min(least, e.firstSeen), Number.POSITIVE_INFINITY)
    const last = alike.at(-1)?.[1]
    for (const [other] of alike) entries.delete(other)
    if (last !== undefined)
      entries.set(wider, { ...last, template: wider, firstSeen: first, count: alike.reduce((sum, [, e]) => sum + e.count, 0) })
    return wider
  }

  function templateFor(topic: string): string {
    const own = templateOf(topic)
    if (entries.has(own)) return own
    const known = [...entries.keys()].filter((template) => covers(template, own)).sort((a, b) => holesOf(a) - holesOf(b))[0]
    return known ?? widen(own)
  }

  return {
    see(message) {
      const template = templateFor(message.topic)
      const entry = entries.get(template)
      entries.delete(template)
      if (entries.size >= limit) entries.delete(entries.keys().next().value ?? '')
      const at = message.receivedAt
      entries.set(template, {
        template,
        count: (entry?.count ?? 0) + 1,
        firstSeen: entry?.firstSeen ?? at,
        lastSeen: at,
        sample: sampleOf(message),
      })
    },
    list: () => [...entries.values()],
    clear: () => entries.clear(),
  }
}
