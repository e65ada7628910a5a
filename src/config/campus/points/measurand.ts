/** What a point measures: by its own keys, else by the field of the source that serves it. */

import {
  arithmeticOf,
  canonicalUnit,
  convert,
  isQuantity,
  type Kind,
  type PointRule,
  type Quantity,
  quantityOf,
  quantityOfUnit,
  type Source,
} from '../../../domain/index.ts'
import type { FromEntry, PointEntry } from '../../schema/point.ts'
import { QUANTITY_NAMES } from '../../schema/words.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import type { DeepPartial } from '../../yaml/read.ts'
import { blamePart, type Examination, type ExaminedPart, isPresent } from '../examine.ts'
import { unitFault } from '../sources/mapping-rule.ts'
import { isRead, readableFields, ruleOfField } from './readable.ts'

/** The sources without faults. */
export interface KnownSources {
  readonly byId: ReadonlyMap<string, Source>
  /** Ids of sources whose channels are named after their quantity. */
  readonly namingQuantities: ReadonlySet<string>
  /** What fields measure, of sources whose convention knows it. */
  readonly fieldRules: ReadonlyMap<string, (field: string) => PointRule | null>
}

/** What a field of a source says about itself. */
interface Field {
  readonly quantity: Quantity | null
  readonly kind: Kind | 'unusable' | null
  /** Unit of the values in the message; null: unknown, or each message names it. */
  readonly unit: string | null
  /** Register modulus in the canonical unit. */
  readonly rollover: number | null
  /** Names of fields the source has, for hints. */
  readonly names: readonly string[]
  /** A rule of the source reads it. */
  readonly read: boolean
}

export interface Measurand {
  readonly quantity: Quantity
  readonly kind: Kind
  /** Modulus that the source's rule declares, canonical, before the multiplier. */
  readonly rollover: number | null
  /** What a value of the source's field is multiplied with because the point says another unit. */
  readonly factor: number
}

/** `power1`, `energy.l1`, `Energy_total` -> the quantity they are named after. */
function quantityOfName(name: string): Quantity | null {
  const head = (name.split('.')[0] ?? '').toLowerCase().replace(/[\s_-]?(\d+|l[123]|[abc]|total)$/, '')
  return isQuantity(head) && head !== 'unknown' ? head : null
}

function fieldOf(source: Source, name: string, { namingQuantities, fieldRules }: KnownSources): Field {
  const names = readableFields(source)
  if (namingQuantities.has(source.id)) {
    const head = name.split('.')[0] ?? ''
    const quantity = isQuantity(head) && head !== 'unknown' ? head : null
    return { quantity, kind: null, unit: quantity && quantityOf(quantity).unit, rollover: null, names: [], read: true }
  }
  const rule = ruleOfField(source.mapping, name) ?? fieldRules.get(source.id)?.(name) ?? null
  const quantity = rule?.quantity ?? (rule?.unit === undefined ? null : quantityOfUnit(rule.unit)) ?? quantityOfName(name)
  const own = rule?.unit !== undefined && rule.unit !== 'from-string' && source.mapping.unit === undefined
  return {
    quantity,
    kind: rule?.kind ?? null,
    unit: own ? (rule.unit ?? null) : null,
    rollover: rolloverOf(rule, quantity),
    names,
    read: isRead(source, name),
  }
}

function rolloverOf(rule: PointRule | null, quantity: Quantity | null): number | null {
  if (rule?.rollover === undefined || quantity === null) return null
  const scaled = rule.rollover * (rule.scale ?? 1)
  return rule.unit === undefined || rule.unit === 'from-string' ? scaled : convert(scaled, rule.unit, quantity)
}

/** Quantity, kind and factor of a point, or null after a fault, or where a fault elsewhere leaves it open. */
export function measureOf(part: ExaminedPart<PointEntry>, sources: KnownSources, ex: Examination): Measurand | null {
  const { value } = part
  const rows = (value.from ?? []).map((row) => (row ? { row, field: knownField(row, sources) } : null))
  const last = rows.findLast((r) => r !== null)
  const implied = last?.field ?? null
  const quantity = quantityFor(part, implied, ex)
  if (quantity === null) return null
  const before = ex.faults.count()
  for (const [i, r] of rows.entries()) if (r?.field) checkField(part, { i, quantity, ...r, field: r.field }, ex)
  const kind = kindFor(part, implied, quantity, ex)
  const factor = factorFor(part, implied, quantity, ex)
  const rollover = implied?.rollover ?? null
  return ex.faults.count() === before ? { quantity, kind, rollover: rollover === null ? null : rollover * factor, factor } : null
}

