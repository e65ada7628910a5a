/** What a message says of its device beside its readings: whether it is connected, how it is. */

import { asText, isObject } from '../values/path.ts'
import { lookUp } from './parts/part.ts'
import type { Scope } from './reading.ts'

/** `whole`: the message is such a word, and nothing else. */
export function readStates(within: readonly unknown[], scope: Scope): 'whole' | 'part' {
  const { compiled, device, out } = scope
  const { availability, status } = compiled
  const text = status === null ? null : wordAt(within, status.path)
  if (text !== null && text !== '' && text !== status?.ok) out.events.push({ type: 'device-status', device, status: text })
  const word = availability === null ? null : wordAt(within, availability.path)
  if (availability === null || word === null) return 'part'
  if (word === availability.online) out.events.push({ type: 'availability', device, online: true })
  else if (word === availability.offline) out.events.push({ type: 'availability', device, online: false })
  else if (word === '') return 'part'
  else out.events.push({ type: 'device-status', device, status: word })
  return availability.path.length === 0 ? 'whole' : 'part'
}

function wordAt(within: readonly unknown[], path: readonly string[]): string | null {
  const { value } = path.length === 0 ? { value: within.at(-1) } : lookUp(within, path)
  return value === undefined || value === null || isObject(value) ? null : asText(value).trim()
}
