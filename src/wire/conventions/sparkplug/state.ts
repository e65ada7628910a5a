/** STATE of host applications: JSON since 3.0, a word before. */

import type { RawMessage } from '../../../domain/index.ts'
import { type DecodeOutput, quote, refuse } from '../../codec.ts'
import { textOf } from '../../values/json.ts'

const JSON_STATE = /^\s*\{[^{}]*"online"\s*:\s*(true|false)[^{}]*\}\s*$/

/** The host as a device `STATE/<host>`. True: it says that it is online. */
export function readHostState({ payload }: RawMessage, { host }: { readonly host: string }, out: DecodeOutput): boolean {
  const text = textOf(payload.subarray(0, 512))
  const device = `STATE/${host}`
  const word = JSON_STATE.exec(text)?.[1] ?? text.trim().toUpperCase()
  const online = word === 'true' || word === 'ONLINE'
  if (online) out.events.push({ type: 'availability', device, online: true })
  else if (word === 'false' || word === 'OFFLINE') out.events.push({ type: 'availability', device, online: false })
  else if (word === '') out.events.push({ type: 'device-removed', device })
  else refuse(out, 'invalid-payload', `STATE of "${host}" is ${quote(text)}`)
  return online
}
