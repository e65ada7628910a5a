/** Work that takes minutes, begun by one request and fetched by others. */

import { describe, expect, it } from 'vitest'
import { rig } from './rig.ts'

const ASYNC = { prefer: 'respond-async, wait=0' }

function gate(): { readonly open: () => void; readonly fail: (why: string) => void; readonly passed: Promise<object> } {
  let [open, fail] = [() => undefined as void, (_why: string) => undefined as void]
  const passed = new Promise<object>((resolve, reject) => {
    open = () => resolve({ points: 1, buckets: 2, different: 0 })
    fail = (why) => reject(new Error(why))
  })
  return { open, fail, passed }
}

describe('a request for work that takes minutes', () => {
  it('is answered at once where the client prefers it, and its result is fetched later by who began it alone', async () => {
    const work = gate()
    const { ask, tokenOf } = await rig({ answers: { administration: { rollUp: () => work.passed as never } } })
    const begun = await ask('POST', '/api/v1/rollup', { body: {}, headers: ASYNC })
    const id = begun.json<{ request: string }>().request
    expect([begun.statusCode, begun.headers['location']]).toEqual([202, `/api/v1/requests/${id}`])
    expect((await ask('GET', `/api/v1/requests/${id}`, { headers: ASYNC })).statusCode).toBe(202)
    expect((await ask('GET', `/api/v1/requests/${id}`, { token: await tokenOf('admin') })).statusCode).toBe(404)
    work.open()
    const done = await ask('GET', `/api/v1/requests/${id}`, { headers: { prefer: 'respond-async, wait=5' } })
    expect([done.statusCode, done.json()]).toEqual([200, { points: 1, buckets: 2, different: 0 }])
    expect((await ask('GET', `/api/v1/requests/${id}`)).statusCode).toBe(404)
  })

  it('fails in the answer that fetches it as it would have failed itself', async () => {
    const work = gate()
    const { ask } = await rig({ answers: { administration: { rollUp: () => work.passed as never } } })
    const { request: id } = (await ask('POST', '/api/v1/rollup', { body: {}, headers: ASYNC })).json<{ request: string }>()
    work.fail('a bug')
    expect((await ask('GET', `/api/v1/requests/${id}`)).json()).toMatchObject({ status: 500, code: 'internal' })
  })

  it('waits for its answer without that preference, as short work does with it', async () => {
    const { ask } = await rig()
    expect((await ask('POST', '/api/v1/rollup', { body: {} })).statusCode).toBe(200)
    expect((await ask('POST', '/api/v1/rollup', { body: {}, headers: { prefer: 'respond-async, wait=10' } })).json()).toMatchObject({
      points: 1,
    })
    expect((await ask('POST', '/api/v1/rollup', { body: { from: '2026-03-01' }, headers: ASYNC })).statusCode).toBe(400)
  })
})
