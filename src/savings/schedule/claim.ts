/** The claim of one load for one month, from its inputs. */

import {
  type ClaimedMonth,
  DAY_TYPES,
  type DayType,
  HOUR,
  type Load,
  type OnPower,
  type OnPowerStep,
  type SavingFinding,
  type SavingMonth,
  type SavingMessage,
  SHARE_UNITS,
  type ShareSchedule,
  type Span,
  type UncertainPart,
} from '../../domain/index.ts'
import type { Accuracy } from '../accuracy.ts'
import type { Exposure } from './exposure.ts'
import type { BaselineError } from './day-scatter.ts'
import type { Profile } from './profile.ts'

/** Known share of a month that a claim needs. */
export const LEAST_COVERAGE = 0.9

export interface LoadBaseline {
  readonly profile: Profile
  readonly schedule: ShareSchedule
  /** Null where nothing tells how far the baseline may be off: there is no 90 % interval then. */
  readonly error: BaselineError | null
  /** What is remarkable about it. */
  readonly finding: SavingFinding | null
  /** Of the data that it was learned from, where it is frozen. */
  readonly hash: string | null
}

export interface MonthInputs {
  readonly month: string
  readonly span: Span
  /** Known share of the span on the meter. */
  readonly coverage: number
  /** Each, or why there is none. */
  readonly baseline: LoadBaseline | SavingMessage
  readonly power: OnPower | SavingMessage
  readonly exposure: Exposure
  readonly accuracy: Accuracy
  /** Control had done nothing to the load by the end of the month. */
  readonly idle: boolean
  readonly step: OnPowerStep | null
  /** Finding bits of the meter's month. */
  readonly findings: number
}

export function claimOf(load: Load, inputs: MonthInputs): SavingMonth {
  const { month, span, coverage, baseline, power, step, findings } = inputs
  const refuse = (reason: SavingMessage): SavingMonth => ({ month, span, coverage, claim: null, reason, step, findings })
  if (coverage < LEAST_COVERAGE) return refuse({ code: 'known-too-little', values: { point: load.energy, percent: 100 * coverage, month } })
  if (inputs.idle) return refuse({ code: 'did-not-act', values: { point: load.energy, month } })
  if ('code' in baseline) return refuse(baseline)
  if ('code' in power) return refuse(power)
  const { weight, metered, days } = inputs.exposure
  const baselineHours = weight / SHARE_UNITS / HOUR
  // W x ms / 3600 = mWh.
  const counterfactual = Math.round((power.watts * weight) / (3600 * SHARE_UNITS))
  const amounts = { counterfactual, metered, baselineHours, power }
  const uncertain = uncertainParts(load, { ...amounts, month, days, error: baseline.error, accuracy: inputs.accuracy })
  return { month, span, coverage, claim: { ...amounts, ...uncertain }, reason: null, step, findings }
}

interface Amounts extends Omit<ClaimedMonth, 'uncertain' | 'unsure' | 'meterOnly'> {
  readonly month: string
  readonly days: Readonly<Record<DayType, number>>
  readonly error: BaselineError | null
  readonly accuracy: Accuracy
}

/** Standard error of a median over that of a mean, for a normal scatter: sqrt(pi / 2). */
const MEDIAN = 1.2533
const MWH_PER_WH = 1000

/** The standard uncertainty in parts, by what they have in common. */
function uncertainParts(load: Load, a: Amounts): Pick<ClaimedMonth, 'uncertain' | 'unsure' | 'meterOnly'> {
  const { scatter, hours, window } = a.power
  const uncertain: UncertainPart[] = []
  if (scatter !== null && scatter > 0)
    uncertain.push({
      key: `power ${load.power} ${window ?? ''}`,
      mWh: (a.baselineHours * MEDIAN * scatter * MWH_PER_WH) / Math.sqrt(hours),
    })
  // Power and energy of one meter err alike, so the whole saving scales with its error.
  if (a.accuracy.percent !== null)
    uncertain.push({ key: `meter ${a.accuracy.key}`, mWh: ((a.counterfactual - a.metered) * a.accuracy.percent) / 100 / Math.sqrt(3) })
  if (a.error !== null) uncertain.push(...baselineParts(load, a, a.error))
  return {
    uncertain,
    meterOnly: a.error === null,
    unsure: uncertain.length > 0 ? null : { code: 'no-scatter', values: { point: load.power } },
  }
}

/** Of the baseline: what all days of a type share and what each day has of its own, either split into what loads have in common and the rest. */
function baselineParts(load: Load, { power: { watts }, baselineHours, month, days }: Amounts, error: BaselineError): UncertainPart[] {
  const parts: UncertainPart[] = [{ key: `full ${load.power}`, mWh: watts * baselineHours * error.full * MWH_PER_WH }]
  for (const type of DAY_TYPES) {
    const { shared, own, common, of } = error.byType[type]
    const mean = watts * days[type] * shared * MWH_PER_WH
    const single = watts * Math.sqrt(days[type]) * own * MWH_PER_WH
    parts.push(
      { key: `baseline ${load.energy} ${of}`, mWh: mean * Math.sqrt(1 - common) },
      { key: `baseline of ${error.group} ${of}`, mWh: mean * Math.sqrt(common) },
      { key: `days ${load.energy} ${month} ${type}`, mWh: single * Math.sqrt(1 - common) },
      { key: `days of ${error.group} ${month} ${type}`, mWh: single * Math.sqrt(common) },
    )
  }
  return parts.filter((part) => part.mWh !== 0)
}
