import { describe, expect, it } from 'vitest'
import type { RequestContext } from '../../../../src/domain/index.ts'
import { Problem } from '../../../../src/adapters/http/problems.ts'
import { contextOf } from '../../../../src/adapters/http/request-context.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { LOCAL, rig } from './rig.ts'

describe('the context of a request', () => {
  it('names the principal, the time and a request of its own', async () => {
    const contexts: RequestContext[] = []
    const progress = async (context: RequestContext) => {
      contexts.push(context)
      return []
    }
    const { ask, clock } = await rig({ answers: { operations: { progress } } })
    await ask('GET', '/api/v1/progress', { token: LOCAL })
    await ask('GET', '/api/v1/progress', { token: LOCAL })
    expect(contexts.map((c) => [c.principal.key, c.at, c.reason])).toEqual([
      ['local', clock.now(), undefined],
      ['local', clock.now(), undefined],
    ])
    expect(new Set(contexts.map((c) => c.requestId)).size).toBe(2)
  })

  it('is refused on a public route, which has no principal', () => {
    expect(() => contextOf({ principal: null, id: 'r-1', ip: '127.0.0.1' }, createHandClock())).toThrow(Problem)
  })
})
