/**
 * Messages lost before they reached the service: those that the broker dropped, by its own count, and those that devices count as sent and
 * that never arrived. They cannot be recovered here: registers bridge the energy, coverage shows the gap, an alarm tells people.
 */

import type { Cause, Instant, MessageGap } from '../../domain/index.ts'
import { createProjection, createSerialQueue } from '../../kernel/index.ts'
import type { BrokerState, Clock, Events, Metrics, Records } from '../../ports/index.ts'
import { createMessageGaps, HELD_MS, type DeviceGaps } from './message-gaps.ts'

export interface Loss {
  readonly messages: number
  readonly first: Instant
  readonly last: Instant
}

export interface LossSummary {
  /** Dropped by the broker since it was first seen; null where it publishes no count. */
  readonly broker: (Loss & { readonly counter: number }) | { readonly messages: 0; readonly counter: number } | null
  /** By device, the most first: since the start of the service, and what the last messages before it show. */
  readonly devices: readonly DeviceGaps[]
}

export interface Losses {
  /** Gaps in what devices count; negative where missing messages arrived later. */
  recordGaps(found: readonly MessageGap[]): void
  readonly gapsOf: (source: string, device: string) => readonly MessageGap[]
  /** Takes over the broker's count of dropped messages. A growth is recorded, counted and logged once. */
  observeBroker(broker: BrokerState | null): Promise<void>
  findCauses(): Cause[]
  /** One sentence for as long as the broker has dropped messages within the last hour; else null. */
  describeDrops(): string | null
  summary(): LossSummary
  /** The summary with the broker's count as it is now. */
  observedSummary(broker: BrokerState | null): Promise<LossSummary>
}

interface LossesParts {
  readonly records: Records
  readonly clock: Clock
  readonly events: Events
  readonly metrics: Metrics
}

interface BrokerCount {
  readonly counter: number
  readonly grown: number
}

const STREAM = 'broker-losses'

function addLoss(loss: Loss | undefined, messages: number, at: Instant): Loss {
  const sum = Math.max(0, (loss?.messages ?? 0) + messages)
  return { messages: sum, first: loss?.first ?? at, last: messages > 0 ? at : (loss?.last ?? at) }
}

const isRecent = (loss: Loss, now: Instant): boolean => loss.messages > 0 && now - loss.last < HELD_MS

function findDropCause(dropped: Loss | undefined, now: Instant): Cause[] {
  if (dropped === undefined || !isRecent(dropped, now)) return []
  const { messages } = dropped
  const sentence = `the broker has thrown away ${messages} messages since it was first seen, because a queue of it was full: in mosquitto.conf raise max_queued_messages (0 = no limit) with max_queued_bytes, and max_inflight_messages`
  return [{ code: 'messages-dropped', subject: '', severity: 'alarm', sentence, evidence: { messages } }]
}

export function createLosses({ records, clock, events, metrics }: LossesParts): Losses {
  const gaps = createMessageGaps()
  let counter: number | null = null
  let dropped: Loss | undefined
  let loaded = false
  // Serial on purpose: two observations of one growth would count it twice.
  const { run } = createSerialQueue()
  const log = createProjection(records, STREAM, ({ at, body }) => {
    const { counter: count, grown } = body as BrokerCount
    counter = count
    if (grown > 0) dropped = addLoss(dropped, grown, at)
  })

  async function takeCount(count: number): Promise<void> {
    // Once: nobody else appends to the stream, and a read of it may be a query over the network.
    if (!loaded) await log.refresh()
    loaded = true
    if (count === counter) return
    // The first count says nothing of when; a smaller one than before is that of a broker that was restarted.
    const grown = counter === null ? 0 : count >= counter ? count - counter : count
    await records.append(STREAM, 'broker', clock.now(), { counter: count, grown } satisfies BrokerCount)
    await log.refresh()
    if (grown === 0) return
    metrics.count('broker_messages_dropped', {}, grown)
    events.emit({
      code: 'messages-dropped',
      level: 'error',
      count: grown,
      detail: `the broker threw ${grown} messages away: a queue of it was full`,
    })
  }

  async function observeBroker(broker: BrokerState | null): Promise<void> {
    const count = broker?.dropped
    if (count !== undefined) await run(() => takeCount(count))
  }

  const summary = (): LossSummary => ({
    broker: counter === null ? null : { ...(dropped ?? { messages: 0 as const }), counter },
    devices: gaps.list(),
  })

  return {
    recordGaps: (found) => gaps.add(found),
    gapsOf: (source, device) => gaps.of(source, device),
    observeBroker,
    describeDrops: () => findDropCause(dropped, clock.now())[0]?.sentence ?? null,
    findCauses: () => [...findDropCause(dropped, clock.now()), ...gaps.findCauses(clock.now())],
    summary,
    async observedSummary(broker) {
      await observeBroker(broker)
      return summary()
    },
  }
}
