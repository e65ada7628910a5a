/** What a metric measures, and which metrics measure nothing. */

import type { PointRule } from '../../../domain/index.ts'
import { ruleOfDescribed, ruleOfFlag } from '../../fields/described.ts'
import { DATATYPE } from './value.ts'

export interface MetricIdentity {
  readonly name: string
  readonly datatype: number
  readonly unit: string | null
}

/** By the unit of the birth, else by the last part of the name. */
export function ruleOfMetric({ name, datatype, unit }: MetricIdentity): PointRule {
  const last = name.slice(name.lastIndexOf('/') + 1)
  return datatype === DATATYPE.boolean ? ruleOfFlag(last) : ruleOfDescribed({ name: unit === null ? last : name, unit })
}

/** Metrics of the edge node itself. */
export function metricRole(name: string): 'control' | 'property' | 'session' | 'measurement' {
  if (name === 'bdSeq') return 'session'
  if (/^(?:Node|Device) Control\//.test(name)) return 'control'
  return /^(?:Properties|Node Info|Device Info)\//i.test(name) ? 'property' : 'measurement'
}
