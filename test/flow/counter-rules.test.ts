/** Events of a register, from the wire to the buckets: each with its true total and its finding. */

import { describe, expect, it } from 'vitest'
import {
  DAY,
  type FindingCode,
  findingCodes,
  HOUR,
  instant,
  type Instant,
  MINUTE,
  type Point,
  type RawMessage,
} from '../../src/domain/index.ts'
import { campusOf, type FromSpec, message, point } from '../support/fakes/memory-writer.ts'
import { bucketsAfter } from '../support/fakes/wire-to-buckets.ts'

const START = Date.parse('2026-01-05T00:00:00Z')
const at = (hours: number): Instant => instant(START + hours * HOUR)

interface Shown {
  readonly hour: number
  readonly kwh: number
  readonly device?: string
  /** What the device says; default: its hour. */
  readonly time?: number
  /** When it came; default: its hour. */
  readonly came?: number
}

const shown = (...rows: readonly (readonly [hour: number, kwh: number])[]): Shown[] => rows.map(([hour, kwh]) => ({ hour, kwh }))
const messageOf = ({ hour, kwh, device = 'meter', time, came }: Shown): RawMessage =>
  message(
    `campus/c/${device}/telemetry`,
    { time: time ?? at(hour), values: { energy: kwh } },
    { receivedAt: came === undefined ? at(hour) : instant(came) },
  )

interface Case {
  readonly rules?: Partial<Point['rules']>
  readonly rows?: readonly FromSpec[]
  readonly shown: readonly Shown[]
}

async function outcome({ rules = {}, rows = [{ device: 'meter', field: 'energy' }], shown: all }: Case) {
  const plain = point('energy', rows, { quantity: 'energy', unit: 'kWh', kind: 'counter' })
  const index =
    rows.length === 1 ? plain.from : plain.from.map((row, i) => ({ ...row, ...(i === 0 ? { lastIndex: 5015 } : { firstIndex: 100 }) }))
  const campus = campusOf([{ ...plain, from: index, rules: { ...plain.rules, maxRate: 100, gapLimit: 2 * HOUR, ...rules } }])
  const days = (await bucketsAfter(all.map(messageOf), { campus, zone: 'UTC', cut: 1 })).filter((b) => b.step === '1d')
  const findings: FindingCode[] = [...new Set(days.flatMap((b) => findingCodes(b.findings)))]
  return { kwh: Math.round(days.reduce((sum, b) => sum + b.total, 0) / 1e3) / 1e3, findings }
}

const CHANGE = at(1.5)
const CASES: readonly (readonly [what: string, given: Case, kwh: number, findings: readonly FindingCode[]])[] = [
  [
    'whose reading arrives three days late',
    { shown: [...shown([0, 100], [2, 120], [3, 125]), { hour: 1, kwh: 105, came: START + 3 * DAY }] },
    25,
    [],
  ],
  [
    'whose clock is ten minutes ahead',
    { shown: [...shown([0, 100], [1, 105]), { hour: 2, kwh: 110, time: at(2) + 10 * MINUTE }] },
    10,
    ['clock-rejected'],
  ],
  ['whose clock is at 1970', { shown: [...shown([0, 100], [1, 105]), { hour: 2, kwh: 110, time: 5000 }] }, 10, ['clock-rejected']],
  ['whose clock is 90 s off', { shown: [0, 1, 2].map((hour) => ({ hour, kwh: 100 + 5 * hour, time: at(hour) + 90_000 })) }, 10, []],
  [
    'stuck for four hours',
    { rules: { stuckAfter: 2 * HOUR }, shown: shown([0, 100], [1, 105], [2, 105], [3, 105], [4, 105], [5, 125], [6, 130]) },
    30,
    ['stuck'],
  ],
  ['that restarts at 0', { shown: shown([0, 5000], [1, 5010], [2, 5], [3, 15]) }, 25, ['counter-reset']],
  ['set to another value', { shown: shown([0, 5000], [1, 5010], [2, 3000], [3, 3015]) }, 25, ['counter-reset', 'counter-replaced']],
  ['that rolls over', { rules: { rollover: 10_000 }, shown: shown([0, 9990], [1, 9998], [2, 6], [3, 10]) }, 20, ['counter-rollover']],
  ['that dips', { shown: shown([0, 215.6], [1, 215.5], [2, 215.7]) }, 0.1, ['counter-dip']],
  ['with one reading too high', { shown: shown([0, 100], [1, 90_000], [2, 110], [3, 115]) }, 15, ['spike-discarded']],
  [
    'that continues after a step above its max_rate',
    { rules: { maxRate: 1000 }, shown: shown([0, 100], [1, 5000], [2, 5010], [3, 5020], [4, 5030]) },
    30,
    ['counter-replaced'],
  ],
  [
    'that continues after a step within its max_rate',
    { rules: { maxRate: 6000 }, shown: shown([0, 100], [1, 5000], [2, 5010], [3, 5020], [4, 5030]) },
    4930,
    [],
  ],
  [
    'that continues after a step beyond what it was seen to do',
    { rules: { maxRate: 20_000, rateAssumed: true }, shown: shown([0, 100], [1, 5000], [2, 5010], [3, 5020], [4, 5030]) },
    30,
    ['counter-replaced'],
  ],
  [
    'exchanged for another meter',
    {
      rows: [
        { device: 'meter', field: 'energy', to: CHANGE },
        { device: 'new', field: 'energy', from: CHANGE },
      ],
      shown: [...shown([0, 5000], [1, 5010]), { hour: 2, kwh: 104, device: 'new' }, { hour: 3, kwh: 114, device: 'new' }],
    },
    29,
    ['meter-swapped'],
  ],
  ['silent for a month', { shown: shown([0, 1000], [1, 1001], [720, 2400], [721, 2401]) }, 1401, ['gap-bridged']],
]

describe('a register', () => {
  it.each(CASES)('%s has its true total and its findings', async (_what, given, kwh, findings) => {
    expect(await outcome(given)).toEqual({ kwh, findings })
  })

  it.each(CASES)('%s has the same total and findings when every message arrives twice', async (_what, given, kwh, findings) => {
    expect(await outcome({ ...given, shown: given.shown.flatMap((s) => [s, s]) })).toEqual({ kwh, findings })
  })
})
