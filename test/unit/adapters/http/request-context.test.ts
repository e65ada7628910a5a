import { describe, expect, it } from 'vitest'
import type { RequestContext } from '../../../../src/domain/index.ts'
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

  it('takes the reason code of dead letters for a filter, not for the reason of the request', async () => {
    const contexts: RequestContext[] = []
    const dropDeadLetters = async (context: RequestContext) => {
      contexts.push(context)
      return { dropped: 0 }
    }
    const { ask } = await rig({ answers: { administration: { dropDeadLetters } } })
    await ask('POST', '/api/v1/dead-letters/drop', { body: { ids: 'all', reason: 'bad-time' } })
    expect(contexts.map((c) => c.reason)).toEqual([undefined])
  })
})
