/** Something that does not add up, for the person who signs. */

import type { CheckCode, Message } from '../messages/message.ts'

export interface PlausibilityCheck extends Message {
  readonly code: CheckCode
}

export function check(code: CheckCode, values: Message['values']): PlausibilityCheck {
  return { code, values }
}
