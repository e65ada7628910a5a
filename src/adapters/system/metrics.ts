/** Counters and gauges as Prometheus text, with those of the process: memory, CPU, event-loop delay (p50, p90, p99). */

import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import type { Metrics } from '../../ports/index.ts'

export interface MetricsText extends Metrics {
  text(): Promise<string>
  close(): void
}

type Labels = Readonly<Record<string, string>>

/** Label sets of one metric; what comes after is counted under `other`, so that no device can grow the page for ever. */
export const LABEL_SETS = 200
const PREFIX = 'campus_'

interface Known<T> {
  readonly metric: T
  readonly names: readonly string[]
  readonly sets: Set<string>
}

/** The names of the first use are the metric's names; a later label of another name is left out, as Prometheus demands. */
function bounded(known: Known<unknown>, labels: Labels): Record<string, string> {
  const values = known.names.map((name) => labels[name] ?? '')
  const key = values.join('\u0000')
  const fits = known.sets.has(key) || known.sets.size < LABEL_SETS
  if (fits) known.sets.add(key)
  return Object.fromEntries(known.names.map((name, i) => [name, fits ? (values[i] ?? '') : 'other']))
}

export function createMetrics(): MetricsText {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: PREFIX })
  const counters = new Map<string, Known<Counter>>()
  const gauges = new Map<string, Known<Gauge>>()
  const options = (name: string, labels: Labels) => ({
    name: PREFIX + name,
    help: name.replaceAll('_', ' '),
    labelNames: Object.keys(labels),
    registers: [registry],
  })
  const counter = (name: string, labels: Labels): Known<Counter> => {
    const known = counters.get(name) ?? {
      metric: new Counter(options(`${name}_total`, labels)),
      names: Object.keys(labels),
      sets: new Set(),
    }
    counters.set(name, known)
    return known
  }
  const gauge = (name: string, labels: Labels): Known<Gauge> => {
    const known = gauges.get(name) ?? { metric: new Gauge(options(name, labels)), names: Object.keys(labels), sets: new Set() }
    gauges.set(name, known)
    return known
  }
  return {
    count(name, labels = {}, by = 1) {
      const known = counter(name, labels)
      known.metric.inc(bounded(known, labels), by)
    },
    gauge(name, value, labels = {}) {
      const known = gauge(name, labels)
      known.metric.set(bounded(known, labels), value)
    },
    text: () => registry.metrics(),
    close: () => registry.clear(),
  }
}
