/** What routes of facts and of factors share. */

import { Type } from 'typebox'
import { Problem } from '../../problems.ts'
import { strict, Time } from '../../schemas.ts'

export const Day = Type.String({ description: 'local day, YYYY-MM-DD', examples: ['2026-03-01'] })
export const Text = (maxLength: number) => Type.String({ maxLength })
export const Withdrawn = Type.Object({ author: Type.String(), reason: Type.String(), at: Time })
export const Reason = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) }, strict)
export const Id = Type.Object({ id: Text(200) }, strict)

type Refusable<T> = T | { readonly faults: readonly { readonly path: string; readonly message: string }[] } | { readonly unknown: string }

/** An answer, or the problem that it is. */
export function answered<T extends object>(said: Refusable<T>): T {
  if ('faults' in said)
    throw new Problem('invalid-request', undefined, { errors: said.faults.map((f) => ({ ...f, path: `body/${f.path}` })) })
  if ('unknown' in said) throw new Problem('invalid-request', said.unknown)
  return said
}
