/** Rights on topics, as access lists of brokers write them: a filter, and whether it may be read, written, or both. */

export interface TopicRight {
  readonly access: 'read' | 'write' | 'readwrite'
  readonly topic: string
}

/** A user of the broker, and what it may do: nothing else. */
export interface BrokerUser {
  readonly name: string
  readonly rights: readonly TopicRight[]
}

/** Whether every topic that `filter` matches is matched by `right` too [MQTT 3.1.1, 4.7]. A topic is a filter without wildcards. */
export function covers(right: string, filter: string): boolean {
  const [wide, narrow] = [right.split('/'), filter.split('/')]
  // Wildcards at the first level do not match topics that begin with $ [MQTT-4.7.2-1].
  if (filter.startsWith('$') && !right.startsWith('$')) return false
  for (const [i, level] of wide.entries()) {
    if (level === '#') return true
    const own = narrow[i]
    if (own === undefined || own === '#') return false
    if (level !== '+' && level !== own) return false
  }
  // `a/#` includes `a` itself, which the loop has answered; what is longer than the right is not covered.
  return narrow.length === wide.length
}

const granted = (rights: readonly TopicRight[], access: 'read' | 'write', filter: string): boolean =>
  rights.some((right) => (right.access === access || right.access === 'readwrite') && covers(right.topic, filter))

export const mayPublish = (rights: readonly TopicRight[], topic: string): boolean => granted(rights, 'write', topic)

export const maySubscribe = (rights: readonly TopicRight[], filter: string): boolean => granted(rights, 'read', filter)
