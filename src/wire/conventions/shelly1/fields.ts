/**
 * Topics of Shelly devices of the first generation below `shellies/<device>/` (shelly-api-docs.shelly.cloud/gen1). Energy is in watt-minutes, but the
 * `total` of an emeter in Wh; the two are one register.
 */

import type { PointRule } from '../../../domain/index.ts'

const WATT_MINUTES: PointRule = { quantity: 'energy', unit: 'Wm', kind: 'counter' }
const ON: PointRule = { quantity: 'switch', map: { on: true, off: false, overpower: false } }
const POWER: PointRule = { quantity: 'power', unit: 'W' }
const FLAG: PointRule = { quantity: 'state', unit: 'bool' }

const FIELDS: readonly (readonly [path: RegExp, rule: PointRule])[] = [
  [/^relay\/\d+$/, ON],
  [/^(?:light|color|white)\/\d+$/, ON],
  [/^(?:light|color|white)\/\d+\/status\.ison$/, { quantity: 'switch' }],
  [/^(?:light|color|white)\/\d+\/status\.(?:brightness|gain)$/, { quantity: 'level', unit: '%' }],
  [/^(?:relay|light|color|white|roller)(?:\/\d+)?\/power$/, POWER],
  [/^(?:light|color|white)\/\d+\/status\.power$/, POWER],
  [/^(?:relay|light|color|white|roller)(?:\/\d+)?\/energy$/, WATT_MINUTES],
  [/^roller\/\d+\/pos$/, { quantity: 'level', unit: '%', min: 0, max: 100, null_values: ['-1'] }],
  [/^emeter(?:\/\d+|_n)\/power$/, POWER],
  [/^emeter(?:\/\d+|_n)\/reactive_power$/, { quantity: 'reactive_power', unit: 'var' }],
  [/^emeter(?:\/\d+|_n)\/voltage$/, { quantity: 'voltage', unit: 'V' }],
  [/^emeter(?:\/\d+|_n)\/current$/, { quantity: 'current', unit: 'A' }],
  [/^emeter\/\d+\/pf$/, { quantity: 'power_factor', unit: '1' }],
  [/^emeter\/\d+\/energy$/, WATT_MINUTES],
  [/^emeter\/\d+\/returned_energy$/, { quantity: 'energy_export', unit: 'Wm', kind: 'counter' }],
  [/^emeter\/\d+\/total$/, { quantity: 'energy', unit: 'Wh', kind: 'counter' }],
  [/^emeter\/\d+\/total_returned$/, { quantity: 'energy_export', unit: 'Wh', kind: 'counter' }],
  [/^input\/\d+$/, FLAG],
  [/^voltage$/, { quantity: 'voltage', unit: 'V' }],
  [/^(?:temperature|sensor\/temperature|ext_temperature\/\d+)$/, { quantity: 'temperature', unit: 'Cel', null_values: ['999', '999.0'] }],
  [/^(?:sensor\/humidity|ext_humidity\/\d+)$/, { quantity: 'humidity', unit: '%', null_values: ['999', '999.0'] }],
  [/^sensor\/battery$/, { quantity: 'battery', unit: '%' }],
  [/^sensor\/lux$/, { quantity: 'illuminance', unit: 'lx' }],
  [/^sensor\/motion$/, { quantity: 'occupancy' }],
  [/^sensor\/(?:flood|smoke|vibration)$/, FLAG],
  [/^sensor\/state$/, { quantity: 'state', unit: 'bool', map: { open: true, close: false } }],
]

export function defineShelly1Field(path: string): PointRule | null {
  return FIELDS.find(([form]) => form.test(path))?.[1] ?? null
}
