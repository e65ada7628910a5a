/** Topic templates: `{x}` is one level (or a part of one), `{x+}` one or more levels; `+` and `#` match without a name. */

export type Captures = Readonly<Record<string, string>>

export interface TopicTemplate {
  /** The captured levels, or null when the topic is not of this form. */
  match(topic: string): Captures | null
  /** What to subscribe to. May match more than the template. */
  readonly filter: string
}

const HOLE = /\{([^{}]+?)(\+)?\}/g

function levelPattern(level: string): string {
  if (level === '+') return '[^/]+'
  if (level === '#') return '.*'
  let pattern = ''
  let at = 0
  for (const hole of level.matchAll(HOLE)) {
    pattern += escape(level.slice(at, hole.index)) + (hole[2] ? '(.+)' : '([^/]+)')
    at = hole.index + hole[0].length
  }
  return pattern + escape(level.slice(at))
}

function escape(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function filterOf(levels: readonly string[]): string {
  const filter: string[] = []
  for (const level of levels) {
    if (level === '#' || /\{[^{}]+\+\}/.test(level)) return [...filter, '#'].join('/')
    filter.push(level.includes('{') ? '+' : level)
  }
  return filter.join('/')
}

/** Compiles a template. Two `{x}` of one name: the later wins. */
export function topicTemplate(text: string): TopicTemplate {
  const levels = text.split('/')
  const names = [...text.matchAll(HOLE)].map((m) => m[1] ?? '')
  const form = new RegExp(`^${levels.map(levelPattern).join('/')}$`, 'su')
  return {
    filter: filterOf(levels),
    match(topic) {
      const found = form.exec(topic)
      if (found === null) return null
      const captures: Record<string, string> = Object.create(null) as Record<string, string>
      names.forEach((name, i) => {
        captures[name] = found[i + 1] ?? ''
      })
      return captures
    },
  }
}

/** Any topic; `#` does not cover topics that begin with `$`. */
export const ANY_TOPIC: TopicTemplate = { filter: '#', match: () => Object.create(null) as Captures }
