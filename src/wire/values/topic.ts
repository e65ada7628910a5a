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
