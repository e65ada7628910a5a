/**
 * The one place that every use case passes through. It checks permission, site scope and reason of the context against the policy table, also
 * for callers that passed the check of a route, and runs the interceptors (audit, idempotency, approval) around those that they cover.
 */

import { authorize } from '../access/authorize.ts'
import { type Area, POLICIES, type Policy, type UseCaseName } from '../access/policies.ts'
import type { RequestContext } from '../domain/index.ts'
import type { UseCases } from './use-cases.ts'

export interface UseCaseCall {
  readonly useCase: UseCaseName
  readonly policy: Policy
  readonly context: RequestContext
  /** What follows the context. */
  readonly args: readonly unknown[]
}

export interface Interceptor {
  /** Asked once per use case, when the service is composed: what is not covered costs nothing. */
  readonly covers: (useCase: UseCaseName, policy: Policy) => boolean
  /** Runs around an authorized call: before and after `proceed`, or in its place. */
  readonly around: (call: UseCaseCall, proceed: () => Promise<unknown>) => Promise<unknown>
}

type UseCase = (context: RequestContext, ...args: readonly unknown[]) => Promise<unknown>

export function guardUseCases(useCases: UseCases, interceptors: readonly Interceptor[] = []): UseCases {
  return {
    monitoring: guardArea('monitoring', useCases.monitoring, interceptors),
    reporting: guardArea('reporting', useCases.reporting, interceptors),
    closing: guardArea('closing', useCases.closing, interceptors),
    operations: guardArea('operations', useCases.operations, interceptors),
    control: guardArea('control', useCases.control, interceptors),
    administration: guardArea('administration', useCases.administration, interceptors),
    devices: guardArea('devices', useCases.devices, interceptors),
  }
}

function guardArea<A extends Area>(
  area: A,
  api: UseCases[A] & Readonly<Record<keyof (typeof POLICIES)[A], unknown>>,
  interceptors: readonly Interceptor[],
): UseCases[A] {
  const policies: Readonly<Record<string, Policy>> = POLICIES[area]
  const unruled = Object.keys(api).filter((name) => !Object.hasOwn(policies, name))
  if (unruled.length > 0) throw new Error(`use cases of ${area} without a row in access/policies.ts: ${unruled.join(', ')}`)
  const methods = api as unknown as Readonly<Record<string, UseCase>>
  const guarded = Object.entries(policies).map(([name, policy]) => {
    const run: UseCase = (context, ...args) => methods[name]?.(context, ...args) ?? Promise.reject(new Error(`there is no ${area}.${name}`))
    return [name, guard({ useCase: `${area}.${name}` as UseCaseName, policy }, run, interceptors)]
  })
  return Object.fromEntries(guarded) as UseCases[A]
}

function guard(about: Pick<UseCaseCall, 'useCase' | 'policy'>, run: UseCase, interceptors: readonly Interceptor[]): UseCase {
  const covering = interceptors.filter((i) => i.covers(about.useCase, about.policy))
  return async (context, ...args) => {
    authorize(context, about.policy)
    if (covering.length === 0) return run(context, ...args)
    const call: UseCaseCall = { ...about, context, args }
    // The first interceptor is the outermost.
    const chain = covering.reduceRight<() => Promise<unknown>>(
      (proceed, i) => () => i.around(call, proceed),
      () => run(context, ...args),
    )
    return chain()
  }
}