function knownField(row: DeepPartial<FromEntry>, sources: KnownSources): Field | null {
  const source = row.source === undefined ? undefined : sources.byId.get(row.source)
  return source && row.field !== undefined ? fieldOf(source, row.field, sources) : null
}

function quantityFor(part: ExaminedPart<PointEntry>, implied: Field | null, ex: Examination): Quantity | null {
  const { value } = part
  if (value.quantity !== undefined) return value.quantity
  if (isPresent(part, 'quantity')) return null
  const found = implied?.quantity ?? (value.unit === undefined ? null : quantityOfUnit(value.unit))
  if (found !== null) return found
  const rows = value.from ?? []
  // The fields of a source with faults are unknown: its fault comes first.
  if (!part.sound || (rows.length > 0 && implied === null)) return null
  const field = rows.at(-1)?.field
  const message = field === undefined ? 'nothing says what the point measures' : `the field "${field}" does not say what it measures`
  const steps = field === undefined ? [] : ['from', rows.length - 1, 'field']
  const meant = field === undefined ? null : didYouMean(field.split('.')[0] ?? '', implied?.names.length ? implied.names : QUANTITY_NAMES)
  blamePart(part, steps, ex, { message, hint: meant ?? 'add quantity: to the point, or a rule for the field to its source' })
  return null
}

interface Served {
  readonly i: number
  readonly row: DeepPartial<FromEntry>
  readonly field: Field
  readonly quantity: Quantity
}

function checkField(part: ExaminedPart<PointEntry>, served: Served, ex: Examination): void {
  const { i, row, field, quantity } = served
  const name = row.field ?? ''
  if (field.kind === 'unusable')
    blamePart(part, ['from', i, 'field'], ex, {
      message: `the field "${name}" is unusable by its source's rule`,
      hint: 'serve the point from another field',
    })
  if (!field.read) blameUnread(part, served, ex)
  const other = field.quantity
  if (other === null || quantityOf(other).unit === quantityOf(quantity).unit) return
  blamePart(part, ['from', i, 'field'], ex, {
    message: `the field "${name}" is ${other} in ${quantityOf(other).unit}, the point is ${quantity} in ${quantityOf(quantity).unit}`,
    hint: 'name a field of that quantity',
  })
}

function blameUnread(part: ExaminedPart<PointEntry>, { i, row, field, quantity }: Served, ex: Examination): void {
  const name = row.field ?? ''
  blamePart(part, ['from', i, 'field'], ex, {
    message: `no rule of the source "${row.source ?? ''}" reads the field "${name}": the point would never get a value`,
    hint: didYouMean(name, field.names) ?? `add to the source: points: { ${JSON.stringify(name)}: { quantity: ${quantity} } }`,
  })
}

function kindFor(part: ExaminedPart<PointEntry>, implied: Field | null, quantity: Quantity, ex: Examination): Kind {
  const own = implied?.kind === 'unusable' ? null : implied?.kind
  const kind = part.value.kind ?? own ?? quantityOf(quantity).kind
  const summed = arithmeticOf(kind) === 'register'
  if (summed && quantityOf(quantity).base === undefined) {
    const steps = part.value.kind === undefined ? ['from'] : ['kind']
    blamePart(part, steps, ex, {
      message: `${quantity} cannot be of kind "${kind}": it is never added up`,
      hint: 'write instant, state or setpoint',
    })
  }
  return kind
}

/** Values arrive in the canonical unit of what the source believes; a unit of the point corrects that belief. */
function factorFor(part: ExaminedPart<PointEntry>, implied: Field | null, quantity: Quantity, ex: Examination): number {
  const { unit } = part.value
  if (unit === undefined) return 1
  const fault = unitFault(unit, quantity)
  if (fault) {
    blamePart(part, ['unit'], ex, fault)
    return 1
  }
  const believed = implied?.unit ?? null
  if (believed === null || canonicalUnit(unit) === canonicalUnit(believed)) return 1
  const shift = convert(0, unit, quantity) !== 0 || convert(0, believed, quantity) !== 0
  if (!shift) return (convert(1, unit, quantity) ?? 1) / (convert(1, believed, quantity) ?? 1)
  blamePart(part, ['unit'], ex, {
    message: `the source sends "${believed}", the point says "${unit}"`,
    hint: "set the unit in the source's rule for the field",
  })
  return 1
}
