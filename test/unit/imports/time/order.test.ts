import { describe, expect, it } from 'vitest'
import { placeTimes, type TimedItem } from '../../../../src/imports/time/order.ts'

/** Clocks go back in Berlin on 27 October 2024 at 01:00 UTC. */
function placed(clocks: readonly string[], ends = false, zone = 'Europe/Berlin', day = '2024-10-27') {
  const notes = { once: 0 }
  const items: TimedItem<string>[] = clocks.map((clock) => ({
    read: { kind: 'local', wall: Date.parse(`${day}T${clock}:00Z`), season: null },
    row: clock,
  }))
  const out = [...placeTimes(items, { zone, ends }, notes)]
  return { times: out.map((o) => (o.at === null ? o.reason : new Date(o.at).toISOString().slice(11, 16))), once: notes.once }
}

describe('local times of the doubled hour', () => {
  it('rise, fall back and rise again in a file that rises', () => {
    expect(placed(['01:30', '02:00', '02:30', '02:00', '02:30', '03:00']).times).toEqual([
      '23:30',
      '00:00',
      '00:30',
      '01:00',
      '01:30',
      '02:00',
    ])
  })

  it('are told in a file that falls', () => {
    expect(placed(['03:00', '02:30', '02:00', '02:30', '02:00', '01:30']).times).toEqual([
      '02:00',
      '01:30',
      '01:00',
      '00:30',
      '00:00',
      '23:30',
    ])
  })

  it('are told where every row is a full hour', () => {
    expect(placed(['01:00', '02:00', '02:00', '03:00']).times).toEqual(['23:00', '00:00', '01:00', '02:00'])
    expect(placed(['03:00', '02:00', '02:00', '01:00']).times).toEqual(['02:00', '01:00', '00:00', '23:00'])
  })

  it('are told where the end of the first pass is written with the old clock', () => {
    const clocks = ['02:15', '02:30', '02:45', '03:00', '02:15', '02:30', '02:45', '03:00', '03:15']
    expect(placed(clocks).times).toEqual(['00:15', '00:30', '00:45', '01:00', '01:15', '01:30', '01:45', '02:00', '02:15'])
    expect(placed(clocks.toReversed()).times).toEqual(['02:15', '02:00', '01:45', '01:30', '01:15', '01:00', '00:45', '00:30', '00:15'])
  })

  it('that stand once are the first pass, or the second where the file begins there, and are counted', () => {
    expect(placed(['01:30', '02:00', '02:30', '03:00'])).toEqual({ times: ['23:30', '00:00', '00:30', '02:00'], once: 2 })
    expect(placed(['02:30', '03:00', '03:30'])).toEqual({ times: ['01:30', '02:00', '02:30'], once: 1 })
    expect(placed(['03:30', '03:00', '02:30'])).toEqual({ times: ['02:30', '02:00', '01:30'], once: 1 })
  })

  it('in a file that doubles every row are not taken for two passes', () => {
    const { times } = placed(['01:30', '01:30', '02:00', '02:00', '02:00', '02:00', '03:00'])
    expect(times.slice(2, 6)).toEqual(['00:00', '00:00', '00:00', '00:00'])
  })
})

describe('local times that do not exist', () => {
  it('are named with the change of clocks', () => {
    const { times } = placed(['01:30', '02:30', '03:00'], false, 'Europe/Berlin', '2024-03-31')
    expect(times).toEqual(['00:30', expect.stringMatching(/does not exist in Europe\/Berlin: clocks go from 02:00 to 03:00/), '01:00'])
  })

  it('are the change itself where an interval ends at their first moment', () => {
    expect(placed(['02:00', '02:15'], true, 'Europe/Berlin', '2024-03-31').times).toEqual([
      '01:00',
      expect.stringContaining('does not exist'),
    ])
  })
})
