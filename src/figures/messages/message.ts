/**
 * A message is a code with values; a renderer turns it into a sentence of one language. Values are exact: how many digits a reader sees is a matter
 * of the sentence.
 */

import { CHECKS } from './checks.ts'
import { fillTemplate, type Language, type MessageValues, textIn, type Texts } from './language.ts'
import { MISSING_FACTOR_REASONS } from './missing-factors.ts'
import { NOTES } from './notes.ts'
import { REASONS } from './reasons.ts'
import { REMARKS } from './remarks.ts'
import { SAVINGS } from './savings.ts'

export type ReasonCode = keyof typeof REASONS
export type RemarkCode = keyof typeof REMARKS
export type NoteCode = keyof typeof NOTES
export type CheckCode = keyof typeof CHECKS
export type SavingsCode = keyof typeof SAVINGS
export type MissingFactorCode = keyof typeof MISSING_FACTOR_REASONS
export type MessageCode = ReasonCode | RemarkCode | NoteCode | CheckCode | SavingsCode | MissingFactorCode

const CATALOGUE: Readonly<Record<MessageCode, Texts>> = {
  ...REASONS,
  ...REMARKS,
  ...NOTES,
  ...CHECKS,
  ...SAVINGS,
  ...MISSING_FACTOR_REASONS,
}

export interface Message {
  readonly code: MessageCode
  /** A value may be a message of its own. */
  readonly values: Readonly<Record<string, string | number | Message>>
}

export function message(code: MessageCode, values: Message['values'] = {}): Message {
  return { code, values }
}

/** The sentence of a message. */
export function renderMessage({ code, values }: Message, language: Language): string {
  const render = (value: string | number | Message): string | number => (typeof value === 'object' ? renderMessage(value, language) : value)
  const rendered: MessageValues = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, render(value)]))
  return fillTemplate(textIn(CATALOGUE[code], language), rendered)
}
