import { describe, expect, it } from 'vitest'
import { AccessRefused, holds } from '../../../src/access/authorize.ts'
import { POLICIES, policyOf, USE_CASE_NAMES, type UseCaseName } from '../../../src/access/policies.ts'
import { guardUseCases, type Interceptor } from '../../../src/app/guard.ts'
import type { UseCases } from '../../../src/app/use-cases.ts'
import { instant, type Principal, type RequestContext, ROLE_NAMES, type RoleName } from '../../../src/domain/index.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { openPeriods } from '../../support/fakes/closing.ts'
import { createFakeApi } from '../../support/fakes/fake-api.ts'
import { accountsOf } from '../../support/fakes/reporting.ts'
import { campusOf } from '../../support/fixtures/campus.ts'

type Call = (context: RequestContext, ...args: unknown[]) => Promise<unknown>

const contextOf = (role: RoleName, site: string | null = null): RequestContext => {
  const principal: Principal = { key: `token:${role}`, role, site, via: 'token' }
  return { principal, at: instant(0), requestId: 'r-1', reason: 'meter swapped' }
}

/** Use cases that answer with their own name; what they were called with is noted. */
function echo(interceptors: readonly Interceptor[] = []): {
  call: (name: UseCaseName, ...args: unknown[]) => Promise<unknown>
  ran: string[]
} {
  const ran: string[] = []
  const areas = Object.entries(POLICIES).map(([area, rows]) => {
    const calls = Object.keys(rows).map((name) => [name, async () => (ran.push(`${area}.${name}`), `${area}.${name}`)])
    return [area, Object.fromEntries(calls)]
  })
  const guarded = guardUseCases(Object.fromEntries(areas) as UseCases, interceptors)
  const byName = guarded as unknown as Record<string, Record<string, Call>>
  return {
    ran,
    call: async (name, ...args) => {
      const [area = '', method = ''] = name.split('.')
      return byName[area]?.[method]?.(args[0] as RequestContext, ...args.slice(1))
    },
  }
}

const codeOf = async (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'ran',
    (error: unknown) => (error instanceof AccessRefused ? error.code : String(error)),
  )

describe('the wrapper of the use cases', () => {
  it('covers every use case of every API with a policy row, and no row is without a use case', async () => {
    const campus = campusOf([])
    const { monitoring, control, operations, administration, devices } = createFakeApi(campus, createHandClock())
    const reporting = await accountsOf(campus, createHandClock())
    const useCases = { monitoring, operations, administration, reporting, control, devices, closing: openPeriods(reporting) }
    const names = Object.entries(useCases).flatMap(([area, api]) => Object.keys(api).map((name) => `${area}.${name}`))
    expect(names.toSorted()).toEqual([...USE_CASE_NAMES].toSorted())
  })

  it.each(USE_CASE_NAMES)('runs %s for exactly the roles that hold its permission', async (name) => {
    const { call, ran } = echo()
    for (const role of ROLE_NAMES) {
      ran.length = 0
      const permitted = holds({ role }, policyOf(name).permission)
      expect([role, await codeOf(call(name, contextOf(role))), ran]).toEqual([
        role,
        permitted ? 'ran' : 'forbidden',
        permitted ? [name] : [],
      ])
    }
  })

  it.each(USE_CASE_NAMES)('closes %s to a principal of one site unless it answers for that site alone', async (name) => {
    const { call } = echo()
    expect(await codeOf(call(name, contextOf('admin', 'park')))).toBe(policyOf(name).sites === 'own' ? 'ran' : 'out-of-scope')
  })

  it('fails the composition when a use case has no policy row', () => {
    const unruled = { monitoring: { secret: async () => 1 }, reporting: {}, closing: {}, control: {}, operations: {}, administration: {} }
    expect(() => guardUseCases(unruled as unknown as UseCases)).toThrow(
      'use cases of monitoring without a row in access/policies.ts: secret',
    )
  })

  it('runs interceptors around the use cases that they cover, the first outermost, and only for those who may', async () => {
    const log: string[] = []
    const noting = (label: string): Interceptor => ({
      covers: (_useCase, policy) => policy.effect === 'changes',
      async around({ useCase, context }, proceed) {
        log.push(`${label} before ${useCase} by ${context.principal.key}`)
        const outcome = await proceed()
        log.push(`${label} after ${String(outcome)}`)
        return outcome
      },
    })
    const { call } = echo([noting('audit'), noting('approval')])
    await call('monitoring.points', contextOf('admin'))
    expect(await codeOf(call('operations.acknowledgeAlarm', contextOf('viewer')))).toBe('forbidden')
    expect(log).toEqual([])
    await call('operations.acknowledgeAlarm', contextOf('operator'), 'alarm-1')
    expect(log).toEqual([
      'audit before operations.acknowledgeAlarm by token:operator',
      'approval before operations.acknowledgeAlarm by token:operator',
      'approval after operations.acknowledgeAlarm',
      'audit after operations.acknowledgeAlarm',
    ])
  })

  it('lets an interceptor answer in place of the use case, as a repeated request needs it', async () => {
    const repeated: Interceptor = {
      covers: (useCase) => useCase === 'administration.rebuild',
      around: async () => 'the answer of the first request',
    }
    const { call, ran } = echo([repeated])
    expect(await call('administration.rebuild', contextOf('admin'), false)).toBe('the answer of the first request')
    expect(ran).toEqual([])
  })
})
