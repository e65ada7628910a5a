/** Defaults of the campus file, and the bounds of its values. One place. */

import { basePerUnit, DAY, HOUR, type Kind, MINUTE, type Quantity, quantityOf } from '../domain/index.ts'

const KIB = 1024
const MIB = 1024 * KIB
const GIB = 1024 * MIB

export const DEFAULTS = {
  broker: { url: 'embedded', host: '127.0.0.1', port: 1883 },
  data: { dir: './data' },
  http: { host: '127.0.0.1', port: 3000 },
  journal: { durability: 'interval', intervalMs: 200, segmentBytes: 32 * MIB, maxBytes: 2 * GIB, minFreeDisk: 512 * MIB },
  archive: { days: 90, maxBytes: 8 * GIB },
  backup: { at: '02:30', keep: { days: 7, weeks: 4, months: 12 }, alarmAfter: '36h' },
  limits: { payloadBytes: 64 * KIB, depth: 16, readingsPerMessage: 1000, messagesPerSecond: 5000 },
  notify: { coverageBelow: 0.95 },
  roles: ['ingest', 'jobs', 'control', 'api'],
  /** Ports of a URL that names none. */
  ports: { mqtt: 1883, mqtts: 8883, smtp: 587, smtps: 465 },
} as const

type Bounds = readonly [min: number, max: number]

export const JOURNAL_BOUNDS = {
  intervalMs: [1, MINUTE],
  segmentBytes: [64 * KIB, GIB],
  maxBytes: [128 * KIB, 1024 * GIB],
  minFreeDisk: [0, 1024 * GIB],
} as const satisfies Record<string, Bounds>

export const ARCHIVE_BOUNDS = { days: [0, 3660], maxBytes: [0, 1024 * 1024 * GIB] } as const satisfies Record<string, Bounds>

export const BACKUP_BOUNDS = { days: [0, 3660], weeks: [0, 520], months: [0, 1200] } as const satisfies Record<string, Bounds>

export const LIMIT_BOUNDS = {
  payloadBytes: [KIB, 16 * MIB],
  depth: [1, 64],
  readingsPerMessage: [1, 100_000],
  messagesPerSecond: [1, 1_000_000],
} as const satisfies Record<string, Bounds>

/** Greatest plausible rate in canonical units per hour: a 20 MW feeder, a 2,000 m3/h main. */
const MAX_RATE: Readonly<Partial<Record<Quantity, number>>> = {
  energy: 20_000,
  energy_export: 20_000,
  reactive_energy: 20_000,
  reactive_energy_export: 20_000,
  heat_energy: 20_000,
  volume: 2000,
  mass: 100_000,
  count: 1_000_000,
}

/** For quantities that are never judged by their rate. */
const ANY_RATE = 1e15

export function maxRateOf(quantity: Quantity): number {
  return MAX_RATE[quantity] ?? ANY_RATE
}

const RESOLUTION: Readonly<Partial<Record<Quantity, number>>> = {
  energy: 0.001,
  energy_export: 0.001,
  heat_energy: 0.001,
  volume: 0.001,
  count: 1,
}

/** Step of a register in canonical units, where the point does not say: a watt-hour, a litre, else one base unit. */
export function resolutionOf(quantity: Quantity): number {
  return RESOLUTION[quantity] ?? 1 / basePerUnit(quantity)
}

/** A longer time without a reading is a gap, ms. */
export function gapLimitOf(kind: Kind, interval: number | null): number {
  if (interval !== null) return 3 * interval
  return kind === 'state' || kind === 'setpoint' ? DAY : 2 * HOUR
}

const MOVING: ReadonlySet<Quantity> = new Set(['power', 'apparent_power', 'reactive_power', 'current', 'flow'])

/** Flows through a meter never stand still at other than 0; a temperature or a register may. */
export function stuckAfterOf(quantity: Quantity, kind: Kind): number | null {
  return kind === 'instant' && MOVING.has(quantity) ? 6 * HOUR : null
}

/** What a sensor in a collector loop can read: -127 is a lost one. */
const COLLECTOR = { min: -40, max: 250 }

/** Narrower bounds than the quantity has, where the role says what is measured. */
const LIMITS_OF_ROLE: Readonly<Record<string, { readonly min: number; readonly max: number; readonly quantity: Quantity }>> = {
  'solar-collector-in': { ...COLLECTOR, quantity: 'temperature' },
  'solar-collector-out': { ...COLLECTOR, quantity: 'temperature' },
}

/** `roles`: all that the point plays at any time. */
export function limitsOf(quantity: Quantity, roles: readonly string[] = []): { readonly min: number | null; readonly max: number | null } {
  const own = roles.map((role) => LIMITS_OF_ROLE[role]).find((limits) => limits?.quantity === quantity)
  const { min, max } = own ?? quantityOf(quantity).hard ?? { min: null, max: null }
  return { min, max }
}

/** More points than this are a slip in a template. */
export const MOST_POINTS = 100_000
