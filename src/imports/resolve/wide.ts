/** Tables of a day a row with columns headed by the clock. */

import { DAY } from '../../domain/index.ts'
import { failed, succeeded, wrongOption } from '../failure.ts'
import type { ImportDetection, Outcome, StampSide } from '../types.ts'
import { clockMs } from './time-columns.ts'

export interface WideColumn {
  readonly index: number
  /** Milliseconds after local midnight, on a day without a change of clocks. */
  readonly clock: number
  /** The header marks it as the second pass through the doubled hour, or repeats an earlier clock. */
  readonly second: boolean
}

export interface WideColumns {
  readonly columns: readonly WideColumn[]
  readonly stamp: StampSide | null
  readonly detected: readonly ImportDetection[]
}

const CERTAIN = 20

interface HeadedColumn {
  readonly index: number
  readonly clock: number
  readonly end: number | null
  readonly marked: boolean
}

/** `00:15`, `0:15`, `0015`, `12:15 AM`, `00:00-00:15`, `00:00 - 00:15`; `B`, `*` or `(2)` behind for the second pass. */
function headed(name: string, index: number): HeadedColumn | null {
  const marked = /\s*(?:B|b|\*|\(2\))$/.test(name)
  const plain = name.replace(/\s*(?:[ABab*]|\([12]\))$/, '').trim()
  const [from = '', to] = plain.split(/\s*(?:-|–|bis|to)\s*/)
  const clock = clockMs(from) ?? clockMs(from.replace(/^(\d{2})(\d{2})$/, '$1:$2'))
  const end = to === undefined ? null : (clockMs(to) ?? clockMs(to.replace(/^(\d{2})(\d{2})$/, '$1:$2')))
  return clock === null || (to !== undefined && end === null) ? null : { index, clock, end, marked }
}

/** Null where the table is not wide. `asked`: an option says that it is. */
export function findWide(names: readonly string[], asked: boolean, stamp: StampSide | undefined): Outcome<WideColumns | null> {
  const found = names.map(headed).filter((c) => c !== null)
  if (found.length === 0 && asked)
    return failed(wrongOption('no column is headed by a clock such as 00:15', ['--time COLUMN'], { value: names.slice(0, 40).join(', ') }))
  if (!asked && found.length < CERTAIN) return succeeded(null)
  const detected: ImportDetection[] = []
  if (!asked) detected.push({ option: 'wide', value: 'true', because: `${found.length} columns are headed by the clock` })
  const told = stamp === undefined ? sideOf(found) : null
  if (told !== null) detected.push({ option: 'stamp', value: told.side, because: told.because })
  const chosen = stamp ?? told?.side ?? null
  return succeeded({ columns: clocksOf(found, chosen), stamp: chosen, detected })
}

function sideOf(found: readonly HeadedColumn[]): { readonly side: StampSide; readonly because: string } | null {
  if (found.every((c) => c.end !== null)) return { side: 'begin', because: 'the columns are headed by begin and end' }
  const clocks = found.map((c) => c.clock)
  const last = clocks.at(-1)
  if (clocks.includes(DAY)) return { side: 'end', because: 'a column is headed 24:00' }
  if (last === 0 && clocks.length > 1) return { side: 'end', because: 'the last column is headed 00:00' }
  return clocks[0] === 0 ? { side: 'begin', because: 'the first column is headed 00:00' } : null
}

function clocksOf(found: readonly HeadedColumn[], stamp: StampSide | null): WideColumn[] {
  const seen = new Set<number>()
  return found.map((c, i) => {
    const own = c.end !== null && stamp === 'end' ? c.end : c.clock
    // 00:00 behind 23:45 is the end of the day.
    const clock = own === 0 && i > 0 && i === found.length - 1 ? DAY : own
    const second = c.marked || seen.has(clock)
    seen.add(clock)
    return { index: c.index, clock, second }
  })
}
