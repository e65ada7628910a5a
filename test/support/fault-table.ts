/** The errors of registers under a fault, as rows of a Markdown table. */

import type { HeldHour } from './truth.ts'

/** Beyond the rounding of sums, in the unit of the register. */
export const EXACT = 1e-6

export const sum = (hours: readonly HeldHour[], of: (hour: HeldHour) => number): number =>
  hours.reduce((total, hour) => total + of(hour), 0)
export const error = ({ value, truth }: HeldHour): number => (value ?? 0) - truth
export const isOff = (hour: HeldHour): boolean => Math.abs(error(hour)) > EXACT

export function pointsOf(hours: readonly HeldHour[]): HeldHour[][] {
  const of = new Map<string, HeldHour[]>()
  for (const hour of hours) of.set(hour.point, [...(of.get(hour.point) ?? []), hour])
  return [...of.values()]
}

const MEDIA = [
  { unit: 'kWh', field: '/energy' },
  { unit: 'm3', field: '/volume' },
] as const

const HEAD = ['fault', 'truth', 'error of all', 'worst register', 'hours off', 'unmarked', 'coverage', 'bridged', 'missing', 'findings']

const count = (n: number): string => n.toLocaleString('en-US')
const amount = (n: number): string => (Math.abs(n) < EXACT ? '0' : n.toFixed(3))
const percent = (share: number, digits: number): string => `${(100 * share).toFixed(digits)} %`

function cells(hours: readonly HeldHour[], unit: string): string[] {
  const truth = sum(hours, (h) => h.truth)
  const wrong = sum(hours, error)
  const off = hours.filter(isOff)
  const share = (of: (h: HeldHour) => number): string => percent(sum(hours, of) / hours.length, 2)
  return [
    `${truth.toFixed(1)} ${unit}`,
    `${amount(wrong)} (${percent(Math.abs(wrong) < EXACT ? 0 : wrong / truth, 4)})`,
    amount(Math.max(...pointsOf(hours).map((p) => Math.abs(sum(p, error))))),
    `${count(off.length)} of ${count(hours.length)}`,
    count(off.filter((h) => h.findings.length === 0 && h.coverage > 1 - 1e-9).length),
    share((h) => h.coverage),
    share((h) => h.bridged),
    share((h) => h.missing),
    [...new Set(hours.flatMap((h) => h.findings))].map((code) => `\`${code}\``).join(', ') || '-',
  ]
}

/** A row in kWh and one in m3 for each group. `unmarked`: hours that are off, wholly measured as they say, and without a finding. */
export function faultTable(groups: readonly (readonly [name: string, hours: readonly HeldHour[]])[]): string {
  const rows = groups.flatMap(([name, hours]) =>
    MEDIA.map(({ unit, field }) => [
      name,
      ...cells(
        hours.filter((h) => h.point.endsWith(field)),
        unit,
      ),
    ]),
  )
  return [HEAD, HEAD.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('')
}
