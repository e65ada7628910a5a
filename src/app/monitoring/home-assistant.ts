/** Announces the totals of the campus to Home Assistant while the campus file says so, and takes everything back when it does not any more. */

import { nameIn } from '../../domain/index.ts'
import { createProjection } from '../../kernel/index.ts'
import type { Job } from '../../jobs/worker.ts'
import type { Broker } from '../../ports/index.ts'
import type { Views } from '../../views/views.ts'
import { type AnnouncedCampus, configsOf, type RetainedText, stateOf, totalsPresence } from '../../wire/index.ts'
import type { AppParts, AppState } from '../context.ts'
import { presenceOf } from './presence.ts'

interface AnnouncerParts {
  readonly parts: Pick<AppParts, 'broker' | 'records' | 'clock' | 'config' | 'version'>
  readonly state: AppState
  readonly views: Pick<Views, 'totals'>
}

/** Topics that hold something retained of ours, as the log tells: what is switched off in a later run is removed all the same. */
const STREAM = 'home-assistant'
const ANNOUNCED = 'announced'

interface Announcement {
  readonly configs: readonly RetainedText[]
  readonly states: readonly RetainedText[]
}

const NOTHING: Announcement = { configs: [], states: [] }

/** A job three times a minute. The first run of a process publishes all configurations again: a broker may have lost them. */
export function homeAssistantJob({ parts, state, views }: AnnouncerParts): Job {
  const { broker, records, clock } = parts
  let announced: ReadonlySet<string> = new Set()
  const log = createProjection(records, STREAM, ({ body }) => {
    announced = new Set((body as { topics: readonly string[] }).topics)
  })
  const published = new Map<string, string>()

  async function wanted(): Promise<Announcement> {
    const { homeAssistant, campus } = state.config
    if (homeAssistant === null) return NOTHING
    const { parts: totals, ...moment } = await views.totals()
    const shown = homeAssistant.meters ? totals : totals.filter(({ kind }) => kind !== 'meter')
    const about: AnnouncedCampus = {
      id: campus.id,
      name: nameIn(campus.name, 'en', campus.id),
      version: parts.version,
      prefix: homeAssistant.prefix,
      presence: presenceOf(parts),
    }
    const all = shown.map(({ rate: { value, fresh, points }, ...total }) => ({ ...total, rate: { value, fresh, meters: points } }))
    return { configs: all.flatMap((total) => configsOf(about, total)), states: all.map((total) => stateOf(about, total, moment)) }
  }

  async function remember(topics: readonly string[]): Promise<void> {
    if (topics.length === announced.size && topics.every((topic) => announced.has(topic))) return
    await records.append(STREAM, ANNOUNCED, clock.now(), { topics })
    await log.refresh()
  }

  async function publish(to: Broker, { configs, states }: Announcement): Promise<void> {
    const retain = (topic: string, payload: string): Promise<void> => to.publish(topic, payload, { qos: 1, retain: true })
    const status = configs.length === 0 ? [] : [totalsPresence(state.config.campus.id).topic]
    const topics = [...[...configs, ...states].map(({ topic }) => topic), ...status]
    const kept = new Set(topics)
    // In the log before they are on the broker: an end between the two leaves nothing that nobody would remove.
    await remember([...new Set([...announced, ...topics])])
    for (const { topic, payload } of configs) {
      if (published.get(topic) === payload) continue
      await retain(topic, payload)
      published.set(topic, payload)
    }
    for (const { topic, payload } of states) await retain(topic, payload)
    for (const topic of announced) {
      if (kept.has(topic)) continue
      await retain(topic, '')
      published.delete(topic)
    }
    await remember(topics)
  }

  return {
    name: 'home-assistant',
    pattern: '*/20 * * * * *',
    async run() {
      if (broker === null || !broker.state().connected) return
      await log.refresh()
      const announcement = await wanted()
      if (announced.size > 0 || announcement.configs.length > 0) await publish(broker, announcement)
    },
  }
}
