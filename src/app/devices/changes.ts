/** Changes of the campus file on request: planned, previewed with their totals, kept as proposals, applied one at a time. */

import { formatIn, type Instant, instant, MINUTE, type Span, span } from '../../domain/index.ts'
import type { RegisterFile } from '../../devices/index.ts'
import { createSerialQueue } from '../../kernel/index.ts'
import { createImportRegister } from '../administration/imports/register.ts'
import type { Refusal } from '../refusal.ts'
import type { DevicePreview } from './device-views.ts'
import type { CampusWriter } from './campus-files.ts'
import type { DevicesDeps } from './device-deps.ts'
import { type ChangePlan, planChange } from './plan.ts'
import { previewView, readingsBeside } from './preview-view.ts'
import { createProposals, type DeviceProposal, type Proposals } from './proposals.ts'
import { logOlder, type OlderReadings, olderReadings, rewriteOlder } from './again/older-readings.ts'
import { type AgainQuery, archivedSpan, reachOf, readAgain, replayPoint } from './again/read-again.ts'
import type { DeviceRequest } from './requests.ts'
import { monthsOf, partsAround, type PointTotals, previewTotals } from './again/totals.ts'

export interface DeviceChanges {
  plan(request: DeviceRequest): ChangePlan | Refusal
  preview(request: DeviceRequest): Promise<DevicePreview | Refusal>
  /** Throws PortError where the file cannot be written or the journal is full. */
  apply(proposal: DeviceProposal, by: string): Promise<DeviceProposal | Refusal>
  readonly proposals: Proposals
}

/** Clocks of devices may be ahead by this much. */
const AHEAD = 5 * MINUTE

export interface ChangesDeps extends DevicesDeps {
  readonly writer: CampusWriter
}

export function createChanges(deps: ChangesDeps): DeviceChanges {
  const { parts, writer } = deps
  const proposals = createProposals(parts)
  const imports = createImportRegister(parts.records)
  // Serial on purpose: two changes at once would each write over the other's file.
  const { run: enqueue } = createSerialQueue()

  function plan(request: DeviceRequest): ChangePlan | Refusal {
    const register = writer.register()
    return 'refused' in register ? register : planChange(register, request, parts.clock.now())
  }

  return {
    plan,
    proposals,
    preview: (request) => enqueue(() => preview({ ...deps, undoneIds: () => imports.undoneIds() }, request, plan(request))),
    apply: (proposal, by) => enqueue(() => apply({ ...deps, proposals, undoneIds: () => imports.undoneIds() }, proposal, by)),
  }
}

interface ChangeDeps extends ChangesDeps {
  readonly undoneIds: () => Promise<ReadonlySet<string>>
}

/** What is computed again; null: nothing. A refusal where neither the archive nor the store has what the change needs. */
async function againOf(deps: ChangeDeps, plan: ChangePlan): Promise<AgainQuery | Refusal | null> {
  const { parts, undoneIds } = deps
  const { again, config } = plan
  if (again === null || config === null) return null
  const from = again.from ?? (await firstReading(parts, again.point))
  if (from === null) return null
  const older = olderPart(deps, plan, from)
  if (older !== null && 'refused' in older) return older
  return { config, point: again.point, span: span(from, parts.clock.now() + AHEAD), older, undoneImports: await undoneIds() }
}

/** The readings before the archive begins; null: it reaches back so far. */
function olderPart({ parts, state }: ChangeDeps, { again, config, before }: ChangePlan, from: Instant): OlderReadings | Refusal | null {
  const reach = reachOf(parts, from)
  if (reach === from) return null
  const old = before ?? state.campus.points.find((p) => p.id === again?.point)
  const fresh = config?.campus.points.find((p) => p.id === again?.point)
  if (reach === null || old === undefined || fresh === undefined) return refuseReach(reach, state.campus.timezone)
  return olderReadings(old, fresh, span(from, reach)) ?? refuseReach(reach, state.campus.timezone)
}

function refuseReach(reach: Instant | null, zone: string): Refusal {
  const detail =
    reach === null
      ? 'the archive does not hold the messages since then without a gap: enter a later moment, or import the readings of the device from a file (`campus import`)'
      : `the archive begins at ${formatIn(zone, reach)}, and earlier messages of the new device were not stored for this point: enter that moment or a later one; then import the readings before it from a file of the device (\`campus import --point\`)`
  return { refused: 'refused', detail }
}

async function firstReading({ readings }: ChangeDeps['parts'], point: string): Promise<Instant | null> {
  const { changes } = await readings.changes(0)
  const own = changes.filter((c) => c.point === point).map((c) => c.from)
  return own.length === 0 ? null : instant(own.reduce<number>((least, at) => Math.min(least, at), Infinity))
}

