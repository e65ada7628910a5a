/**
 * The truth file: the true consumption of every register in every local hour, from the same integers as the telemetry, and the true saving of
 * every measure in every whole month.
 */

import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import type { Campus } from './campus.ts'
import type { CampusModel } from './campus-model.ts'
import { savingRows } from './measures.ts'
import { HOUR } from './models/zone.ts'

export interface TruthRow {
  readonly point: string
  readonly from: string
  readonly to: string
  /** Canonical: kWh, m3. */
  readonly unit: string
  readonly value: number
}

/** Rows of [from, to) cut at local full hours; the first and the last may be parts of an hour. Registers without a point have no row. */
export function* truthRows(campus: Campus, model: CampusModel, from: number, to: number): Iterable<TruthRow> {
  const { zone } = campus
  const metered = model.registers.flatMap((register, index) => {
    const point = campus.file.points.get(register.key)
    return point === undefined ? [] : [{ point, index, register }]
  })
  for (let at = from; at < to; ) {
    const end = Math.min(to, nextHour(at, zone.offset(at)))
    const edges = { from: zone.format(at), to: zone.format(end) }
    for (const { point, index, register } of metered) {
      const consumed = model.register(index, end) - model.register(index, at)
      yield { point, ...edges, unit: register.unit, value: consumed / register.perUnit }
    }
    at = end
  }
}

/** Full hours of the local clock, for zones that are half an hour off too. */
export function nextHour(at: number, offset: number): number {
  return (Math.floor((at + offset) / HOUR) + 1) * HOUR - offset
}

export interface Truth {
  /** Writes the full hours before an instant. */
  upTo(at: number): Promise<void>
  /** Writes the rest and closes; the number of rows. */
  end(at: number): Promise<number>
}

/** Writes nothing without a file. */
export function createTruth(file: string | undefined, campus: Campus, model: CampusModel, from: number): Truth {
  const out: WriteStream | null = file === undefined ? null : createWriteStream(file)
  let written = from
  let rows = 0
  const write = async (to: number): Promise<void> => {
    if (out === null || to <= written) return
    let text = ''
    for (const row of truthRows(campus, model, written, to)) {
      text += `${JSON.stringify(row)}\n`
      rows += 1
    }
    written = to
    if (!out.write(text)) await once(out, 'drain')
  }
  return {
    upTo: async (at) => {
      await write(nextHour(at, campus.zone.offset(at)) - HOUR)
    },
    end: async (at) => {
      await write(at)
      if (out !== null) {
        const savings = savingRows(campus, model, from, at)
        rows += savings.length
        out.write(savings.map((row) => `${JSON.stringify(row)}\n`).join(''))
        out.end()
        await once(out, 'finish')
      }
      return rows
    },
  }
}
