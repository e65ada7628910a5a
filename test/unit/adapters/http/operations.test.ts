import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { AcknowledgedSchema } from '../../../../src/adapters/http/routes/operations/alarms.ts'
import { rig } from './rig.ts'

describe('drafts over HTTP', () => {
  it('are made by hand by a preparer, and refused while the period is not over', async () => {
    const { ask, tokenOf, api } = await rig()
    const token = await tokenOf('preparer')
    const made = await ask('POST', '/api/v1/reports/2026-02/draft', { token, body: {} })
    expect([made.statusCode, made.json<{ revision: number }>().revision]).toEqual([200, 1])
    const early = await ask('POST', '/api/v1/reports/2026-03/draft', { token, body: {} })
    expect([early.statusCode, early.json<{ detail: string }>().detail]).toEqual([409, expect.stringContaining('not over')])
    expect((await ask('POST', '/api/v1/reports/March/draft', { token, body: {} })).statusCode).toBe(400)
    expect((await ask('POST', '/api/v1/reports/2026-02/draft', { token: await tokenOf('viewer'), body: {} })).statusCode).toBe(403)
    expect(api.calls).toEqual(['draft 2026-02', 'draft 2026-03'])
  })

  it('stand beside the report of a period under their own addresses', async () => {
    const { ask } = await rig()
    expect((await ask('GET', '/api/v1/reports')).json<{ reports: unknown[] }>().reports).toHaveLength(1)
    expect((await ask('GET', '/api/v1/reports/2026-02.json')).json<{ period: string }>().period).toBe('2026-02')
  })
})

describe('alarms over HTTP', () => {
  it('are listed all, or by their state', async () => {
    const { ask } = await rig()
    const ids = async (query: string): Promise<string[]> =>
      (await ask('GET', `/api/v1/alarms${query}`)).json<{ alarms: { id: string }[] }>().alarms.map((a) => a.id)
    expect([await ids(''), await ids('?state=open'), await ids('?state=cleared')]).toEqual([
      ['alarm-1', 'alarm-2'],
      ['alarm-1'],
      ['alarm-2'],
    ])
    expect((await ask('GET', '/api/v1/alarms?state=old')).statusCode).toBe(400)
  })

  it('are acknowledged by an operator in his own name', async () => {
    const { ask, tokenOf, api } = await rig()
    const answer = await ask('POST', '/api/v1/alarms/alarm-1/acknowledge', { token: await tokenOf('operator'), body: { note: 'ordered' } })
    expect([answer.statusCode, [...Value.Errors(AcknowledgedSchema, answer.json())]]).toEqual([200, []])
    expect(answer.json()).toMatchObject({ alarm: { acknowledged: { by: expect.stringMatching(/^token:/) as string, note: 'ordered' } } })
    expect(api.calls[0]).toMatch(/^acknowledge alarm-1 token:\S+ ordered$/)
    for (const role of ['viewer', 'preparer', 'approver'] as const)
      expect((await ask('POST', '/api/v1/alarms/alarm-1/acknowledge', { token: await tokenOf(role), body: {} })).statusCode).toBe(403)
  })

  it('that are not there are not acknowledged', async () => {
    const { ask } = await rig()
    const gone = await ask('POST', '/api/v1/alarms/alarm-99/acknowledge', { body: {} })
    expect([gone.statusCode, gone.json<{ code: string }>().code]).toEqual([404, 'unknown-alarm'])
    expect((await ask('POST', '/api/v1/alarms/..%2Ftokens/acknowledge', { body: {} })).statusCode).toBe(400)
  })
})
