/** What entities of ESPHome measure, by component and object id. */

import type { PointRule } from '../../../domain/index.ts'
import { ruleOfFlag } from '../../fields/described.ts'

/** Endings of object ids with the default unit of their component (esphome.io/components/sensor). Gates of a radar have an energy that is none. */
const SENSORS: readonly (readonly [name: RegExp, rule: PointRule])[] = [
  [/(?:move|still|gate)_energy$/, { quantity: 'ratio', unit: '%' }],
  [/power_factor$/, { quantity: 'power_factor', unit: '1' }],
  [/(?:^|_)power$/, { quantity: 'power', unit: 'W' }],
  [/(?:daily|total|today)_energy$|energy_(?:total|today)$/, { quantity: 'energy', unit: 'kWh', kind: 'counter' }],
  [/(?:^|_)voltage$/, { quantity: 'voltage', unit: 'V' }],
  [/(?:^|_)current$/, { quantity: 'current', unit: 'A' }],
  [/(?:^|_)frequency$/, { quantity: 'frequency', unit: 'Hz' }],
  [/(?:^|_)temperature$/, { quantity: 'temperature', unit: 'Cel' }],
  [/(?:^|_)dew_?point$/, { quantity: 'dew_point', unit: 'Cel' }],
  [/(?:^|_)humidity$/, { quantity: 'humidity', unit: '%' }],
  [/(?:^|_)pressure$/, { quantity: 'pressure', unit: 'hPa' }],
  [/(?:^|_)(?:illuminance|lux)$/, { quantity: 'illuminance', unit: 'lx' }],
  [/(?:^|_)co2$/, { quantity: 'co2', unit: 'ppm' }],
  [/wifi_signal/, { quantity: 'signal', unit: '1' }],
  [/(?:^|_)uptime$/, { quantity: 'duration', unit: 's' }],
]

export function defineEsphomeField(channel: string): PointRule | null {
  const [component = '', object = '', member = ''] = channel.split('/')
  if (component === 'sensor') return SENSORS.find(([name]) => name.test(object))?.[1] ?? { quantity: 'unknown' }
  if (component === 'binary_sensor') return ruleOfFlag(object)
  if (component === 'switch') return { quantity: 'switch' }
  if (component === 'light') return member === 'brightness' ? { quantity: 'level', unit: '%', scale: 100 / 255 } : { quantity: 'switch' }
  if (component !== 'climate') return null
  if (member === 'current_temperature') return { quantity: 'temperature', unit: 'Cel' }
  return member === 'target_temperature' ? { quantity: 'temperature', unit: 'Cel', kind: 'setpoint' } : null
}
