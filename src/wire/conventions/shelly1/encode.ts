/** Commands to Shelly devices of the first generation: `relay/0/command` on or off, `light/0/set` with a brightness. */

import type { DeviceCommand, EncodedCommand } from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { type CommandForm, encodeForm } from '../../fields/command.ts'
import { SHELLY1 } from './descriptor.ts'

const FORMS: readonly CommandForm[] = [
  {
    channel: /^(?:switch|relay\/)?(\d*)$/,
    takes: 'switch',
    path: (n) => `relay/${n || '0'}/command`,
    payload: (value) => (value === true ? 'on' : 'off'),
  },
  { channel: /^light\/(\d+)$/, takes: 'switch', path: (n) => `light/${n}/command`, payload: (value) => (value === true ? 'on' : 'off') },
  {
    channel: /^(?:level|light\/(\d+)\/status\.brightness)$/,
    takes: 'level',
    path: (n) => `light/${n || '0'}/set`,
    payload: (value) => JSON.stringify(value === 0 ? { turn: 'off' } : { turn: 'on', brightness: value }),
  },
]

export function encodeShelly1(command: DeviceCommand, target: CommandTarget): EncodedCommand {
  return encodeForm(command, target, { forms: FORMS, template: SHELLY1.topics[0] ?? '', level: 'path' })
}
