/** Computes the findings of days that are over, and answers for the week. */

import { DAY, formatIn, instant, isLocalDay, localDate, dayStart, type Instant } from '../../domain/index.ts'
import { type CompiledRule, FAULT_RULES } from '../../findings/rules/catalog.ts'
import { createFinder, type Finder } from '../../findings/finder.ts'
import { type FindingAction, findingId } from '../../findings/finding.ts'
import type { RoleNeed } from '../../findings/rules/fault-rule.ts'
import { unitsOf } from '../../findings/units.ts'
import { LISTED, type WeeklyFinding, weeklyFindings } from '../../findings/weekly.ts'
import type { ReportingApi } from '../../figures/api.ts'
import type { Job } from '../../jobs/worker.ts'
import type { FindingsQuery, FindingsView, FindingView, FindingWish } from '../../views/findings-types.ts'
import type { AppParts, AppState } from '../context.ts'
import type { OperationsApi } from '../operations/api.ts'
import type { Refusal } from '../refusal.ts'
import { findDay } from './find-day.ts'
import { loadPrices } from './prices.ts'

export interface FindingsParts {
  readonly parts: Pick<AppParts, 'records' | 'clock' | 'buckets' | 'readings'>
  readonly state: AppState
  readonly reporting: Pick<ReportingApi, 'factors'>
  readonly isBusy: () => boolean
}

export interface FindingsRun {
  readonly api: Pick<OperationsApi, 'findings' | 'actOnFinding'>
  readonly job: Job
}

/** Days before today that are computed when the service meets them first. */
const BACK_DAYS = 35
/** Yesterday is computed from then on, when its late readings are in. */
const FROM_HOUR_MS = 4 * 3_600_000
const WEEK = 7

const dayBefore = (zone: string, date: string, count: number): string =>
  localDate(zone, instant(dayStart(zone, date) - count * DAY + DAY / 2))

export function createFindingsRun(deps: FindingsParts): FindingsRun {
  const finder = createFinder(deps.parts)
  return {
    api: {
      findings: (_context, query) => findingsView(deps, finder, query),
      actOnFinding: ({ principal }, id, wish) => actOn(deps, finder, { id, wish, by: principal.key }),
    },
    job: { name: 'findings', pattern: '*/20 * * * * *', run: () => computeNext(deps, finder) },
  }
}

/** One day a beat, the oldest first. */
async function computeNext(deps: FindingsParts, finder: Finder): Promise<void> {
  const { parts, state, isBusy, reporting } = deps
  if (isBusy() || state.storeFault !== null || state.rollupFault !== null) return
  const now = parts.clock.now()
  const date = await nextDay(deps, finder, now)
  if (date === null) return
  const { campus, config } = state
  const prices = await loadPrices(campus, reporting, now)
  const { buckets, readings } = parts
  const { control, seasons } = config
  await finder.record(
    await findDay(
      { campus, control, seasons, readings, buckets, rules: rulesInForce(config), prices, pause: () => parts.clock.yieldToEventLoop() },
      date,
    ),
  )
}

function rulesInForce({ findings }: AppState['config']): readonly CompiledRule[] {
  return FAULT_RULES.filter((rule) => findings[rule.id]?.enabled !== false)
    .map((rule) => ({ ...rule, settings: { ...rule.settings, ...findings[rule.id]?.settings } }))
    .filter((rule) => (rule.required ?? []).every((name) => Object.hasOwn(rule.settings, name)))
}

/** The day after the newest that was computed, or the first with data of the last weeks; null: none is due. */
async function nextDay({ parts, state }: FindingsParts, finder: Finder, now: Instant): Promise<string | null> {
  const zone = state.campus.timezone
  const last = localDate(zone, instant(now - DAY - FROM_HOUR_MS))
  const newest = (await finder.days()).at(-1)?.date
  if (newest !== undefined && newest >= last) return null
  const first = dayBefore(zone, last, BACK_DAYS)
  if (newest !== undefined && newest >= first) return dayBefore(zone, newest, -1)
  const rows = await parts.buckets.read({
    step: '1d',
    span: { from: dayStart(zone, first), to: dayStart(zone, dayBefore(zone, last, -1)) },
  })
  const start = rows.reduce((least, row) => Math.min(least, row.start), Infinity)
  return Number.isFinite(start) ? localDate(zone, instant(start)) : null
}

