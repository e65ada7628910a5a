/** Commands to ESPHome: `PREFIX/switch/ID/command` ON or OFF, `PREFIX/light/ID/command` in JSON; the state topic confirms. */

import type { DeviceCommand, EncodedCommand } from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { type CommandForm, encodeForm } from '../../fields/command.ts'

const FORMS: readonly CommandForm[] = [
  {
    channel: /^switch\/([^/]+)$/,
    takes: 'switch',
    path: (object) => `switch/${object}/command`,
    payload: (value) => (value === true ? 'ON' : 'OFF'),
  },
  {
    channel: /^light\/([^/]+)$/,
    takes: 'switch',
    path: (object) => `light/${object}/command`,
    payload: (value) => JSON.stringify({ state: value === true ? 'ON' : 'OFF' }),
  },
  {
    channel: /^light\/([^/]+)\/brightness$/,
    takes: 'level',
    path: (object) => `light/${object}/command`,
    payload: (value) =>
      JSON.stringify(value === 0 ? { state: 'OFF' } : { state: 'ON', brightness: Math.round((Number(value) * 255) / 100) }),
  },
  {
    channel: /^climate\/([^/]+)\/target_temperature$/,
    takes: 'word',
    path: (object) => `climate/${object}/target_temperature/command`,
    payload: String,
  },
]

export function encodeEsphome(command: DeviceCommand, target: CommandTarget): EncodedCommand {
  const own = target.source.mapping.topic
  const template =
    own === undefined ? '{device}/{path}' : own.replace(/\/\{component\}.*$|\/(?:sensor|switch|light)\/.*$|\/status$/, '/{path}')
  const source = { ...target.source, mapping: { ...target.source.mapping, topic: template } }
  return encodeForm(command, { ...target, source }, { forms: FORMS, template, level: 'path' })
}
