import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createWebhook, type WebhookOptions } from '../../../../src/adapters/notifications/webhook.ts'
import { instant, type Notice } from '../../../../src/domain/index.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { ownHook } from '../../../support/process/receivers.ts'

const NOTICE: Notice = {
  id: 'draft/2026-03/1/公园',
  kind: 'draft-ready',
  at: instant(Date.parse('2026-04-01T01:00:00+08:00')),
  title: '科技园: draft report 2026-03 is ready',
  text: 'text',
  data: { period: '2026-03' },
}
const clock = createHandClock('2026-04-01T01:00:05+08:00')
const going = new AbortController().signal
const webhook = (url: string, more: Partial<WebhookOptions> = {}) => createWebhook({ url, secret: 'hush', campus: 'park', clock, ...more })
const codeOf = (error: unknown) => ({ retry: (error as { retry: boolean }).retry, message: (error as Error).message })

describe('a webhook', () => {
  it('gets signed JSON with the time and the id of the notice', async () => {
    const hook = await ownHook()
    await webhook(hook.url).deliver(NOTICE, going)
    const [{ headers, body }] = hook.posted as [(typeof hook.posted)[0]]
    expect(JSON.parse(body)).toEqual({
      id: NOTICE.id,
      kind: 'draft-ready',
      campus: 'park',
      at: '2026-03-31T17:00:00.000Z',
      title: NOTICE.title,
      text: 'text',
      data: { period: '2026-03' },
    })
    const timestamp = String(Date.parse('2026-04-01T01:00:05+08:00') / 1000)
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'campus-timestamp': timestamp,
      'campus-notice': encodeURIComponent(NOTICE.id),
      'campus-signature': `sha256=${createHmac('sha256', 'hush').update(`${timestamp}.${body}`).digest('hex')}`,
    })
  })

  it('without a secret gets no signature', async () => {
    const hook = await ownHook()
    await webhook(hook.url, { secret: null }).deliver(NOTICE, going)
    expect(hook.posted[0]?.headers['campus-signature']).toBeUndefined()
  })

  it.each([
    [500, true],
    [503, true],
    [429, true],
    [408, true],
    [400, false],
    [401, false],
    [404, false],
    [410, false],
    [302, false],
  ])('that answers %i is asked again: %s', async (status, retry) => {
    const hook = await ownHook()
    hook.answers.push(status)
    const failed = await webhook(hook.url).deliver(NOTICE, going).catch(codeOf)
    expect(failed).toEqual({ retry, message: `the webhook answered ${status}` })
    expect(hook.posted).toHaveLength(1)
  })

  it('that is unreachable or too slow is tried again', async () => {
    const gone = await webhook('http://127.0.0.1:9').deliver(NOTICE, going).catch(codeOf)
    expect(gone).toMatchObject({ retry: true, message: expect.stringContaining('cannot be reached') as string })
    const hook = await ownHook()
    hook.silent = true
    const late = await webhook(hook.url, { timeoutMs: 100 }).deliver(NOTICE, going).catch(codeOf)
    expect(late).toEqual({ retry: true, message: 'the webhook cannot be reached: no answer in time' })
  })

  it('is aborted when the service stops', async () => {
    const hook = await ownHook()
    hook.silent = true
    const stop = new AbortController()
    const delivering = webhook(hook.url).deliver(NOTICE, stop.signal)
    stop.abort()
    await expect(delivering).rejects.toThrow('cannot be reached')
  })
})
