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

export interface FoundNumbers {
  readonly format: NumberFormat
  /** The format follows from values of the file. */
  readonly evident: boolean
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
  return search.thousands === undefined || thousands === search.thousands
}

interface Way {
  readonly format: NumberFormat
  readonly read: NumberReader
}

function numberIn({ read }: Way, { text }: NumberSample): number | null {
  const value = read(text)
  return typeof value === 'string' ? null : value.number
}

export interface NumberContest {
  readonly see: (sample: NumberSample) => void
  /** More samples cannot change the verdict. */
  readonly decided: () => boolean
  readonly verdict: () => Outcome<FoundNumbers>
}

/** Wants every sample until one format is left: the last one may be the one that decides, or the one that cannot be decided. */
export function createNumberContest(search: NumberSearch): NumberContest {
  const ways = FORMATS.filter((f) => allowed(f, search)).map((format) => ({ format, read: numberReader(format) }))
  const contest = createContest<Way, NumberSample>(ways, numberIn)
  let seen = 0
  let decided = ways.length === 1
  return {
    see: (sample) => {
      // Digits alone mean the same in every format.
      if (decided || /^\d*$/.test(sample.text) || isNoValue(sample.text)) return
      contest.see(sample)
      if (++seen % ENOUGH !== 0) return
      contest.narrow()
      decided = contest.leaders().length === 1
    },
    decided: () => decided,
    verdict: () => verdict(contest, likely(contest, ways, search), search),
  }
}

function verdict(contest: Contest<Way, NumberSample>, leaders: readonly Way[], search: NumberSearch): Outcome<FoundNumbers> {
  const [best] = leaders
  if (best === undefined)
    return succeeded({ format: { decimal: search.decimal ?? '.', thousands: search.thousands ?? null }, evident: false })
  const rivals = leaders.filter((way) => contest.difference(best, way) !== null)
  const sample = rivals[0] === undefined ? null : contest.difference(best, rivals[0])
  if (sample === null) return succeeded({ format: best.format, evident: true })
  const readings = [best, ...rivals]
  const choices = readings.map((way) => optionsOf(way.format))
  const reason = `the value can be read as ${readings.map((way) => numberIn(way, sample) ?? '').join(' or ')}`
  return failed(undecided(reason, choices, { line: sample.line, column: sample.column, value: sample.text }))
}

/** Who parts cells by commas writes decimal points: there a dot groups thousands only when most values can be read no other way. */
function likely(contest: Contest<Way, NumberSample>, ways: readonly Way[], search: NumberSearch): readonly Way[] {
  const leaders = contest.leaders()
  const [best] = leaders
  if (best === undefined || search.delimiter !== ',' || search.thousands !== undefined) return leaders
  const plain = leaders.filter((way) => way.format.thousands !== '.')
  if (plain.length > 0) return plain
  const usual = ways.find(({ format }) => format.decimal === '.' && format.thousands === null)
  return usual !== undefined && contest.count(usual) * 2 >= contest.count(best) ? [usual] : leaders
}

function optionsOf({ decimal, thousands }: NumberFormat): string {
  return flag('decimal', decimal) + (thousands === null ? '' : ` ${flag('thousands', thousands)}`)
}
