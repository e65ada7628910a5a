/** The API's actions and read models, put together from the stages. */

import { iso, type Campus, type Instant, type Span } from '../domain/index.ts'
import { PortError } from '../ports/index.ts'
import type { OperationsApi } from '../views/operations-types.ts'
import type { LossesAnswer } from '../views/losses-types.ts'
import type { CampusApi, LiveFeed } from '../views/types.ts'
import type { Views } from '../views/views.ts'
import { encodeImport, IMPORT_TOPIC } from '../wire/index.ts'
import type { AppParts, AppState } from './context.ts'
import { discoveryOf } from './monitoring/discoveries.ts'
import { dropLetters, replayLetters } from './administration/letters.ts'
import type { Losses, LossesView as Lost } from './operations/losses.ts'
import type { Progress } from './operations/progress.ts'
import { clearForReplay, replayStep } from './administration/replay.ts'
import { readinessOf } from './operations/readiness.ts'
import { type Rolling, spanOf } from './administration/rolling.ts'

export interface ApiParts {
  readonly parts: AppParts
  readonly state: AppState
  readonly views: Views
  readonly live: LiveFeed
  readonly progress: Progress
  readonly rolling: Rolling
  readonly losses: Losses
  /** The newest readings of these points are asked of the store again. */
  readonly renew: (points: readonly string[]) => Promise<void>
  readonly desk: OperationsApi
}

export function apiOf({ parts, state, views, live, progress, rolling, losses, renew, desk }: ApiParts): CampusApi {
  const { archive, clock, deadLetters: letters, journal, writer } = parts
  const startedAt = iso(clock.now())
  return {
    ...views,
    ...desk,
    live,
    deadLetters: (query) => letters.list(query),
    deadLetter: (id) => letters.get(id),
    replayDeadLetters: async (ids, reason) => ({ replayed: await replayLetters({ letters, journal }, ids, reason) }),
    dropDeadLetters: async (ids, reason) => ({ dropped: await dropLetters(letters, ids, reason) }),
    discoveries: async () => (await writer.discoveries()).map(discoveryOf),
    importRows: async (point, rows) => ({ accepted: rows.length, seq: importRows(parts, state.campus, point, rows) }),
    async drained(seq, rolled) {
      await writer.drained(seq)
      if (rolled) await rolling.roll()
    },
    async rollup(from, to) {
      const span = spanOf(from, to)
      if (span !== null) return rolling.recompute(span)
      await writer.drained(journal.state().lastSeq)
      return rolling.roll()
    },
    rebuild: (verify) => rolling.rebuild(verify),
    async losses() {
      await losses.look(parts.broker?.state() ?? null)
      return lossesView(losses.view())
    },
    archive: () => archive.state(),
    sources: () => state.campus.sources.map((s) => s.id),
    replay: (query) => replayStep({ archive, journal, letters, campus: state.campus, limits: parts.config.limits }, query),
    clearForReplay: (source, span) => clearForReplay({ parts, campus: state.campus, rolling, renew }, source, span),
    async empty(span) {
      if (!parts.config.simulated) return { refused: 'the campus is not simulated: what real meters said is never removed' }
      await writer.drained(journal.state().lastSeq)
      const points = state.campus.points.map((p) => p.id)
      await rolling.alone(() => emptied(parts, points, span))
      await renew(points)
      return { points: points.length }
    },
    progress: () => progress.list(),
    readiness: () =>
      readinessOf({
        roles: parts.config.roles,
        journal: journal.state(),
        broker: parts.broker?.state() ?? null,
        stored: state.stored,
        storeFault: state.storeFault,
        rollupFault: state.rollupFault,
        dropping: losses.dropping(),
      }),
    async metrics() {
      gauges(parts, state)
      return parts.metrics.text()
    },
    health: () => ({ alive: true, version: parts.version, started_at: startedAt }),
  }
}

/** Buckets last: a beat that is due afterwards finds neither. */
async function emptied({ readings, buckets }: AppParts, points: readonly string[], span: Span): Promise<void> {
  await readings.remove(points, span)
  await buckets.remove(points, span)
}

function importRows(parts: AppParts, campus: Campus, point: string, rows: readonly (readonly [number, number])[]): number {
  if (!campus.points.some((p) => p.id === point)) throw new PortError('refused', `no point "${point}" in the campus file`)
  const payload = encodeImport(point, rows)
  return parts.journal.append({ topic: IMPORT_TOPIC, payload, receivedAt: parts.clock.now(), retain: false, dup: false, qos: 1 })
}

function gauges({ metrics, journal, archive, broker }: AppParts, state: AppState): void {
  const at = journal.state()
  metrics.gauge('journal_bytes', at.bytes)
  const kept = archive.state()
  metrics.gauge('archive_bytes', kept.bytes)
  metrics.gauge('archive_free_disk_bytes', kept.freeDisk)
  metrics.gauge('journal_full', at.full ? 1 : 0)
  metrics.gauge('journal_torn_frames', at.torn)
  metrics.gauge('journal_corrupt_frames', at.corrupt)
  metrics.gauge('journal_waiting_messages', at.lastSeq - state.stored)
  const clients = broker?.state().clients
  if (typeof clients === 'number') metrics.gauge('broker_clients', clients)
}

function lossesView({ broker, devices }: Lost): LossesAnswer {
  const at = ({ first, last }: { first: Instant; last: Instant }): { first: string; last: string } => ({
    first: iso(first),
    last: iso(last),
  })
  return {
    broker:
      broker === null
        ? null
        : { messages: broker.messages, counter: broker.counter, ...('first' in broker ? at(broker) : { first: null, last: null }) },
    devices: devices.map((d) => ({
      source: d.source,
      device: d.device,
      messages: d.messages,
      ...at(d),
      spans: d.spans.map(({ messages, span }) => ({ messages, from: iso(span.from), to: iso(span.to) })),
    })),
  }
}
