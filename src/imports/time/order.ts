/** Local times of the doubled hour by the order of rows: ascending or descending, the second pass through the hour is known by its fall back. */

import { type ZoneClock, localClock, type ClockChange } from './local.ts'
import type { TimeRead } from './form.ts'

export interface TimedItem<T> {
  readonly read: TimeRead
  readonly row: T
}

export interface PlacedItem<T> {
  /** Epoch ms, or null with the reason. */
  readonly at: number | null
  readonly reason: string
  readonly row: T
}

export interface PlacingOptions {
  readonly zone: string
  /** Stamps are ends: the first moment of a gap may be written with the old clock. */
  readonly ends: boolean
}

/** Counts of times in the doubled hour that stand in the file only once, and so are read by a rule. */
export interface PlacingNotes {
  once: number
}

interface Held<T> {
  readonly wall: number
  readonly item: TimedItem<T>
  readonly season: 'S' | 'W' | null
}

interface Block<T> {
  readonly change: ClockChange
  readonly held: (Held<T> | TimedItem<T>)[]
  /** Walls of the rows before: the last two. */
  readonly before: readonly number[]
}

export function* placeTimes<T>(items: Iterable<TimedItem<T>>, options: PlacingOptions, notes: PlacingNotes): Generator<PlacedItem<T>> {
  const clock = localClock(options.zone)
  let before: number[] = []
  let block: Block<T> | null = null
  for (const item of items) {
    const { read } = item
    const change = read.kind === 'local' ? doubledAt(clock, read.wall) : null
    if (block !== null && read.kind === 'bad') {
      block.held.push(item)
      continue
    }
    if (read.kind === 'local' && change !== null) {
      if (block !== null && block.change.at !== change.at) {
        yield* release(block, read.wall, notes)
        block = null
      }
      block ??= { change, held: [], before }
      block.held.push({ wall: read.wall, item, season: read.season })
      continue
    }
    const wall = wallOf(read, clock)
    if (block !== null) yield* release(block, wall, notes)
    block = null
    yield place(item, clock, options)
    if (wall !== null) before = [...before.slice(-1), wall]
  }
  if (block !== null) yield* release(block, null, notes)
}

/** The change whose doubled hour holds the wall, its last moment included: an end stamp may be written with the old clock. */
function doubledAt(clock: ZoneClock, wall: number): ClockChange | null {
  const change = clock.changeNear(wall)
  return change !== null && change.after < change.before && wall >= change.after && wall <= change.before ? change : null
}

function wallOf(read: TimeRead, clock: ZoneClock): number | null {
  if (read.kind === 'local') return read.wall
  if (read.kind === 'bad') return null
  const change = clock.changeNear(read.at)
  if (change === null) return read.at + (read.at - clock.plain(read.at))
  return read.at + (read.at < change.at ? change.before : change.after) - change.at
}

function place<T>({ read, row }: TimedItem<T>, clock: ZoneClock, options: PlacingOptions): PlacedItem<T> {
  if (read.kind === 'bad') return { at: null, reason: read.reason, row }
  if (read.kind === 'instant') return { at: read.at, reason: '', row }
  const change = clock.changeNear(read.wall)
  if (change !== null && read.wall >= change.before && read.wall < change.after) {
    if (options.ends && read.wall === change.before) return { at: change.at, reason: '', row }
    const hour = (wall: number): string => new Date(wall).toISOString().slice(11, 16)
    const reason = `this local time does not exist in ${options.zone}: clocks go from ${hour(change.before)} to ${hour(change.after)}`
    return { at: null, reason, row }
  }
  return { at: clock.plain(read.wall), reason: '', row }
}

const isHeld = <T>(x: Held<T> | TimedItem<T>): x is Held<T> => 'wall' in x

/** The rows of one doubled hour with their instants, in the order of the file. */
function* release<T>(block: Block<T>, next: number | null, notes: PlacingNotes): Generator<PlacedItem<T>> {
  const held = block.held.filter(isHeld)
  const late = passes(held, block, next, notes)
  let i = 0
  for (const x of block.held) {
    if (!isHeld(x)) {
      yield { at: null, reason: x.read.kind === 'bad' ? x.read.reason : '', row: x.row }
      continue
    }
    const second = x.season === null ? late[i] === true : x.season === 'W'
    const { at, before, after } = block.change
    yield { at: x.wall - ((second ? after : before) - at), reason: '', row: x.item.row }
    i++
  }
}

/** For each row whether it lies in the second pass through the hour. */
function passes<T>(held: readonly Held<T>[], block: Block<T>, next: number | null, notes: PlacingNotes): boolean[] {
  const walls = held.map((h) => h.wall)
  const rising = isRising(walls, block.before.at(-1) ?? null, next)
  const back = walls.findIndex((w, i) => i > 0 && (rising ? w < (walls[i - 1] ?? w) : w > (walls[i - 1] ?? w)))
  if (back > 0) return walls.map((_, i) => i >= back === rising)
  const end = block.change.before
  const repeated = walls.some((w, i) => w === walls[i - 1])
  const doubledBefore = block.before.length === 2 && block.before[0] === block.before[1]
  if (repeated && !doubledBefore) return walls.map((w, i) => w === end || (w === walls[i - 1]) === rising)
  notes.once += walls.filter((w) => w !== end).length
  // A file that begins inside the hour continues after it; any other is read as the first pass.
  const beyond = rising ? block.before.length === 0 && next !== null : block.before.length > 0 && next === null
  const second = beyond || keepsStep(walls[0] ?? 0, block, rising)
  return walls.map((w) => w === end || second)
}

/** Whether only the second pass continues the step of the rows before: hourly rows at a change of half an hour have no row in the first. */
function keepsStep<T>(first: number, { before, change }: Block<T>, rising: boolean): boolean {
  const [one, two] = before
  if (one === undefined || two === undefined) return false
  const step = Math.abs(two - one)
  const gap = Math.abs(first - two)
  const shifted = gap + change.before - change.after
  return rising ? gap !== step && shifted === step : gap === step && shifted !== step
}

function isRising(walls: readonly number[], before: number | null, next: number | null): boolean {
  const first = walls[0] ?? 0
  const last = walls.at(-1) ?? 0
  if (before !== null && before !== first) return before < first
  if (next !== null && next !== last) return next > last
  const up = walls.filter((w, i) => i > 0 && w > (walls[i - 1] ?? w)).length
  const down = walls.filter((w, i) => i > 0 && w < (walls[i - 1] ?? w)).length
  return up >= down
}
