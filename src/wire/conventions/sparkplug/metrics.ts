/** Metrics of a message as readings. */

import { type Instant, instant, type Quality, type TimeSource } from '../../../domain/index.ts'
import { refuse } from '../../codec.ts'
import type { FieldReader } from '../../fields/reader.ts'
import { compileRule, type FieldRule } from '../../mapping/rules.ts'
import type { Scope } from '../../mapping/reading.ts'
import { emitField } from '../../fields/emit-field.ts'
import { acceptTime } from '../../values/device-time.ts'
import { isBelievable } from '../../values/time.ts'
import type { BirthMetric, KnownMetric } from './edges.ts'
import type { OrderedMessage } from './order.ts'
import type { Metric } from './payload.ts'
import { metricRole, ruleOfMetric } from './metric-rule.ts'
import { valueOf } from './value.ts'

const QUALITY: ReadonlyMap<number, Quality> = new Map([
  [0, 'bad'],
  [500, 'stale'],
])

export interface MetricsMessage extends OrderedMessage {
  readonly reader: FieldReader
  /** Of the payload, epoch ms. */
  readonly timestamp: number | null
  /** Names of fields that became no reading. */
  readonly about: string[]
}

export interface MetricMoment {
  readonly time: Instant
  readonly timeSource: TimeSource
}

function believe({ reader, message, out }: MetricsMessage, device: string, raw: number | null, historical: boolean): Instant | null {
  if (raw === null) return null
  if (reader.newest === null && isBelievable(raw, message.receivedAt, reader.compiled.since)) return instant(raw)
  const form = { zone: reader.compiled.zone, unit: 'ms' }
  return acceptTime(
    { raw, time: raw, form, device, batch: historical },
    { since: reader.compiled.since, newest: reader.newest },
    message,
    out,
  )
}

/** The metric's own time, else that of the payload, else that of receipt. */
function momentOf(metrics: MetricsMessage, device: string, { timestamp, historical }: Metric): MetricMoment {
  const own = believe(metrics, device, timestamp, historical)
  if (own !== null) return { time: own, timeSource: 'value' }
  const shared = believe(metrics, device, metrics.timestamp, historical)
  return shared === null ? { time: instant(metrics.message.receivedAt), timeSource: 'receive' } : { time: shared, timeSource: 'message' }
}

function ruleOf({ reader }: MetricsMessage, known: KnownMetric): FieldRule {
  known.rule ??= reader.compiled.byName.get(known.name) ?? compileRule(known.name, ruleOfMetric(known))
  return known.rule
}

function markQuality({ out }: MetricsMessage, first: number, quality: number | null): void {
  const mark = quality === null ? undefined : QUALITY.get(quality)
  const reading = out.readings[first]
  if (mark !== undefined && reading !== undefined && reading.quality !== 'bad') out.readings[first] = { ...reading, quality: mark }
}

/** One value of a metric whose birth is known. */
export function readMetricValue(metrics: MetricsMessage, known: KnownMetric, metric: Metric): void {
  const { out, reader, about } = metrics
  const { device, name } = known
  if (metricRole(name) !== 'measurement') return void about.push(name)
  const value = valueOf(metric, known.datatype)
  if (value === 'none') out.events.push({ type: 'null', device, channel: name, detail: 'null' })
  else if (value === 'mismatch')
    refuse(out, 'bad-value', `the value of "${name}" of "${device}" is not of the datatype ${known.datatype} of its birth`)
  else if (value === 'structure') about.push(name)
  else if (typeof value !== 'object') emitMetric(metrics, known, metric, value)
  else if (reader.compiled.byName.has(name)) emitMetric(metrics, known, metric, value.text)
  else about.push(name)
}

function emitMetric(metrics: MetricsMessage, known: KnownMetric, metric: Metric, value: number | boolean | string): void {
  const { out, message, reader } = metrics
  const { device } = known
  const first = out.readings.length
  const when = momentOf(metrics, device, metric)
  const scope: Scope = { compiled: reader.compiled, message, device, out, newest: reader.newest, batch: metric.historical, ...when }
  const rule = ruleOf(metrics, known)
  emitField(rule, typeof value === 'boolean' && !rule.bool ? Number(value) : value, null, scope)
  if (metric.quality !== null) markQuality(metrics, first, metric.quality)
}

/** The description of a birth for discovery. */
export function describeMetric({ out }: MetricsMessage, { device, name, unit }: BirthMetric): void {
  const role = metricRole(name)
  if (role === 'control') out.events.push({ type: 'commandable', device, channel: name })
  else if (role === 'measurement' && unit !== null) out.events.push({ type: 'discovered-point', device, channel: name, unit })
}
