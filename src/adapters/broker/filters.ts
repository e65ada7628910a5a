/** MQTT topic filters, cached per topic: devices publish to the same few thousand topics all the time. */

/** Topics in the cache; more only cost matching again. */
const CACHED = 20_000
/** Longer topics are rare, and would fill the memory of the cache. */
const CACHED_CHARS = 200

function matches(filter: readonly string[], topic: readonly string[]): boolean {
  for (const [i, level] of filter.entries()) {
    if (level === '#') return true
    const actual = topic[i]
    if (actual === undefined || (level !== '+' && level !== actual)) return false
  }
  return filter.length === topic.length
}

/** Whether a topic matches one of the filters. Wildcards at the first level do not match `$` topics [MQTT-4.7.2-1]. */
export function topicMatcher(filters: readonly string[]): (topic: string) => boolean {
  const split = filters.map((f) => f.split('/'))
  const cache = new Map<string, boolean>()
  const find = (topic: string): boolean => {
    const levels = topic.split('/')
    const reserved = topic.startsWith('$')
    return split.some((f) => !(reserved && (f[0] === '+' || f[0] === '#')) && matches(f, levels))
  }
  return (topic) => {
    const cached = cache.get(topic)
    if (cached !== undefined) return cached
    const found = find(topic)
    if (topic.length > CACHED_CHARS) return found
    if (cache.size >= CACHED) cache.clear()
    cache.set(topic, found)
    return found
  }
}
