/** What `npm run chaos` was asked for. */

import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type Pair, PAIRS } from './plan.ts'

export interface Wishes {
  readonly seed: number
  /** For all pairs together; the pairs share them. */
  readonly minutes: number
  /** Kills of the service in each pair, instead of minutes of everything; null: minutes. */
  readonly kills: number | null
  readonly pairs: readonly Pair[]
}

export const USAGE = `npm run chaos -- [--seed N] [--minutes M | --kills K] [--pair embedded|servers|both]

  --seed N      whole number; the same seed gives the same nemeses in the same order. Default: drawn, and printed
  --minutes M   of random nemeses, shared by the pairs; 0.1 to 240. Default: 10
  --kills K     instead: the service is killed so many times in each pair; 1 to 5000
  --pair P      embedded (own broker, DuckDB), servers (Mosquitto, InfluxDB), or both. Default: both`

/** A wish that cannot be met; its message says which and what would be. */
export class UnusableWish extends Error {}

const OPTIONS = { seed: { type: 'string' }, minutes: { type: 'string' }, kills: { type: 'string' }, pair: { type: 'string' } } as const
const MOST_SEED = 2 ** 32
const DEFAULT_MINUTES = 10
/** The meters' time runs 1,500 times as fast as ours, and must not run ahead of it: readings of the future would get the time of receipt. */
const MOST_MINUTES = 240
const MOST_KILLS = 5000

interface Range {
  readonly from: number
  readonly to: number
  readonly whole: boolean
}

function number(name: string, given: string, { from, to, whole }: Range): number {
  const value = /^\d+(\.\d+)?$/.test(given) ? Number(given) : Number.NaN
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return value
  throw new UnusableWish(`--${name} takes a ${whole ? 'whole ' : ''}number from ${from} to ${to}, not "${given}"`)
}

function pairsOf(given: string): readonly Pair[] {
  if (given === 'both') return PAIRS
  const found = PAIRS.filter((pair) => pair === given)
  if (found.length === 0) throw new UnusableWish(`--pair takes ${PAIRS.join(', ')} or both, not "${given}"`)
  return found
}

function parsed(args: readonly string[]): { seed?: string; minutes?: string; kills?: string; pair?: string } {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values
  } catch (error) {
    throw new UnusableWish(error instanceof Error ? error.message : String(error))
  }
}

/** Throws UnusableWish with what is wrong with which option. */
export function wishesOf(args: readonly string[]): Wishes {
  const { seed, minutes, kills, pair } = parsed(args)
  if (kills !== undefined && minutes !== undefined) throw new UnusableWish('--minutes and --kills exclude each other: give one of them')
  return {
    seed: seed === undefined ? randomInt(1_000_000) : number('seed', seed, { from: 0, to: MOST_SEED, whole: true }),
    minutes: minutes === undefined ? DEFAULT_MINUTES : number('minutes', minutes, { from: 0.1, to: MOST_MINUTES, whole: false }),
    kills: kills === undefined ? null : number('kills', kills, { from: 1, to: MOST_KILLS, whole: true }),
    pairs: pairsOf(pair ?? 'both'),
  }
}
