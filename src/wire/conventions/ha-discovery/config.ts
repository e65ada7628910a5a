/** A discovery configuration with its abbreviations and its base topic expanded (home-assistant/core: components/mqtt/abbreviations.py). */

import { asText, child, isObject } from '../../values/path.ts'

/** Those that matter here. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  avty: 'availability',
  avty_t: 'availability_topic',
  avty_mode: 'availability_mode',
  cmd_t: 'command_topic',
  cmps: 'components',
  dev: 'device',
  dev_cla: 'device_class',
  ids: 'identifiers',
  mdl: 'model',
  mf: 'manufacturer',
  obj_id: 'object_id',
  p: 'platform',
  pl_off: 'payload_off',
  pl_on: 'payload_on',
  stat_cla: 'state_class',
  stat_off: 'state_off',
  stat_on: 'state_on',
  stat_t: 'state_topic',
  stat_val_tpl: 'value_template',
  state_value_template: 'value_template',
  t: 'topic',
  uniq_id: 'unique_id',
  unit_of_meas: 'unit_of_measurement',
  val_tpl: 'value_template',
}

/** `~` at the begin or end of a topic stands for the base topic. */
function expandTopic(key: string, value: unknown, base: string): unknown {
  if (typeof value !== 'string' || !key.endsWith('topic')) return value
  if (value.startsWith('~')) return base + value.slice(1)
  return value.endsWith('~') ? value.slice(0, -1) + base : value
}

export function expandConfig(raw: Readonly<Record<string, unknown>>, inherited = ''): Record<string, unknown> {
  const base = typeof raw['~'] === 'string' ? raw['~'] : inherited
  const config = Object.create(null) as Record<string, unknown>
  for (const [short, value] of Object.entries(raw)) {
    const key = Object.hasOwn(ABBREVIATIONS, short) ? (ABBREVIATIONS[short] ?? short) : short
    config[key] = isObject(value) && key === 'device' ? expandConfig(value) : expandTopic(key, value, base)
  }
  return config
}

/** The name of the device, else its first identifier. */
export function deviceNameOf(config: Readonly<Record<string, unknown>>): string | null {
  const device = config['device']
  const name = child(device, 'name')
  const ids = child(device, 'identifiers')
  const first: unknown = Array.isArray(ids) ? ids[0] : ids
  const found = typeof name === 'string' && name !== '' ? name : first
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null
}

/** Id of the entity within everything that is discovered. */
export function entityIdOf(config: Readonly<Record<string, unknown>>, objectId: string): string {
  const id = config['unique_id'] ?? config['object_id'] ?? objectId
  return asText(id)
}
