/** Savings in the JSON form that users see, in one language: per measure, per load, per month. */

import { printedNumbers } from '../render/printed-numbers.ts'
import { type Baseline, formatIn, localDate, MWH_PER_KWH, type Names, type OnPower, type Saving } from '../../../domain/index.ts'
import { type Boundary, boundaryOf } from '../../inputs/boundary.ts'
import type { FigureInputs } from '../../inputs/figure-inputs.ts'
import {
  type Claim,
  claimCoverage,
  claimsOf,
  intervalOf,
  type MeasureMonth,
  measureMonths,
  meterBandOf,
  totalsOf,
} from '../../inputs/saving-claims.ts'
import { type RenderedRemark, renderRemark } from '../../inputs/figure-value.ts'
import { claimedCarbon } from '../../formulas/savings.ts'
import { measureRemarks, reasonsOf } from '../../formulas/savings-remarks.ts'
import type { Language } from '../../messages/language.ts'
import { message, renderMessage } from '../../messages/message.ts'
import { type InteractionRow, interactionOf } from './interaction.ts'

/** kWh, with their sign. Null when nothing is claimed. */
export interface SavingAmounts {
  readonly saving: number | null
  readonly counterfactual: number | null
  readonly metered: number | null
  /** Hours at full output that control avoided, all loads together. */
  readonly avoided_hours: number | null
  /** Half-width; null: findings say why. */
  readonly interval90: number | null
  /** Half-width of the meter and the power alone where the baseline is unproved; null beside a 90 % interval. */
  readonly meter_only: number | null
  /** Share of the time of the loads that is claimed for. */
  readonly coverage: number
}

export interface SavingMonthRow extends SavingAmounts {
  readonly month: string
}

export interface LoadMonthRow extends SavingMonthRow {
  readonly from: string
  readonly to: string
  readonly baseline_hours: number | null
  readonly power: OnPower | null
  /** Why nothing is claimed: which reason, and as a sentence. */
  readonly reason_code: string | null
  readonly reason: string | null
}

export interface LoadRow extends SavingAmounts {
  readonly energy: string
  readonly power: string
  /** SHA-256 of the data that the frozen baseline was learned from. */
  readonly baseline_hash: string | null
  readonly months: readonly LoadMonthRow[]
  readonly findings: readonly RenderedRemark[]
}

export interface MeasureRow extends SavingAmounts {
  readonly id: string
  readonly name: Names
  readonly system: string | null
  readonly period: string
  readonly unit: 'kWh'
  readonly baseline: string
  /** First day of control, or null. */
  readonly control_from: string | null
  readonly avoided_tco2e: number | null
  readonly loads: readonly LoadRow[]
  readonly months: readonly SavingMonthRow[]
  /** Null: none is stated. */
  readonly interaction: InteractionRow | null
  readonly findings: readonly RenderedRemark[]
  readonly missing: readonly string[]
}

/** What the measures of a site claim together beside what its main meters saved by a model of weather. kWh. */
export interface SiteCheckRow {
  readonly site: string
  readonly measures: readonly string[]
  readonly from: string | null
  readonly to: string | null
  readonly claimed: number | null
  readonly claimed_interval90: number | null
  readonly building: number | null
  readonly building_interval90: number | null
  readonly verdict: 'inside' | 'outside' | 'unchecked'
  readonly reason_code: string | null
  /** Why it is unchecked, or what disagrees. */
  readonly reason: string | null
}

export interface SavingsView {
  readonly period: string
  readonly zone: string
  readonly from: string
  readonly to: string
  /** Null: every load, wherever it is. */
  readonly boundary: string | null
  readonly unit: 'kWh'
  readonly language: Language
  readonly measures: readonly MeasureRow[]
  readonly total: SavingAmounts & { readonly avoided_tco2e: number | null }
  /** A row for each site with measures. */
  readonly site_checks: readonly SiteCheckRow[]
  /** Why there is nothing to show. */
  readonly missing: readonly string[]
}

const hoursOf = ({ claim }: Claim): number => claim.baselineHours - claim.metered / 1000 / claim.power.watts

