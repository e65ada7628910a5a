/**
 * What got lost before it reached us: messages that the broker threw away, by its own count, and messages that devices count as sent and that
 * never came. Neither can be brought back here; registers make up for it, coverage shows it, and people have to know.
 */

import type { Cause, Instant, MessageGap } from '../../domain/index.ts'
import { createProjection } from '../../kernel/index.ts'
import type { BrokerState, Clock, Events, Metrics, Records } from '../../ports/index.ts'
import { createMissingMessages, HELD_MS, type MissingOfDevice } from './missing.ts'

export interface Lost {
  readonly messages: number
  readonly first: Instant
  readonly last: Instant
}

export interface LossesView {
  /** Thrown away by the broker since it was first seen; null where it does not say. */
  readonly broker: (Lost & { readonly counter: number }) | { readonly messages: 0; readonly counter: number } | null
  /** By device, the most first: since the start of the service, and what the last messages before it tell. */
  readonly devices: readonly MissingOfDevice[]
}

export interface Losses {
  /** Gaps in what devices count; less than 0 where messages came after all. */
  missing(found: readonly MessageGap[]): void
  readonly missingOf: (source: string, device: string) => readonly MessageGap[]
  /** Looks at the broker's count; to be called now and then. */
  look(broker: BrokerState | null): Promise<void>
  causes(): Cause[]
  /** In one sentence while the broker has thrown messages away lately; null otherwise. */
  dropping(): string | null
  view(): LossesView
}

interface LossesParts {
  readonly records: Records
  readonly clock: Clock
  readonly events: Events
  readonly metrics: Metrics
}

interface Counted {
  readonly counter: number
  readonly grown: number
}

const STREAM = 'broker-losses'

function added(known: Lost | undefined, messages: number, at: Instant): Lost {
  const sum = Math.max(0, (known?.messages ?? 0) + messages)
  return { messages: sum, first: known?.first ?? at, last: messages > 0 ? at : (known?.last ?? at) }
}

const isRecent = (lost: Lost, now: Instant): boolean => lost.messages > 0 && now - lost.last < HELD_MS

function droppedCause(dropped: Lost | undefined, now: Instant): Cause[] {
  if (dropped === undefined || !isRecent(dropped, now)) return []
  const { messages } = dropped
  const sentence = `the broker has thrown away ${messages} messages since it was first seen, because a queue of it was full: in mosquitto.conf raise max_queued_messages (0 = no limit) with max_queued_bytes, and max_inflight_messages`
  return [{ code: 'messages-dropped', subject: '', severity: 'alarm', sentence, evidence: { messages } }]
}

export function createLosses({ records, clock, events, metrics }: LossesParts): Losses {
  const devices = createMissingMessages()
  let counter: number | null = null
  let dropped: Lost | undefined
  let loaded = false
  let looking: Promise<void> = Promise.resolve()

  async function load(): Promise<void> {
    await createProjection(records, STREAM, ({ at, body }) => {
      const { counter: count, grown } = body as Counted
      counter = count
      if (grown > 0) dropped = added(dropped, grown, at)
    }).refresh()
    loaded = true
  }

  async function looked(said: number): Promise<void> {
    if (!loaded) await load()
    if (said === counter) return
    // Seen for the first time it says nothing of when; less than before, the broker has started anew.
    const grown = counter === null ? 0 : said >= counter ? said - counter : said
    await records.append(STREAM, 'broker', clock.now(), { counter: said, grown } satisfies Counted)
    counter = said
    if (grown === 0) return
    dropped = added(dropped, grown, clock.now())
    metrics.count('broker_messages_dropped', {}, grown)
    events.emit({
      code: 'messages-dropped',
      level: 'error',
      count: grown,
      detail: `the broker threw ${grown} messages away: a queue of it was full`,
    })
  }

  return {
    missing: (found) => devices.add(found),
    missingOf: (source, device) => devices.of(source, device),
    look(broker) {
      const said = broker?.dropped
      if (said === undefined) return Promise.resolve()
      // One after the other: the same growth is counted once.
      looking = looking.catch(() => undefined).then(() => looked(said))
      return looking
    },
    dropping: () => droppedCause(dropped, clock.now())[0]?.sentence ?? null,
    causes: () => [...droppedCause(dropped, clock.now()), ...devices.causes(clock.now())],
    view: () => ({
      broker: counter === null ? null : { ...(dropped ?? { messages: 0 as const }), counter },
      devices: devices.list(),
    }),
  }
}