async function preview(deps: ChangeDeps, request: DeviceRequest, plan: ChangePlan | Refusal): Promise<DevicePreview | Refusal> {
  if ('refused' in plan) return plan
  const register = deps.writer.register()
  if ('refused' in register) return register
  const query = await againOf(deps, plan)
  if (query !== null && 'refused' in query) return query
  const totals = query === null ? null : await totalsOf(deps, request, query)
  const readings = await readingsBeside(deps.parts, deps.state.campus, request)
  return previewView({ register, plan, totals, readings, zone: deps.state.campus.timezone })
}

async function totalsOf(
  { parts, state, rollups, corrections }: ChangeDeps,
  request: DeviceRequest,
  query: AgainQuery,
): Promise<(PointTotals & { readonly messages: number; readonly older_readings: number }) | null> {
  const point = query.config.campus.points.find((p) => p.id === query.point)
  if (point === undefined) return null
  await parts.writer.drained(parts.journal.state().lastSeq)
  await rollups.rollUp()
  const again = await readAgain(parts, query)
  const zone = state.campus.timezone
  const now = parts.clock.now()
  const spans: readonly Span[] = request.kind === 'meter' ? partsAround(zone, request.at, now) : monthsOf(zone, span(query.span.from, now))
  const { readings, buckets, clock } = parts
  const totals = await previewTotals(
    { readings, buckets, clock, corrections: () => corrections.read() },
    { config: query.config, point, replaced: query.span, again, parts: spans },
  )
  return { ...totals, messages: again.messages, older_readings: query.older?.changes === true ? again.older : 0 }
}

interface ApplyDeps extends ChangeDeps {
  readonly proposals: Proposals
}

async function apply(deps: ApplyDeps, proposal: DeviceProposal, by: string): Promise<DeviceProposal | Refusal> {
  const { id, state, request } = proposal
  const { parts, writer, proposals } = deps
  if (state === 'applied' || state === 'withdrawn') return { refused: 'refused', detail: `"${id}" is ${state} already` }
  const register = writer.register()
  if ('refused' in register) return register
  const left = leftOf(proposal, register, parts.sha256)
  const plan = left ?? planChange(register, request, parts.clock.now())
  if ('refused' in plan) return plan
  if (plan.text === null || plan.config === null) {
    const faults = plan.faults.map((f) => ({ path: f.column, message: f.message }))
    return { refused: 'refused', detail: faults.map((f) => f.message).join('; '), faults }
  }
  const query = await againOf(deps, plan)
  if (query !== null && 'refused' in query) return query
  if (left === null) {
    if (query?.older?.changes === true) await logOlder(parts, id, query.point, query.older)
    const begun = { hash: parts.sha256(plan.text), from: query?.span.from ?? null, before: plan.before ?? null }
    await proposals.record(id, { state: 'applying', by, begun })
    await writer.write(register, plan.text, plan.config)
  }
  if (query !== null) await decodeAgain(deps, query, id)
  return proposals.record(id, { state: 'applied', by })
}

/** What a stop has left of a change behind its file: the readings. Null: the file is not written yet. */
function leftOf(
  { request, begun }: DeviceProposal,
  { text, config }: Pick<RegisterFile, 'text' | 'config'>,
  sha256: (text: string) => string,
): ChangePlan | null {
  if (begun === null || text === null || begun.hash !== sha256(text)) return null
  const again = request.kind === 'rows' || begun.from === null ? null : { point: request.point, from: begun.from }
  return { text, config, faults: [], draft: null, again, ...(begun.before === null ? {} : { before: begun.before }) }
}

async function decodeAgain({ parts, rollups, renewLatest, progress }: ApplyDeps, query: AgainQuery, change: string): Promise<void> {
  const { point, span: within } = query
  const { writer, journal, readings, buckets } = parts
  const report = (done: number): void =>
    progress.report({
      id: `devices-${point}`,
      name: 'replay',
      state: done < 1 ? 'running' : 'done',
      done,
      total: 1,
      unit: 'points',
      detail: point,
    })
  report(0)
  await writer.drained(journal.state().lastSeq)
  await rollups.runAlone(async () => {
    await readings.remove([point], archivedSpan(query))
    await buckets.remove([point], within)
  })
  if (query.older?.changes === true) await rewriteOlder(parts, change, query.older)
  await replayPoint(parts, query)
  await writer.drained(journal.state().lastSeq)
  await renewLatest([point])
  await rollups.rollUp()
  await rollups.recomputeCorrected(point, span(within.from - DAY_BEFORE, within.to))
  report(1)
}

/** What lies between the last reading before and the first one that was decoded again changes too. */
const DAY_BEFORE = 24 * 60 * MINUTE
