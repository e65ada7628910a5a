/** Cells of a row as the values of a point: each faulty one named with its cell, all at once. */

import {
  canonicalUnit,
  durationMs,
  isQuantity,
  type Kind,
  QUANTITIES,
  type Quantity,
  quantityOf,
  quantityOfUnit,
  unitFits,
} from '../../domain/index.ts'
import { didYouMean } from '../../config/yaml/nearest.ts'
import { type ColumnGuess, type ColumnKey, columnLetter } from '../sheet/columns.ts'
import type { SheetFault, SheetRow } from '../types.ts'

const KINDS: readonly Kind[] = ['counter', 'net', 'instant', 'interval', 'state', 'setpoint']
/** Quantities as people write them beside our names. */
const QUANTITY_WORDS: Readonly<Record<string, Quantity>> = {
  electricity: 'energy',
  'active energy': 'energy',
  'active power': 'power',
  water: 'volume',
  gas: 'volume',
  heat: 'heat_energy',
  light: 'illuminance',
  电量: 'energy',
  电能: 'energy',
  用电量: 'energy',
  有功电能: 'energy',
  正向有功总电能: 'energy',
  反向有功总电能: 'energy_export',
  功率: 'power',
  有功功率: 'power',
  电压: 'voltage',
  电流: 'current',
  功率因数: 'power_factor',
  频率: 'frequency',
  水量: 'volume',
  用水量: 'volume',
  累计流量: 'volume',
  燃气: 'volume',
  瞬时流量: 'flow',
  热量: 'heat_energy',
  温度: 'temperature',
  湿度: 'humidity',
  照度: 'illuminance',
  二氧化碳: 'co2',
  开关: 'switch',
  人数: 'occupants',
}

export interface CellReader {
  readonly row: SheetRow
  text(key: ColumnKey): string | null
  blame(key: ColumnKey, message: string, hint?: string | null): void
}

export function createCellReader(row: SheetRow, columns: readonly ColumnGuess[], faults: SheetFault[]): CellReader {
  return {
    row,
    text: (key) => row.cells[key] ?? null,
    blame(key, message, hint = null) {
      const guess = columns.find((c) => c.key === key)
      const cell = guess === undefined ? `row ${row.line}` : `${columnLetter(guess.at)}${row.line}`
      faults.push({ cell, column: guess?.head ?? key, value: row.cells[key] ?? '', message, hint })
    },
  }
}

export function quantityOfCell(cells: CellReader): Quantity | null {
  const text = cells.text('quantity')
  const unit = cells.text('unit')
  if (text === null) {
    const byUnit = unit === null ? null : quantityOfUnit(unit)
    if (byUnit === null) cells.blame('quantity', 'the row does not say what it measures', 'write energy, power, volume, temperature ...')
    return byUnit
  }
  const word = text.toLowerCase()
  const name = word.replaceAll(' ', '_')
  if (isQuantity(name) && name !== 'unknown') return name
  const meant = QUANTITY_WORDS[word]
  if (meant !== undefined) return meant
  cells.blame('quantity', `"${text}" is not a quantity`, didYouMean(name, Object.keys(QUANTITIES)) ?? 'campus quantities lists them')
  return null
}

/** The unit as it is written, checked against the quantity. */
export function unitOfCell(cells: CellReader, quantity: Quantity | null): string | null {
  const unit = cells.text('unit')
  if (unit === null) return null
  if (canonicalUnit(unit) === null)
    cells.blame('unit', `"${unit}" is not a known unit`, 'campus quantities lists the units of each quantity')
  else if (quantity !== null && !unitFits(quantity, unit))
    cells.blame('unit', `"${unit}" is not a unit of ${quantity}`, `${quantity} is kept in ${quantityOf(quantity).unit}`)
  else return unit
  return null
}

export function kindOfCell(cells: CellReader): Kind | null {
  const text = cells.text('kind')
  if (text === null) return null
  const kind = KINDS.find((k) => k === text.toLowerCase())
  if (kind === undefined) cells.blame('kind', `"${text}" is not a kind`, `kinds are ${KINDS.join(', ')}`)
  return kind ?? null
}

const RATIO = /^(\d+(?:\.\d+)?)(?:\s*[/:]\s*(\d+(?:\.\d+)?))?(?:\s*[x*×]\s*(\d+(?:\.\d+)?)(?:\s*[/:]\s*(\d+(?:\.\d+)?))?)?$/

/** `80`, `400/5`, `400/5 x 10000/100`. */
export function ratioOfCell(cells: CellReader): number | null {
  const text = cells.text('ct_ratio')
  if (text === null) return null
  const found = RATIO.exec(text)
  const [a = Number.NaN, b = 1, c = 1, d = 1] = (found?.slice(1) ?? []).map((part) => (part === undefined ? undefined : Number(part)))
  const ratio = (a / b) * (c / d)
  if (Number.isFinite(ratio) && ratio > 0) return Number(ratio.toPrecision(12))
  cells.blame('ct_ratio', `"${text}" is not a ratio`, 'write 80, 400/5 or 400/5 x 10000/100')
  return null
}

const INTERVAL = /^\d+(\.\d+)?\s*(ms|s|m|min|h|d|w)$/
const UNIT_WORDS: Readonly<Record<string, string>> = {
  sec: 's',
  second: 's',
  seconds: 's',
  minute: 'm',
  minutes: 'm',
  mins: 'm',
  hour: 'h',
  hours: 'h',
  day: 'd',
  days: 'd',
  秒: 's',
  分钟: 'm',
  分: 'm',
  小时: 'h',
  天: 'd',
}

/** `15m`; `15 minutes` and `15 分钟` too. */
export function intervalOfCell(cells: CellReader): string | null {
  const text = cells.text('interval')
  if (text === null) return null
  const word = /^(\d+(?:\.\d+)?)\s*(.*)$/.exec(text.toLowerCase())
  const unit = word?.[2] ?? ''
  const written = word === null ? text : `${word[1] ?? ''}${UNIT_WORDS[unit] ?? unit}`
  if (INTERVAL.test(written) && durationMs(written) > 0) return written
  cells.blame('interval', `"${text}" is not a time`, 'write 30s, 15m, 1h or 1d')
  return null
}

export function rateOfCell(cells: CellReader): string | number | null {
  const text = cells.text('max_rate')
  if (text === null) return null
  const number = Number(text)
  if (number > 0) return number
  if (/^\d+(\.\d+)?\s*\S+$/.test(text)) return text
  cells.blame('max_rate', `"${text}" is not a rate`, 'write 40 kW, 3 m3/h, or a number in the canonical unit per hour')
  return null
}

export function statusOfCell(cells: CellReader): 'live' | 'commissioning' | null {
  const text = cells.text('status')?.toLowerCase() ?? null
  if (text === null || text === 'live' || text === 'commissioning') return text
  cells.blame('status', `"${text}" is not a status`, 'write live or commissioning')
  return null
}

/** A word of the campus file: lower case, digits and -. */
export function wordOfCell(cells: CellReader, key: 'use' | 'role'): string | null {
  const text = cells.text(key)
  if (text === null) return null
  const word = text.toLowerCase().replace(/[\s_]+/g, '-')
  if (/^[a-z0-9][a-z0-9-]{0,59}$/.test(word)) return word
  cells.blame(
    key,
    `"${text}" is not a word of letters, digits and -`,
    key === 'use' ? 'write lighting, sockets, hvac ...' : 'write main-meter, tap-inlet ...',
  )
  return null
}
