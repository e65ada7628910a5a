/** Topic templates: `{x}` is one level (or a part of one), `{x+}` one or more levels, `{x*}` none or more; `+` and `#` match without a name. */

import { matchPieces, type TopicPiece } from './topic-pattern.ts'

export type Captures = Readonly<Record<string, string>>

export interface TopicTemplate {
  /** The captured levels, or null when the topic is not of this form. */
  match(topic: string): Captures | null
  /** What to subscribe to. May match more than the template. */
  readonly filter: string
}

const HOLE = /\{([^{}]+?)([+*])?\}/g
/** A level that may be absent. */
const OPTIONAL = /^\{([^{}]+?)\*\}$/

/** Literals and holes of a level. */
function piecesOf(level: string): TopicPiece[] {
  if (level === '+') return [{ name: null, levels: false, least: 1 }]
  if (level === '#') return [{ name: null, levels: true, least: 0 }]
  const pieces: TopicPiece[] = []
  let at = 0
  for (const hole of level.matchAll(HOLE)) {
    pieces.push(level.slice(at, hole.index), { name: hole[1] ?? '', levels: hole[2] !== undefined, least: 1 })
    at = hole.index + hole[0].length
  }
  return [...pieces, level.slice(at)]
}

function filterOf(levels: readonly string[]): string {
  const filter: string[] = []
  for (const level of levels) {
    if (level === '#' || /\{[^{}]+[+*]\}/.test(level)) return [...filter, '#'].join('/')
    filter.push(level.includes('{') ? '+' : level)
  }
  return filter.join('/')
}

/** Compiles a template. Two `{x}` of one name: the later wins. */
export function topicTemplate(text: string): TopicTemplate {
  const levels = text.split('/')
  const at = levels.findIndex((level) => OPTIONAL.test(level))
  return at < 0 ? fixedTemplate(levels) : optionalTemplate(levels, at)
}

/** With the level, else without it. */
function optionalTemplate(levels: readonly string[], at: number): TopicTemplate {
  const name = OPTIONAL.exec(levels[at] ?? '')?.[1] ?? ''
  const present = topicTemplate(levels.with(at, `{${name}+}`).join('/'))
  const rest = levels.filter((_, i) => i !== at)
  const absent = rest.length === 0 ? null : topicTemplate(rest.join('/'))
  return { filter: filterOf(levels), match: (topic) => present.match(topic) ?? absent?.match(topic) ?? null }
}

function fixedTemplate(levels: readonly string[]): TopicTemplate {
  const pieces = levels.flatMap((level, i) => (i === 0 ? piecesOf(level) : ['/', ...piecesOf(level)])).filter((piece) => piece !== '')
  const names = pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.name]))
  return {
    filter: filterOf(levels),
    match(topic) {
      const found = matchPieces(pieces, topic)
      if (found === null) return null
      const captures: Record<string, string> = Object.create(null) as Record<string, string>
      for (const [i, name] of names.entries()) if (name !== null) captures[name] = found[i] ?? ''
      return captures
    },
  }
}

/** One level of a topic that can be published to: no separator, wildcard or control character. */
export function isTopicLevel(text: string): boolean {
  if (text === '' || /[/+#]/.test(text)) return false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return false
  }
  return true
}

/** The topic that a template gives with these levels; null when it has others, or wildcards. */
export function fillTopic(template: string, levels: Readonly<Record<string, string>>): string | null {
  let open = false
  const topic = template.replace(HOLE, (_, name: string) => {
    const level = Object.hasOwn(levels, name) ? levels[name] : undefined
    open ||= level === undefined
    return level ?? ''
  })
  return open || topic.split('/').some((level) => level === '+' || level === '#') ? null : topic
}

/** Any topic; `#` does not cover topics that begin with `$`. */
export const ANY_TOPIC: TopicTemplate = { filter: '#', match: () => Object.create(null) as Captures }
