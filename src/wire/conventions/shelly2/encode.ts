/** Commands to Shelly devices since the second generation: JSON-RPC on `PREFIX/rpc`; the answer comes on `campus/cmd/rpc` with the same id. */

import type { CommandValue, DeviceCommand, EncodedCommand } from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { type CommandForm, encodeForm } from '../../fields/command.ts'

const ANSWERS_TO = 'campus/cmd'

function request(method: string, params: Readonly<Record<string, unknown>>, { id }: DeviceCommand): string {
  return JSON.stringify({ id, src: ANSWERS_TO, method, params })
}

const rpc = (): string => 'rpc'
const numberOf = (group: string): number => Number(group || '0')
const onOff =
  (method: string) =>
  (value: CommandValue, group: string, command: DeviceCommand): string =>
    request(method, { id: numberOf(group), on: value === true }, command)

const FORMS: readonly CommandForm[] = [
  { channel: /^(?:switch|switch:(\d+)(?:\.output)?)$/, takes: 'switch', path: rpc, payload: onOff('Switch.Set') },
  { channel: /^light:(\d+)(?:\.output)?$/, takes: 'switch', path: rpc, payload: onOff('Light.Set') },
  {
    channel: /^(?:level|light:(\d+)\.brightness)$/,
    takes: 'level',
    path: rpc,
    payload: (value, group, command) =>
      request('Light.Set', { id: numberOf(group), on: value !== 0, ...(value === 0 ? {} : { brightness: value }) }, command),
  },
]

/** A source of these devices has three topics; commands go to the sibling `rpc` of the first. */
export function encodeShelly2(command: DeviceCommand, target: CommandTarget): EncodedCommand {
  const template = (target.source.mapping.topic ?? '{device}/events/rpc').replace(
    /\/(?:events\/rpc|status\/[^/]+|online|\{[^{}]+\})$/,
    '/{path}',
  )
  const source = { ...target.source, mapping: { ...target.source.mapping, topic: template } }
  return encodeForm(command, { ...target, source }, { forms: FORMS, template, level: 'path' })
}
