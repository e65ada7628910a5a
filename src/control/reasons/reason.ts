/** A reason as data: a code with its values. Log and API keep both; a sentence in the language of the reader is rendered when it is read. */

import type { REASON_TEXTS } from './reason-texts.ts'

export type ControlReasonCode = keyof typeof REASON_TEXTS

/** Durations are ms. A list is joined by the conjunction of its placeholder. */
export type ReasonValue = string | number | ControlReason | readonly ControlReason[]

export interface ControlReason {
  readonly code: ControlReasonCode
  readonly values: Readonly<Record<string, ReasonValue>>
}

export function why(code: ControlReasonCode, values: ControlReason['values'] = {}): ControlReason {
  return { code, values }
}

/** What a person wrote, or what another program answers: it has no other language. */
export const inWords = (text: string): ControlReason => why('text', { text })

/** Names, each as it stands. */
export const namesOf = (names: readonly string[]): readonly ControlReason[] => names.map(inWords)

export function isSameReason(a: ControlReason, b: ControlReason): boolean {
  return a === b || (a.code === b.code && JSON.stringify(a.values) === JSON.stringify(b.values))
}
