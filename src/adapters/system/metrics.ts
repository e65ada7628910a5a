/** Counters and gauges as Prometheus text, with those of the process: memory, CPU, event-loop delay (p50, p90, p99). */

import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import type { Metrics } from '../../ports/index.ts'

export interface MetricsText extends Metrics {
  text(): Promise<string>
  close(): void
}

type Labels = Readonly<Record<string, string>>

/** Label sets of one metric; further ones are counted under `other`, so that devices cannot grow the page without limit. */
export const LABEL_SETS = 200
const PREFIX = 'campus_'

interface BoundedMetric<T> {
  readonly metric: T
  readonly names: readonly string[]
  readonly sets: Set<string>
}

/** Values of the label names of the first use; a later label with another name is dropped, as Prometheus requires. */
function bounded(entry: BoundedMetric<unknown>, labels: Labels): Record<string, string> {
  const values = entry.names.map((name) => labels[name] ?? '')
  const key = values.join('\u0000')
  const fits = entry.sets.has(key) || entry.sets.size < LABEL_SETS
  if (fits) entry.sets.add(key)
  return Object.fromEntries(entry.names.map((name, i) => [name, fits ? (values[i] ?? '') : 'other']))
}

export function createMetrics(): MetricsText {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: PREFIX })
  const counters = new Map<string, BoundedMetric<Counter>>()
  const gauges = new Map<string, BoundedMetric<Gauge>>()
  const options = (name: string, labels: Labels) => ({
    name: PREFIX + name,
    help: name.replaceAll('_', ' '),
    labelNames: Object.keys(labels),
    registers: [registry],
  })
  const counter = (name: string, labels: Labels): BoundedMetric<Counter> => {
    const entry = counters.get(name) ?? {
      metric: new Counter(options(`${name}_total`, labels)),
      names: Object.keys(labels),
      sets: new Set(),
    }
    counters.set(name, entry)
    return entry
  }
  const gauge = (name: string, labels: Labels): BoundedMetric<Gauge> => {
    const entry = gauges.get(name) ?? { metric: new Gauge(options(name, labels)), names: Object.keys(labels), sets: new Set() }
    gauges.set(name, entry)
    return entry
  }
  return {
    count(name, labels = {}, by = 1) {
      const entry = counter(name, labels)
      entry.metric.inc(bounded(entry, labels), by)
    },
    gauge(name, value, labels = {}) {
      const entry = gauge(name, labels)
      entry.metric.set(bounded(entry, labels), value)
    },
    text: () => registry.metrics(),
    close: () => registry.clear(),
  }
}
