/** People: how full the campus is by hour, and which minutes a single zone is in use. */

import type { DayType } from './environment/calendar.ts'
import type { Day } from './device.ts'
import { hashText, normal, stream, uniform } from './random.ts'

/** Share of people present by hour. Working day: a Beijing internet office; weekend: DOE medium office. Value at the middle of the hour. */
const CURVES: Readonly<Record<DayType, readonly number[]>> = {
  work: [0, 0, 0, 0, 0, 0, 0, 0.05, 0.15, 0.55, 0.9, 0.95, 0.7, 0.8, 0.95, 0.95, 0.95, 0.95, 0.75, 0.7, 0.55, 0.35, 0.15, 0.05],
  saturday: [0, 0, 0, 0, 0, 0, 0.1, 0.1, 0.3, 0.3, 0.3, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0, 0, 0, 0, 0],
  sunday: [0, 0, 0, 0, 0, 0, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0, 0, 0, 0, 0, 0],
}

/** A value by hour of day, joined by lines between the middles of the hours. */
export function byHour(curve: readonly number[], hour: number): number {
  const x = hour - 0.5
  const left = Math.floor(x)
  const a = curve[(left + 24) % 24] ?? 0
  const b = curve[(left + 25) % 24] ?? 0
  return a + (b - a) * (x - left)
}

/** Share of people present on a day; some days are fuller than others. */
export function presenceCurve(seed: number, day: { number: number; type: DayType }, hours: Float64Array): Float64Array {
  const fullness = 0.95 + 0.04 * normal(seed, 11, day.number)
  return hours.map((h) => Math.min(1, Math.max(0, byHour(CURVES[day.type], h) * fullness)))
}

const MEAN_STAY = 45
const LEAST_ABSENCE = 8

/**
 * Whether a zone is in use in each minute of the day: a two-state Markov chain that begins the day empty. Stays last 45 min on
 * average; absences are as long as the campus curve demands.
 */
export function zonePresence(day: Day, zone: string): Uint8Array {
  const next = stream(day.seed, hashText(zone), day.number)
  // Every zone has its own habits: a little earlier or later, fuller or emptier.
  const habit = 0.85 + 0.3 * uniform(day.seed, hashText(zone), 12)
  const minutes = new Uint8Array(day.slots * 15)
  let inUse = false
  for (let minute = 0; minute < minutes.length; minute++) {
    const p = Math.min(0.96, (day.presence[Math.floor(minute / 15)] ?? 0) * habit)
    const draw = next()
    if (inUse) inUse = draw >= (p <= 0 ? 0.2 : 1 / (MEAN_STAY * (0.4 + p)))
    else if (p > 0) inUse = draw < 1 / Math.max(LEAST_ABSENCE, (MEAN_STAY * (1 - p)) / p)
    minutes[minute] = inUse ? 1 : 0
  }
  return minutes
}

/** Minutes of each slot in which somebody is there or left less than `hold` minutes ago, as a share 0..1. */
export function heldShare(minutes: Uint8Array, hold: number): Float64Array {
  const share = new Float64Array(minutes.length / 15)
  let last = Number.NEGATIVE_INFINITY
  for (let minute = 0; minute < minutes.length; minute++) {
    if (minutes[minute] === 1) last = minute
    const slot = Math.floor(minute / 15)
    if (minute - last <= hold) share[slot] = (share[slot] ?? 0) + 1 / 15
  }
  return share
}
