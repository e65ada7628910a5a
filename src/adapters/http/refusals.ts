import type { Refusal } from '../../app/refusal.ts'
import { Problem } from './problems.ts'

/** The result of a use case, or the problem that its refusal is to a client. Faults name keys of the body. */
export function resultOf<T extends object>(result: T | Refusal): T {
  if (!isRefusal(result)) return result
  const errors = result.faults?.map(({ path, message }) => ({ path: `body/${path}`, message }))
  throw new Problem(result.refused, result.detail, errors === undefined ? {} : { errors })
}

/** The report of an import counts the rows that it refused under the same name. */
function isRefusal(result: object): result is Refusal {
  return 'refused' in result && typeof result.refused === 'string'
}
