/** The campus as its file describes it: sites, sources and points; a point's device is a dated row, its place and role are attributes. */

import type { CalendarYear } from '../time/calendar-year.ts'
import type { Carrier } from './carrier.ts'
import type { Instant } from '../time/instant.ts'
import type { Mapping } from './mapping.ts'
import type { Measure } from './measure.ts'
import type { Names } from './names.ts'
import type { Kind, Quantity } from '../quantity/quantity.ts'
import type { Tariff } from './tariff.ts'

export interface Campus {
  readonly id: string
  readonly name: Names
  /** IANA zone; every bucket edge of the campus is a local edge of this zone. */
  readonly timezone: string
  readonly location: { readonly latitude: number; readonly longitude: number } | null
  /** Name of the holiday calendar, such as CN. */
  readonly calendar: string | null
  /** Calendar years from the campus file. */
  readonly calendars: readonly CalendarYear[]
  /** Month in which fiscal years begin, 1..12; left out: January. */
  readonly fiscalStart?: number
  readonly sites: readonly Site[]
  readonly sources: readonly Source[]
  readonly points: readonly Point[]
  readonly measures: readonly Measure[]
  readonly accounting?: Accounting
}

/** Carriers, tariffs and completeness statements of the campus file, for reports. */
export interface Accounting {
  readonly carriers: readonly Carrier[]
  readonly tariffs: readonly Tariff[]
  readonly completeness: readonly CompletenessStatement[]
}

export const COMPLETENESS = ['included', 'not-occurring', 'not-estimated', 'elsewhere'] as const

/** Why a source is not in a report, or where it is reported instead. */
export interface CompletenessStatement {
  readonly source: string
  readonly status: (typeof COMPLETENESS)[number]
  readonly why: string
}

export type SiteKind = 'office' | 'shop' | 'data-centre' | 'other'

export interface Site {
  readonly id: string
  readonly kind: SiteKind
  readonly name: Names
  readonly grid: string | null
}

/** A family of devices with one message format. */
export interface Source {
  readonly id: string
  /** As the file names it: `native`, `mapping`, or a preset. */
  readonly preset: string
  /** The convention that reads it, where the preset is a mapping with a name; absent: the preset itself. */
  readonly convention?: string
  /** With what its preset says for it. */
  readonly mapping: Mapping
  /** Keys that only its convention knows. */
  readonly settings?: Readonly<Record<string, unknown>>
}

export interface Place {
  readonly site: string
  readonly building: string | null
  readonly floor: string | null
  readonly zone: string | null
}

/** An attribute that holds from a date on; the row without `from` holds always. Rows are sorted, later wins. */
export interface Dated<T> {
  readonly value: T
  readonly from: Instant | null
  readonly to: Instant | null
}

/** Which device serves a point, when. Indexes are the register's first and last reading on this device, in canonical units. */
export interface FromRow {
  readonly source: string
  readonly device: string
  readonly field: string
  readonly from: Instant | null
  readonly to: Instant | null
  readonly firstIndex: number | null
  readonly lastIndex: number | null
  /** What values are multiplied by: CT x PT ratio, and the correction of their unit. */
  readonly multiplier: number
  /** CT x PT ratio alone, where it is not the multiplier. */
  readonly ctRatio?: number
  readonly serial: string | null
  /** As printed on the meter: 0.5S, 1, B. */
  readonly accuracyClass: string | null
}

export interface Point {
  readonly id: string
  readonly name: Names
  readonly place: Place
  /** End use: lighting, sockets, hvac, basin-heater ... null for a meter of several uses. */
  readonly use: string | null
  readonly medium: string | null
  readonly quantity: Quantity
  readonly unit: string
  readonly kind: Kind
  readonly from: readonly FromRow[]
  readonly role: readonly Dated<string>[]
  readonly parent: readonly Dated<string>[]
  readonly status: 'live' | 'commissioning'
  readonly rules: PointRules
  /** Collector area that a point on a solar system stands for, m2. */
  readonly area?: number
  /** Of a gas meter: what its m3 are multiplied with to be m3 at `conditions`. */
  readonly conversionNumber?: readonly Dated<number>[]
  /** Of a gas meter: temperature and pressure that its m3, converted where there is a conversion number, are meant at (quantity/gas-state.ts). */
  readonly conditions?: string
  /** Unit of the campus file: of values in files that name none. */
  readonly fileUnit?: string
  /** A computed point: what the points of these terms count or show, added up. It has no devices. */
  readonly of?: readonly PointTerm[]
}

/** A point that a computed point is computed of: so many times; -1 subtracts it. */
export interface PointTerm {
  readonly point: string
  readonly times: number
}

/** Rules of validation and rollup for a point. They come from configuration and never from data, so that a rerun gives the same bytes. */
export interface PointRules {
  /** Expected time between readings, ms; null when unknown. */
  readonly interval: number | null
  /** Longer than this between two readings is a gap (registers) or the end of the hold (gauges), ms. */
  readonly gapLimit: number
  /** The same value, other than 0, for longer than this is a stuck meter, ms; null: no limit. */
  readonly stuckAfter: number | null
  /** Greatest plausible rate, canonical units per hour. */
  readonly maxRate: number
  /** The campus file gives neither `max_rate` nor `connection`: the rate is that of the quantity, and the point's own past says more. */
  readonly rateAssumed?: boolean
  /** Register modulus in canonical units, or null. */
  readonly rollover: number | null
  /** Resolution of the register in canonical units. */
  readonly resolution: number
  /** CT x PT ratio that rollover, resolution and least value of the register hold at, of the meter in service; 1 where left out. */
  readonly atRatio?: number
  /**
   * Meaning of a register that falls: `zero`, it restarted at 0 (add the new value); `preset`, it was set to a value (add nothing); `daily`, it
   * begins at 0 once a day.
   */
  readonly onReset: 'zero' | 'preset' | 'daily'
  /** Least value of a register that wraps below 0, canonical units. */
  readonly registerMin?: number
  /** Amounts: the end of their interval that their time stands for; `end` where left out. */
  readonly stamp?: 'begin' | 'end'
  /** Amounts of so many calendar months: `interval` is their usual length only. */
  readonly calendarMonths?: number
  /** Amounts may be negative. */
  readonly signed?: boolean
  /** Values outside [min, max] are bad: stored, but in no sum. */
  readonly min: number | null
  readonly max: number | null
}

/** All points that a computed point is computed of, directly and further below, each once. */
export function termsBelow(points: ReadonlyMap<string, Pick<Point, 'of'>>, id: string): readonly string[] {
  const found = new Set<string>()
  const visit = (at: string): void => {
    for (const { point } of points.get(at)?.of ?? []) {
      if (found.has(point)) continue
      found.add(point)
      visit(point)
    }
  }
  visit(id)
  return [...found]
}

export const POINT_ID = /^[A-Za-z0-9_.:/-]{1,200}$/

/** The value of a dated attribute at an instant, or null. Later rows win. */
export function valueAt<T>(rows: readonly Dated<T>[], at: Instant): T | null {
  let found: T | null = null
  for (const row of rows) {
    if ((row.from === null || row.from <= at) && (row.to === null || at < row.to)) found = row.value
  }
  return found
}
