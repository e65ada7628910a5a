/** Rows of a sheet as entries of the campus file: sources that the makes need, and a point for each row. Every fault at once. */

import { ruleOfField } from '../../config/campus/points/readable.ts'
import { type Campus, canonicalUnit, type ConventionDescriptor, type Kind, type Quantity } from '../../domain/index.ts'
import {
  type CellReader,
  createCellReader,
  intervalOfCell,
  kindOfCell,
  quantityOfCell,
  rateOfCell,
  ratioOfCell,
  statusOfCell,
  unitOfCell,
  wordOfCell,
} from './cells.ts'
import type { ColumnGuess } from '../sheet/columns.ts'
import { fieldOfRow } from './fields.ts'
import { presetOfMake } from './makes.ts'
import { placeOfRow, pointIdOf } from './places.ts'
import { createRowSources, type RowSources } from './sources.ts'
import type { PointDraft, RegisterDraft, SheetFault, SheetRow, SourceDraft } from '../types.ts'

export interface DraftInput {
  readonly rows: readonly SheetRow[]
  readonly columns: readonly ColumnGuess[]
  /** The campus as it is; rows may use its sources and sites. */
  readonly campus: Campus
  readonly conventions: readonly ConventionDescriptor[]
  /** Ids of points that the sheet may write again: those of the file that the register owns. */
  readonly own: ReadonlySet<string>
  /** Sources that the register wrote earlier: rows use them too. */
  readonly ownSources: readonly Omit<SourceDraft, 'line'>[]
}

export function draftRegister(input: DraftInput): RegisterDraft {
  const faults: SheetFault[] = []
  const own = input.ownSources
  const others = input.campus.sources.filter((s) => !own.some(({ id }) => id === s.id))
  const sources = createRowSources({ others, own, conventions: input.conventions })
  const points: PointDraft[] = []
  const seen = new Map<string, number>()
  for (const row of input.rows) {
    const cells = createCellReader(row, input.columns, faults)
    const before = faults.length
    const entry = entryOf(cells, input, sources)
    if (entry === null || faults.length > before) continue
    const id = String(entry['id'])
    const earlier = seen.get(id)
    if (earlier !== undefined) cells.blame('point', `the point "${id}" stands in row ${earlier} already`, 'give each row its own point')
    else if (isTaken(id, input))
      cells.blame('point', `the campus file has a point "${id}" already`, 'change it there, or give the row another id')
    else points.push({ line: row.line, entry })
    seen.set(id, earlier ?? row.line)
  }
  return { sources: sources.drafts(), changes: sources.changes(), points, faults }
}

function isTaken(id: string, { campus, own }: DraftInput): boolean {
  return !own.has(id) && campus.points.some((p) => p.id === id)
}

function entryOf(cells: CellReader, input: DraftInput, sources: RowSources): Readonly<Record<string, unknown>> | null {
  const quantity = quantityOfCell(cells)
  const unit = unitOfCell(cells, quantity)
  const kind = kindOfCell(cells)
  const place = placeOfRow(cells, input.campus.sites)
  const use = wordOfCell(cells, 'use')
  const role = wordOfCell(cells, 'role')
  const more = {
    interval: intervalOfCell(cells),
    max_rate: rateOfCell(cells),
    status: statusOfCell(cells),
    comment: cells.text('comment'),
  }
  const from = fromOf(cells, { quantity, unit, kind }, input, sources)
  const id = pointIdOf(cells, { place, use, quantity: quantity ?? 'unknown', device: cells.text('device') ?? '' })
  if (quantity === null || from === null) return null
  return compact({ id, name: cells.text('name'), place, use, quantity, unit, kind, role, from: [from], ...more })
}

interface Measured {
  readonly quantity: Quantity | null
  readonly unit: string | null
  readonly kind: Kind | null
}

/** The row of `from:`; null after a fault. */
function fromOf(
  cells: CellReader,
  measured: Measured,
  { conventions }: DraftInput,
  sources: RowSources,
): Readonly<Record<string, unknown>> | null {
  const multiplier = ratioOfCell(cells)
  const device = cells.text('device')
  if (device === null) cells.blame('device', 'the row does not name its device', 'write the device as its messages name it')
  const answer = presetOfMake(cells.text('make') ?? 'native', conventions)
  if ('fault' in answer) {
    cells.blame('make', answer.fault, answer.hint)
    return null
  }
  const convention = conventions.find((c) => c.name === answer.preset)
  const { quantity, unit, kind } = measured
  if (convention === undefined || device === null || quantity === null) return null
  const field = fieldOfRow(cells, convention, quantity)
  if (field !== null) checkUnit(cells, field, unit, convention)
  const source = sources.sourceFor(convention, cells, device)
  if (field === null || source === null) return null
  sources.addRule(source.id, field, { quantity, ...(unit === null ? {} : { unit }), ...(kind === null ? {} : { kind }) }, cells)
  return compact({ source: source.id, device, field, multiplier, serial: cells.text('serial') })
}

/** A unit beside that of the preset would correct the preset: a person who writes the unit of the display means something else. */
function checkUnit(cells: CellReader, field: string, unit: string | null, { name, body }: ConventionDescriptor): void {
  const sent = body === null ? undefined : ruleOfField(body, field)?.unit
  if (unit === null || sent === undefined || sent === 'from-string' || canonicalUnit(sent) === canonicalUnit(unit)) return
  cells.blame('unit', `${name} sends "${field}" in ${sent}`, 'leave the unit empty: values are converted')
}

/** Without the keys that have no value. */
function compact(entry: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null && value !== undefined))
}
