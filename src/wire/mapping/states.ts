/** What a message says of its device beside its readings: whether it is connected, how it is. */

import { asText, isObject } from '../values/path.ts'
import { lookUp } from './parts.ts'
import type { Scope } from './reading.ts'

export function readStates(within: readonly unknown[], scope: Scope): void {
  const { compiled, device, out } = scope
  const { availability, status } = compiled
  if (availability !== null) {
    const word = wordAt(within, availability.path)
    if (word === availability.online) out.events.push({ type: 'availability', device, online: true })
    else if (word === availability.offline) out.events.push({ type: 'availability', device, online: false })
    else if (word !== null && word !== '' && availability.path.length > 0) out.events.push({ type: 'device-status', device, status: word })
  }
  const text = status === null ? null : wordAt(within, status.path)
  if (text !== null && text !== '' && text !== status?.ok) out.events.push({ type: 'device-status', device, status: text })
}

function wordAt(within: readonly unknown[], path: readonly string[]): string | null {
  const { value } = path.length === 0 ? { value: within.at(-1) } : lookUp(within, path)
  return value === undefined || value === null || isObject(value) ? null : asText(value).trim()
}
