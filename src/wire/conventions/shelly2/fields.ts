/**
 * Fields of components of Shelly devices since the second generation (shelly-api-docs.shelly.cloud/gen2). Energy is in Wh; `by_minute` holds mWh of
 * single minutes, which the total has already.
 */

import type { PointRule } from '../../../domain/index.ts'

const TEMPERATURE: PointRule = { quantity: 'temperature', unit: 'Cel' }
const ENERGY: PointRule = { quantity: 'energy', unit: 'Wh', kind: 'counter' }
const EXPORT: PointRule = { quantity: 'energy_export', unit: 'Wh', kind: 'counter' }

/** What a component with a load measures. */
const LOAD: Readonly<Record<string, PointRule>> = {
  output: { quantity: 'switch' },
  apower: { quantity: 'power', unit: 'W' },
  aprtpower: { quantity: 'apparent_power', unit: 'VA' },
  voltage: { quantity: 'voltage', unit: 'V' },
  current: { quantity: 'current', unit: 'A' },
  pf: { quantity: 'power_factor', unit: '1' },
  freq: { quantity: 'frequency', unit: 'Hz' },
  'aenergy.total': ENERGY,
  'ret_aenergy.total': EXPORT,
  'temperature.tC': TEMPERATURE,
  'counts.on_time': { quantity: 'duration', unit: 's', kind: 'counter' },
  'counts.switch_on': { quantity: 'count', kind: 'counter' },
}

/** Of a phase (`a_voltage`) or of a single-phase meter (`voltage`). */
const METER: Readonly<Record<string, PointRule>> = {
  current: { quantity: 'current', unit: 'A' },
  voltage: { quantity: 'voltage', unit: 'V' },
  act_power: { quantity: 'power', unit: 'W' },
  aprt_power: { quantity: 'apparent_power', unit: 'VA' },
  pf: { quantity: 'power_factor', unit: '1' },
  freq: { quantity: 'frequency', unit: 'Hz' },
}

/** Of a phase (`a_total_act_energy`), of a single-phase meter (`total_act_energy`), or of all phases (`total_act`). */
const REGISTERS: Readonly<Record<string, PointRule>> = {
  total_act_energy: ENERGY,
  total_act_ret_energy: EXPORT,
  total_act: ENERGY,
  total_act_ret: EXPORT,
}

const LEVEL: PointRule = { quantity: 'level', unit: '%' }
const STATE: PointRule = { quantity: 'state', unit: 'bool' }

const COMPONENTS: Readonly<Record<string, Readonly<Record<string, PointRule>>>> = {
  switch: LOAD,
  pm1: LOAD,
  light: { ...LOAD, brightness: LEVEL },
  rgb: { ...LOAD, brightness: LEVEL },
  rgbw: { ...LOAD, brightness: LEVEL },
  cct: { ...LOAD, brightness: LEVEL },
  cover: { ...LOAD, current_pos: LEVEL },
  em: METER,
  em1: METER,
  emdata: REGISTERS,
  em1data: REGISTERS,
  temperature: { tC: TEMPERATURE },
  humidity: { rh: { quantity: 'humidity', unit: '%' } },
  illuminance: { lux: { quantity: 'illuminance', unit: 'lx' } },
  voltmeter: { voltage: { quantity: 'voltage', unit: 'V' } },
  devicepower: { 'battery.percent': { quantity: 'battery', unit: '%' } },
  input: { state: STATE, percent: { quantity: 'ratio', unit: '%' }, 'counts.total': { quantity: 'count', kind: 'counter' } },
  flood: { alarm: STATE },
  smoke: { alarm: STATE },
  presence: { value: { quantity: 'occupancy' } },
  wifi: { rssi: { quantity: 'signal', unit: '1' } },
}

const PHASE = /^(?:[abcn]|total)_/

/** `switch:0.aenergy.total`, `em:0.a_act_power`. */
export function defineShelly2Field(channel: string): PointRule | null {
  const dot = channel.indexOf('.')
  const kind = channel.slice(0, dot).replace(/:\d+$/, '')
  const path = channel.slice(dot + 1)
  const table = Object.hasOwn(COMPONENTS, kind) ? COMPONENTS[kind] : undefined
  if (table === undefined) return null
  if (Object.hasOwn(table, path)) return table[path] ?? null
  const phase = kind.startsWith('em') ? path.replace(PHASE, '') : ''
  return phase !== '' && phase !== path && Object.hasOwn(table, phase) ? (table[phase] ?? null) : null
}

export function isComponent(name: string): boolean {
  const colon = name.indexOf(':')
  const kind = colon < 0 || !/^\d+$/.test(name.slice(colon + 1)) ? name : name.slice(0, colon)
  return Object.hasOwn(COMPONENTS, kind)
}

/** Members of components that hold settings, histories and states of their firmware. */
export const BESIDE: ReadonlySet<string> = new Set([
  'id',
  'source',
  'tag',
  'by_minute',
  'minute_ts',
  'tF',
  'timer_started_at',
  'timer_duration',
  'on_time_rst_ts',
  'switch_on_rst_ts',
  'on_above_thr',
  'on_above_thr_rst_ts',
  'user_calibrated_phase',
  'transition',
])
