/** What routes of entries and of factors share. */

import { Type } from 'typebox'
import { Problem } from '../../problems.ts'
import { strict, Time } from '../../schemas.ts'

export const Day = Type.String({ description: 'local day, YYYY-MM-DD', examples: ['2026-03-01'] })
export const Text = (maxLength: number) => Type.String({ maxLength })
export const Withdrawn = Type.Object({ author: Type.String(), reason: Type.String(), at: Time })
export const Reason = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) }, strict)
export const Id = Type.Object({ id: Text(200) }, strict)

type Refusable<T> = T | { readonly faults: readonly { readonly path: string; readonly message: string }[] } | { readonly unknown: string }

/** The answer of a use case; throws the problem for a refusal. */
export function unwrap<T extends object>(answer: Refusable<T>): T {
  if ('faults' in answer)
    throw new Problem('invalid-request', undefined, { errors: answer.faults.map((f) => ({ ...f, path: `body/${f.path}` })) })
  if ('unknown' in answer) throw new Problem('invalid-request', answer.unknown)
  return answer
}
