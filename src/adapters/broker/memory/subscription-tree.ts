/** Subscriptions of absent clients by their filter, level by level: a topic finds them without a look at each. */

export interface StoredSubscription {
  readonly clientId: string
  readonly topic: string
  readonly qos: 0 | 1 | 2
  readonly rh?: number
  readonly rap?: boolean
  readonly nl?: boolean
}

interface Level {
  readonly children: Map<string, Level>
  readonly here: Map<string, StoredSubscription>
}

const createLevel = (): Level => ({ children: new Map(), here: new Map() })

export class SubscriptionTree {
  readonly #root = createLevel()
  #size = 0

  get size(): number {
    return this.#size
  }

  add(subscription: StoredSubscription): void {
    let level = this.#root
    for (const name of subscription.topic.split('/')) {
      const next = level.children.get(name) ?? createLevel()
      level.children.set(name, next)
      level = next
    }
    if (!level.here.has(subscription.clientId)) this.#size += 1
    level.here.set(subscription.clientId, subscription)
  }

  remove(filter: string, clientId: string): void {
    const path: [Level, string][] = []
    let level: Level | undefined = this.#root
    for (const name of filter.split('/')) {
      path.push([level, name])
      level = level.children.get(name)
      if (level === undefined) return
    }
    if (level.here.delete(clientId)) this.#size -= 1
    for (const [parent, name] of path.toReversed()) {
      const child = parent.children.get(name)
      if (child === undefined || child.here.size > 0 || child.children.size > 0) return
      parent.children.delete(name)
    }
  }

  /** One subscription a client, that of the highest QoS. Wildcards at the first level do not match `$` topics [MQTT-4.7.2-1]. */
  match(topic: string): StoredSubscription[] {
    if (this.#size === 0) return []
    const found = new Map<string, StoredSubscription>()
    const levels = topic.split('/')
    const take = (level: Level | undefined): void => {
      for (const [clientId, subscription] of level?.here ?? [])
        if ((found.get(clientId)?.qos ?? -1) < subscription.qos) found.set(clientId, subscription)
    }
    const visit = (level: Level, at: number): void => {
      if (at > 0 || !topic.startsWith('$')) take(level.children.get('#'))
      if (at === levels.length) return take(level)
      const exact = level.children.get(levels[at] ?? '')
      if (exact !== undefined) visit(exact, at + 1)
      const any = at > 0 || !topic.startsWith('$') ? level.children.get('+') : undefined
      if (any !== undefined) visit(any, at + 1)
    }
    visit(this.#root, 0)
    return [...found.values()]
  }
}