async function findingsView({ state, parts }: FindingsParts, finder: Finder, { to, all }: FindingsQuery): Promise<FindingsView | Refusal> {
  if (to !== null && !isLocalDay(to))
    return { refused: 'invalid-request', faults: [{ path: 'to', message: `"${to}" is no day; write 2026-03-02` }] }
  const { campus, config } = state
  const zone = campus.timezone
  const days = await finder.days()
  const last = to ?? days.at(-1)?.date ?? localDate(zone, instant(parts.clock.now() - DAY))
  const from = dayBefore(zone, last, WEEK - 1)
  const states = await finder.states()
  const week = weeklyFindings({ days, from, to: last, states, dateOf: ({ since }) => (since === null ? null : localDate(zone, since)) })
  return {
    from,
    to: last,
    computed: days.map((day) => day.date).filter((date) => date >= from && date <= last),
    findings: (all ? week : week.slice(0, LISTED)).map((finding) => findingView(zone, finding)),
    total: week.length,
    silent: silentRules(config, campus, parts.clock.now()),
  }
}

function silentRules(config: AppState['config'], campus: AppState['campus'], now: Instant): FindingsView['silent'] {
  return FAULT_RULES.flatMap((rule) => {
    const settings = { ...rule.settings, ...config.findings[rule.id]?.settings }
    const lacking = (rule.required ?? []).filter((name) => !Object.hasOwn(settings, name)).map((name) => `setting ${name}`)
    const { missing, units } = unitsOf(rule, campus, now)
    const roles = missing.map((name) => describeNeed(name, rule.needs[name] ?? {}))
    const season = rule.season !== undefined && !Object.hasOwn(config.seasons, rule.season) ? [`season ${rule.season}`] : []
    const place = missing.length === 0 && units.length === 0 ? ['its roles in one place'] : []
    const all = [...roles, ...lacking, ...season, ...place]
    return all.length === 0 ? [] : [{ rule: rule.id, missing: all }]
  })
}

/** As the campus file would name it. */
function describeNeed(name: string, { role, load, use, quantity }: RoleNeed): string {
  if (role !== undefined) return `role ${role.join(' or ')}`
  const uses = load ?? use
  return (
    [...(uses === undefined ? [] : [`use ${uses.join(' or ')}`]), ...(quantity === undefined ? [] : [quantity.join(' or ')])].join(', ') ||
    name
  )
}

function findingView(zone: string, finding: WeeklyFinding): FindingView {
  const { id, rule, subject, site, resource, amount, low, high, money, currency, co2, minutes, days, points, state, verified } = finding
  const [first = '', last = first] = [days[0], days.at(-1)]
  return {
    id,
    rule,
    subject,
    site,
    resource,
    unit: resource === 'none' ? null : resource === 'water' ? 'm3' : 'kWh',
    amount,
    low,
    high,
    money,
    currency,
    co2_kg: co2,
    minutes,
    days,
    points,
    evidence: `#/points/${encodeURIComponent(points[0] ?? '')}?period=${first === last ? first : `${first}/${last}`}`,
    status: state.status,
    status_since: state.since === null ? null : formatIn(zone, state.since),
    owner: state.owner,
    comments: state.comments.map(({ by, at, text }) => ({ by, at: formatIn(zone, at), text })),
    verified,
  }
}

async function actOn(
  { state }: FindingsParts,
  finder: Finder,
  { id, wish, by }: { readonly id: string; readonly wish: FindingWish; readonly by: string },
): Promise<FindingView | Refusal> {
  const days = await finder.days()
  if (!days.some((day) => day.hits.some((hit) => findingId(hit.rule, hit.subject) === id)))
    return { refused: 'unknown-finding', detail: `no finding "${id}"; \`campus findings\` lists them` }
  await finder.act(id, actionOf(wish, by))
  const zone = state.campus.timezone
  const hit = days.findLast((day) => day.hits.some((h) => findingId(h.rule, h.subject) === id))
  const to = hit?.date ?? ''
  const states = new Map(
    [...(await finder.states())].map(([key, s]) => [key, key === id && s.status === 'dismissed' ? { ...s, status: 'open' as const } : s]),
  )
  const week = weeklyFindings({
    days,
    from: dayBefore(zone, to, WEEK - 1),
    to,
    states,
    dateOf: ({ since }) => (since === null ? null : localDate(zone, since)),
  })
  const found = week.find((finding) => finding.id === id)
  if (found === undefined) return { refused: 'unknown-finding', detail: `no finding "${id}"` }
  return findingView(zone, { ...found, state: (await finder.states()).get(id) ?? found.state })
}

function actionOf(wish: FindingWish, by: string): FindingAction {
  if ('status' in wish) return { type: 'status', by, status: wish.status, note: wish.note }
  if ('owner' in wish) return { type: 'owner', by, owner: wish.owner }
  return { type: 'comment', by, text: wish.comment }
}
