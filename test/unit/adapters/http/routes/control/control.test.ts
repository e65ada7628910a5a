import { describe, expect, it } from 'vitest'
import { rig } from '../../rig.ts'

const OVERRIDE = { actuator: 'lab/lamp', value: 'on', until: '2026-03-02T20:00:00+08:00', reason: 'cleaning' }

describe('/api/v1/control', () => {
  it('previews by local days, says why, and refuses a time that is none', async () => {
    const { ask } = await rig()
    const { timeline } = (await ask('GET', '/api/v1/control/preview?from=2026-03-02&days=1')).json<{
      timeline: Record<string, unknown>[]
    }>()
    expect(timeline.map((s) => [s['from'], s['value'], s['policy']])).toEqual([
      ['2026-03-02T00:00:00+08:00', 'off', 'day'],
      ['2026-03-02T07:00:00+08:00', 'on', 'day'],
      ['2026-03-02T19:00:00+08:00', 'off', 'day'],
    ])
    expect((await ask('GET', '/api/v1/control/preview?from=tomorrow')).statusCode).toBe(400)
    expect((await ask('GET', '/api/v1/control/preview?actuator=lab%2Fx')).json()).toMatchObject({ code: 'unknown-actuator' })
  })

  it('takes an override with a reason from an operator, lists and ends it, and logs all of it with the principal', async () => {
    const { ask, tokenOf } = await rig()
    const token = await tokenOf('operator')
    expect((await ask('POST', '/api/v1/control/overrides', { token, body: { ...OVERRIDE, reason: undefined } })).statusCode).toBe(400)
    const made = (await ask('POST', '/api/v1/control/overrides', { token, body: OVERRIDE })).json<{ id: string; principal: string }>()
    expect(made).toMatchObject({ actuator: 'lab/lamp', value: 'on', reason: 'cleaning', until: '2026-03-02T20:00:00+08:00' })
    expect((await ask('GET', '/api/v1/control/overrides')).json()).toMatchObject({ overrides: [{ id: made.id }] })
    expect((await ask('DELETE', `/api/v1/control/overrides/${made.id}`, { token })).statusCode).toBe(200)
    expect((await ask('DELETE', `/api/v1/control/overrides/${made.id}`, { token })).json()).toMatchObject({ code: 'unknown-override' })
    const { entries } = (await ask('GET', '/api/v1/control/log')).json<{ entries: Record<string, unknown>[] }>()
    expect(entries.map((e) => [e['kind'], e['principal']])).toEqual([
      ['override', made.principal],
      ['override-ended', made.principal],
    ])
  })

  it('stops and resumes for operators, not for viewers', async () => {
    const { ask, tokenOf } = await rig()
    const viewer = await tokenOf('viewer')
    for (const path of ['stop-all', 'resume', 'overrides'])
      expect(
        (await ask('POST', `/api/v1/control/${path}`, { token: viewer, body: path === 'overrides' ? OVERRIDE : { reason: 'x' } }))
          .statusCode,
      ).toBe(403)
    const token = await tokenOf('operator')
    expect((await ask('POST', '/api/v1/control/stop-all', { token, body: {} })).json()).toMatchObject({
      stopped: { reason: 'no reason given' },
    })
    expect((await ask('POST', '/api/v1/control/stop-all', { token, body: { reason: 'works' } })).json()).toMatchObject({
      stopped: { reason: 'works' },
    })
    expect((await ask('GET', '/api/v1/control/actuators')).json()).toMatchObject({
      stopped: { reason: 'works' },
      actuators: [{ id: 'lab/lamp' }],
    })
    expect((await ask('POST', '/api/v1/control/resume', { token })).json()).toEqual({ stopped: null })
  })
})
