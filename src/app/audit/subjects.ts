/** What a use case changes, as others read it: read before and after the call, so that an event says what was and what is. */

import type { UseCaseName } from '../../access/policies.ts'
import { userName } from '../../access/users.ts'
import type { RequestContext } from '../../domain/index.ts'
import type { UseCaseCall } from '../guard.ts'
import type { UseCases } from '../use-cases.ts'

/** `result` is there after the call alone: it names what the call has created. */
export type SubjectReader = (call: UseCaseCall, result?: unknown) => Promise<unknown>

interface Question {
  readonly useCases: UseCases
  readonly context: RequestContext
  /** Name or id of the subject; empty before it is created. */
  readonly id: string
}

type Read = (question: Question) => Promise<unknown>

const found = (rows: readonly { readonly id: string }[], id: string): unknown => rows.find((row) => row.id === id) ?? null

const user: Read = async ({ useCases, context, id }) =>
  (await useCases.administration.users(context)).find(({ name }) => name === userName(id)) ?? null
const account: Read = ({ useCases, context }) => useCases.administration.account(context)
const token: Read = async ({ useCases, context, id }) => found(await useCases.administration.tokens(context), id)
const session: Read = async ({ useCases, context, id }) => found(await useCases.administration.sessions(context), id)
const entry: Read = async ({ useCases, context, id }) => found(await useCases.reporting.entries(context), id)
const correction: Read = async ({ useCases, context, id }) => found(await useCases.closing.corrections(context), id)
const rule: Read = async ({ useCases, context, id }) => found((await useCases.operations.alarmRules(context)).rules, id)
const override: Read = async ({ useCases, context, id }) => found((await useCases.control.overrides(context)).overrides, id)
const proposal: Read = async ({ useCases, context, id }) => found(await useCases.devices.proposals(context), id)
const factor: Read = async ({ useCases, context, id }) => {
  const list = await useCases.reporting.factors(context, { set: null, all: true })
  return 'factors' in list ? found(list.factors, id) : null
}

const READERS: Readonly<Partial<Record<UseCaseName, Read>>> = {
  'administration.inviteUser': user,
  'administration.disableUser': user,
  'administration.resetUser': user,
  'administration.resetFactor': user,
  'administration.changeRole': user,
  'administration.changePassword': account,
  'administration.confirmFactor': account,
  'administration.removeFactor': account,
  'administration.createToken': token,
  'administration.revokeToken': token,
  'administration.endSession': session,
  'reporting.addEntry': entry,
  'reporting.withdrawEntry': entry,
  'reporting.addFactor': factor,
  'reporting.withdrawFactor': factor,
  'closing.correct': correction,
  'closing.undoCorrection': correction,
  'operations.changeAlarmRule': rule,
  'control.addOverride': override,
  'control.endOverride': override,
  'devices.propose': proposal,
  'devices.proposeSheet': proposal,
  'devices.apply': proposal,
  'devices.withdraw': proposal,
}

/** Names of what a call creates stand in its result, of what it changes in its first argument. */
function idOf({ args: [first] }: UseCaseCall, result: unknown): string {
  if (typeof first === 'string') return first
  return (
    textAt(first, 'name') ??
    textAt(result, 'id') ??
    ['entry', 'factor', 'correction'].map((key) => textAt(at(result, key), 'id')).find(Boolean) ??
    ''
  )
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined

function textAt(value: unknown, key: string): string | undefined {
  const text = at(value, key)
  return typeof text === 'string' ? text : undefined
}

/** A reader over use cases that no guard checks: the call itself has passed it. */
export function createSubjectReader(useCases: UseCases): SubjectReader {
  return async (call, result) => {
    const read = READERS[call.useCase]
    if (read === undefined) return undefined
    const id = idOf(call, result)
    // A subject that cannot be read stops nothing: the event still holds arguments and result.
    return id === '' ? null : read({ useCases, context: call.context, id }).catch(() => undefined)
  }
}
