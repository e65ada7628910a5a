/** Changes of the campus file on request: planned, previewed with their totals, kept as proposals, applied one at a time. */

import { type Instant, instant, MINUTE, type Span, span } from '../../domain/index.ts'
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
import { type AgainQuery, reachesBack, readAgain, replayPoint } from './again/read-again.ts'
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

/** What is decoded again; null: nothing. A refusal where the archive does not reach back so far. */
async function againOf({ parts, undoneIds }: ChangeDeps, { again, config }: ChangePlan): Promise<AgainQuery | Refusal | null> {
  if (again === null || config === null) return null
  const from = again.from ?? (await firstReading(parts, again.point))
  if (from === null) return null
  if (!reachesBack(parts, from)) {
    const { first } = parts.archive.state()
    const since = first === null ? 'it is empty' : `it begins at ${new Date(first).toISOString()}`
    const detail = `the archive does not hold every message since then (${since}): earlier readings could not be decoded again; enter a later moment, or correct the totals (\`campus correct\`)`
    return { refused: 'refused', detail }
  }
  return { config, point: again.point, span: span(from, parts.clock.now() + AHEAD), undoneImports: await undoneIds() }
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
): Promise<(PointTotals & { readonly messages: number }) | null> {
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
  return { ...totals, messages: again.messages }
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
    const begun = { hash: parts.sha256(plan.text), from: query?.span.from ?? null }
    await proposals.record(id, { state: 'applying', by, begun })
    await writer.write(register, plan.text, plan.config)
  }
  if (query !== null) await decodeAgain(deps, query)
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
  return { text, config, faults: [], draft: null, again }
}

async function decodeAgain({ parts, rollups, renewLatest, progress }: ApplyDeps, query: AgainQuery): Promise<void> {
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
    await readings.remove([point], within)
    await buckets.remove([point], within)
  })
  await replayPoint(parts, query)
  await writer.drained(journal.state().lastSeq)
  await renewLatest([point])
  await rollups.rollUp()
  await rollups.recomputeCorrected(point, span(within.from - DAY_BEFORE, within.to))
  report(1)
}

/** What lies between the last reading before and the first one that was decoded again changes too. */
const DAY_BEFORE = 24 * 60 * MINUTE