export function amountsOf(shares: readonly MeasureMonth[]): SavingAmounts {
  const claims = claimsOf(shares)
  const coverage = claimCoverage(shares)
  if (claims.length === 0)
    return { saving: null, counterfactual: null, metered: null, avoided_hours: null, interval90: null, meter_only: null, coverage }
  const { saving, counterfactual, metered } = totalsOf(claims)
  return {
    saving: saving / MWH_PER_KWH,
    counterfactual: counterfactual / MWH_PER_KWH,
    metered: metered / MWH_PER_KWH,
    avoided_hours: claims.reduce((total, c) => total + hoursOf(c), 0),
    interval90: intervalOf(claims),
    meter_only: claims.some(({ claim }) => claim.meterOnly) ? meterBandOf(claims) : null,
    coverage,
  }
}

/** Zone and language that rows are printed in. */
interface Reader {
  readonly zone: string
  readonly language: Language
}

function loadMonth({ zone, language }: Reader, share: MeasureMonth): LoadMonthRow {
  const { month, span, claim, reason, coverage } = share.month
  return {
    month,
    from: formatIn(zone, span.from),
    to: formatIn(zone, span.to),
    ...amountsOf([share]),
    coverage,
    baseline_hours: claim?.baselineHours ?? null,
    power: claim?.power ?? null,
    reason_code: reason?.code ?? null,
    reason: reason === null ? null : renderMessage(reason, language),
  }
}

function loadRow(reader: Reader, shares: readonly MeasureMonth[], load: MeasureMonth['load']): LoadRow {
  const own = shares.filter((s) => s.load === load)
  const { energy, power, baselineHash } = load
  const findings = load.findings.map((f) => ({ code: f.code, sentence: renderMessage(f.message, reader.language) }))
  return { energy, power, baseline_hash: baselineHash, ...amountsOf(own), months: own.map((s) => loadMonth(reader, s)), findings }
}

function baselineText({ zone, language }: Reader, baseline: Baseline): string {
  if (baseline.kind === 'schedule') return renderMessage(message('baseline-schedule'), language)
  const [from, to] = [localDate(zone, baseline.within.from), localDate(zone, baseline.within.to)]
  return renderMessage(message('baseline-learned', { from, to }), language)
}

export function measureRow(inputs: FigureInputs, saving: Saving, boundary: Boundary | null, language: Language): MeasureRow {
  const reader = { zone: inputs.campus.timezone, language }
  const { measure } = saving
  const shares = measureMonths([saving], boundary)
  const months = [...new Set(shares.map((s) => s.month.month))].sort()
  const carbon = claimedCarbon(inputs, shares)
  return {
    id: measure.id,
    name: measure.name,
    system: measure.system,
    period: inputs.period.id,
    unit: 'kWh',
    baseline: baselineText(reader, measure.baseline),
    control_from: measure.from,
    ...amountsOf(shares),
    avoided_tco2e: carbon.value,
    interaction: interactionOf(inputs, measure, shares),
    months: months.map((month) => ({ month, ...amountsOf(shares.filter((s) => s.month.month === month)) })),
    loads: [...new Set(shares.map((s) => s.load))].map((load) => loadRow(reader, shares, load)),
    findings: [...measureRemarks(saving, boundary), ...carbon.remarks].map((r) => renderRemark(r, language)),
    missing: reasonsOf(saving, shares).map((reason) => renderMessage(reason, language)),
  }
}

/** `boundary` by its name; null: every load. */
export function savingsView(
  inputs: FigureInputs,
  boundary: string | null,
  language: Language = 'en',
  checks: readonly SiteCheckRow[] = [],
): SavingsView {
  const { campus, period } = inputs
  const within = boundary === null ? null : boundaryOf(campus, boundary)
  const savings = inputs.savings ?? []
  const shares = measureMonths(savings, within)
  return printedNumbers({
    period: period.id,
    zone: campus.timezone,
    from: formatIn(campus.timezone, period.span.from),
    to: formatIn(campus.timezone, period.span.to),
    boundary: within?.id ?? null,
    unit: 'kWh',
    language,
    measures: savings.map((s) => measureRow(inputs, s, within, language)),
    total: { ...amountsOf(shares), avoided_tco2e: claimedCarbon(inputs, shares).value },
    site_checks: within === null ? checks : checks.filter((c) => within.building === null && within.sites.some((s) => s.id === c.site)),
    missing: inputs.savings === null ? [renderMessage(message('name-measures'), language)] : [],
  })
}
