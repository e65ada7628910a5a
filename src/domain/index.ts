/**
 * The language of the house.
 *
 * campus     everything one service watches: sites, buildings, floors, zones
 * point      a place, a use and a quantity; the device that serves it is a dated `from` row
 * source     a family of devices that speak alike
 * reading    (point, time) -> value in the canonical unit; the same key written twice is written once
 * register   a cumulative meter value; consumption is a difference of registers at bucket edges
 * gauge      a value that holds for a while; averaged or integrated over time
 * bucket     what one point did in one span: 15 min, hour, day, month, year
 * coverage   how much of a span is measured, bridged, estimated, missing
 * measure    what was done to save energy, on which loads, and the baseline it is held against
 * finding    a code, a sentence and evidence: what is remarkable about a number
 * carrier    electricity, gas, heat ...: what energy comes as, with how it becomes MWh and greenhouse gas
 * entry      a dated amount or step of what no meter knows; never overwritten, withdrawn at most (not: fact)
 * factor     a number of a publication as a dated row
 * tariff     what a carrier costs, dated
 * figure     a line of the report: a fixed id, a unit, a boundary
 * draft      what the figures of a period came to when it was over
 * alarm      something holds that a person has to look at; a notice tells people who do not look at the page
 * dead letter  a message (or part of one) that was refused, with its reason, replayable
 */
export * from './operations/alarm.ts'
export * from './readings/bucket.ts'
export * from './readings/bucket-columns.ts'
export * from './time/calendar.ts'
export * from './time/calendar-year.ts'
export * from './campus/campus.ts'
export * from './campus/carrier.ts'
export * from './reporting/draft.ts'
export * from './reporting/entry.ts'
export * from './reporting/factor.ts'
export * from './reporting/figure.ts'
export * from './readings/finding.ts'
export * from './identity/principal.ts'
export * from './identity/request-context.ts'
export * from './time/instant.ts'
export * from './time/months.ts'
export * from './campus/mapping.ts'
export * from './campus/measure.ts'
export * from './campus/names.ts'
export * from './readings/missing.ts'
export * from './operations/notice.ts'
export * from './time/period.ts'
export * from './quantity/quantity.ts'
export * from './readings/reading.ts'
export * from './reporting/saving.ts'
export * from './campus/tariff.ts'
export * from './time/time.ts'
export * from './quantity/units.ts'
export { isZone, offsetAt } from './time/zone.ts'
