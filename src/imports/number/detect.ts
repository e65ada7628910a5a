/** Which decimal sign and grouping the values have, where only one reading of them is possible. */

import { type Contest, createContest } from '../contest.ts'
import { failed, flag, succeeded, undecided } from '../failure.ts'
import type { Outcome } from '../types.ts'
import { isNoValue, type NumberFormat, type NumberReader, numberReader } from './read.ts'

export interface NumberSample {
  readonly line: number
  readonly column: string
  readonly text: string
}

export interface NumberSearch {
  readonly decimal: NumberFormat['decimal'] | null
  readonly thousands: NumberFormat['thousands'] | undefined
  /** What parts the cells: where it is a comma, a dot never groups thousands. */
  readonly delimiter: string | null
}

/** Order of preference where two formats read the same numbers. */
const FORMATS: readonly NumberFormat[] = (
  [
    ['.', null],
    [',', null],
    ['.', ','],
    [',', '.'],
    ['.', ' '],
    [',', ' '],
    ['.', "'"],
    [',', "'"],
  ] as const
).map(([decimal, thousands]) => ({ decimal, thousands }))

const ENOUGH = 1000

function allowed({ decimal, thousands }: NumberFormat, search: NumberSearch): boolean {
  if (search.decimal !== null && decimal !== search.decimal) return false
  if (search.thousands !== undefined && thousands !== search.thousands) return false
  // Who parts cells by commas writes decimal points.
  return !(search.delimiter === ',' && thousands === '.' && search.thousands === undefined)
}

interface Way {
  readonly format: NumberFormat
  readonly read: NumberReader
}

function numberIn({ read }: Way, { text }: NumberSample): number | null {
  const value = read(text)
  return typeof value === 'string' ? null : value.number
}

/** Reads every sample: the last one may be the one that decides, or the one that cannot be decided. */
export function detectNumbers(samples: Iterable<NumberSample>, search: NumberSearch): Outcome<NumberFormat> {
  const ways = FORMATS.filter((f) => allowed(f, search)).map((format) => ({ format, read: numberReader(format) }))
  const contest = createContest<Way, NumberSample>(ways, numberIn)
  let seen = 0
  for (const sample of samples) {
    // Digits alone mean the same in every format.
    if (/^\d*$/.test(sample.text) || isNoValue(sample.text)) continue
    contest.see(sample)
    if (++seen % ENOUGH === 0) {
      contest.narrow()
      if (contest.leaders().length === 1) break
    }
  }
  return verdict(contest, search)
}

function verdict(contest: Contest<Way, NumberSample>, search: NumberSearch): Outcome<NumberFormat> {
  const leaders = contest.leaders()
  const [best] = leaders
  if (best === undefined) return succeeded({ decimal: search.decimal ?? '.', thousands: search.thousands ?? null })
  const rivals = leaders.filter((way) => contest.difference(best, way) !== null)
  const sample = rivals[0] === undefined ? null : contest.difference(best, rivals[0])
  if (sample === null) return succeeded(best.format)
  const readings = [best, ...rivals]
  const choices = readings.map((way) => optionsOf(way.format))
  const reason = `the value can be read as ${readings.map((way) => numberIn(way, sample) ?? '').join(' or ')}`
  return failed(undecided(reason, choices, { line: sample.line, column: sample.column, value: sample.text }))
}

function optionsOf({ decimal, thousands }: NumberFormat): string {
  return flag('decimal', decimal) + (thousands === null ? '' : ` ${flag('thousands', thousands)}`)
}
