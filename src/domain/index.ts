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
 * fact       a dated entry of what no meter knows; never overwritten, withdrawn at most
 * factor     a number of a publication as a dated row
 * tariff     what a carrier costs, dated
 * figure     a line of the report: a fixed id, a unit, a boundary
 * draft      what the figures of a period came to when it was over
 * alarm      something holds that a person has to look at; a notice tells people who do not look at the page
 * dead letter  a message (or part of one) that was refused, with its reason, replayable
 */
export * from './alarm.ts'
export * from './bucket.ts'
export * from './bucket-columns.ts'
export * from './calendar.ts'
export * from './campus.ts'
export * from './carrier.ts'
export * from './draft.ts'
export * from './fact.ts'
export * from './factor.ts'
export * from './figure.ts'
export * from './finding.ts'
export * from './instant.ts'
export * from './mapping.ts'
export * from './measure.ts'
export * from './missing.ts'
export * from './notice.ts'
export * from './period.ts'
export * from './quantity.ts'
export * from './reading.ts'
export * from './saving.ts'
export * from './tariff.ts'
export * from './time.ts'
export * from './units.ts'
export { isZone, offsetAt } from './zone.ts'
