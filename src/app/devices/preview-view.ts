/** A planned change as people see it: faults, points, the lines of the file, totals on both sides. */

import { type Campus, formatIn, type Instant, instant, type Point, qualityOf, type Span, span, tidy } from '../../domain/index.ts'
import { columnLetter, type RegisterFile } from '../../devices/index.ts'
import type { Readings } from '../../ports/index.ts'
import type { DevicePreview, ReadingView } from './device-views.ts'
import type { ChangePlan } from './plan.ts'
import type { DeviceRequest } from './requests.ts'
import type { PointTotals } from './again/totals.ts'

export interface PreviewedChange {
  readonly register: RegisterFile
  readonly plan: ChangePlan
  readonly totals: (PointTotals & { readonly messages: number; readonly older_readings: number }) | null
  readonly readings: DevicePreview['readings']
  readonly zone: string
}

/** Lines of a preview. */
const MOST_LINES = 200

export function previewView({ register, plan, totals, readings, zone }: PreviewedChange): DevicePreview {
  const { draft, faults } = plan
  const view = ({ from, to }: Span): { from: string; to: string } => ({ from: formatIn(zone, from), to: formatIn(zone, to) })
  return {
    faults: faults.map((fault) => ({ ...fault })),
    columns: (draft?.columns ?? [])
      .filter((c) => c.head !== '')
      .map((c) => ({ column: columnLetter(c.at), head: c.head, taken_as: c.key })),
    points: (draft?.text === null ? [] : (draft?.draft.points ?? [])).map(({ line, entry }) => ({ row: line, ...pointOf(entry) })),
    file: shortName(register.file),
    lines: plan.text === null ? [] : changedLines(register.text ?? '', plan.text).slice(0, MOST_LINES),
    totals:
      totals === null ? null : { ...totals, parts: totals.parts.map((part) => ({ ...view(part.span), old: part.old, new: part.new })) },
    readings,
  }
}

/** `campus.d/devices.yaml`: where it lies on the machine is nobody's business. */
const shortName = (file: string): string => file.split(/[\\/]/).slice(-2).join('/')

function pointOf(entry: Readonly<Record<string, unknown>>): Omit<DevicePreview['points'][number], 'row'> {
  const from = (entry['from'] as readonly Readonly<Record<string, unknown>>[] | undefined)?.[0] ?? {}
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  return {
    id: text(entry['id']),
    quantity: text(entry['quantity']),
    source: text(from['source']),
    device: text(from['device']),
    field: text(from['field']),
  }
}

/** Lines that only one of the texts has: entries stand on one line each, and keep their order. */
export function changedLines(before: string, after: string): DevicePreview['lines'] {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  const [had, has] = [new Set(old), new Set(fresh)]
  return [
    ...old.filter((line) => !has.has(line) && line.trim() !== '').map((text) => ({ change: 'removed' as const, text })),
    ...fresh.filter((line) => !had.has(line) && line.trim() !== '').map((text) => ({ change: 'added' as const, text })),
  ]
}

/** Readings that a person compares with the display, as on the meter; null: the request compares nothing. */
export async function readingsBeside(
  { readings, clock }: { readonly readings: Readings; readonly clock: { readonly now: () => Instant } },
  campus: Campus,
  request: DeviceRequest,
): Promise<DevicePreview['readings']> {
  if (request.kind === 'rows') return null
  const point = campus.points.find((p) => p.id === request.point)
  if (point === undefined) return null
  const at = request.kind === 'meter' ? request.at : clock.now()
  const before = await newest(readings, point, at)
  const next = (await readings.firstFrom([point.id], at)).get(point.id)
  const after = next === undefined ? null : await newest(readings, point, instant(next + 1))
  const view = (row: { readonly time: Instant; readonly value: number } | null): ReadingView | null =>
    row === null ? null : { time: formatIn(campus.timezone, row.time), value: tidy(row.value / ratioOf(point)) }
  return { before: view(before), after: view(after), unit: point.unit, display: request.kind === 'live' ? request.display : null }
}

const ratioOf = (point: Point): number => point.from.at(-1)?.multiplier ?? 1

const LOOKBACK = [1, 30, 400].map((days) => days * 86_400_000)

/** The last reading before the moment that is not bad, within a year. */
async function newest(readings: Readings, point: Point, at: Instant): Promise<{ readonly time: Instant; readonly value: number } | null> {
  for (const back of LOOKBACK) {
    const rows = await readings.scan({ points: [point.id], span: span(at - back, at) })
    for (let i = rows.length - 1; i >= 0; i--)
      if (qualityOf(rows.quality[i] ?? 0) !== 'bad') return { time: instant(rows.time[i] ?? 0), value: rows.value[i] ?? 0 }
  }
  return null
}
