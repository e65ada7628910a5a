import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createChat } from '../../../../src/adapters/notifications/chat.ts'
import { chatText } from '../../../../src/adapters/notifications/chat-forms.ts'
import { instant, type Notice } from '../../../../src/domain/index.ts'
import type { ChatForm } from '../../../../src/ports/index.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { type HookServer, ownHook } from '../../../support/process/receivers.ts'

const NOTICE: Notice = {
  id: 'alarm-7/raised/1',
  kind: 'alarm-raised',
  at: instant(Date.parse('2026-04-01T01:00:00+08:00')),
  title: '科技园: native/gw <1> sends nothing',
  text: 'native/gw sends nothing & waits.',
  data: {},
}
const AT = '2026-04-01T01:00:05.250+08:00'
const MS = String(Date.parse(AT))
const going = new AbortController().signal
const OK: Readonly<Record<ChatForm, string>> = {
  dingtalk: '{"errcode":0,"errmsg":"ok"}',
  wecom: '{"errcode":0,"errmsg":"ok"}',
  feishu: '{"code":0,"msg":"success"}',
  slack: 'ok',
  teams: '',
}
const FORMS = Object.keys(OK) as ChatForm[]

async function deliver(
  form: ChatForm,
  { secret = null, text = OK[form], status = 200 }: { secret?: string | null; text?: string; status?: number } = {},
) {
  const hook: HookServer = await ownHook()
  hook.text = text
  hook.answers.push(status)
  await createChat({ form, url: `${hook.url}?access_token=key`, secret, clock: createHandClock(AT) }).deliver(NOTICE, going)
  const [posted] = hook.posted
  return { query: new URL(posted?.path ?? '', 'http://x').searchParams, body: JSON.parse(posted?.body ?? '{}') as Record<string, unknown> }
}
const refusal = (attempt: Promise<unknown>): Promise<{ message: string; retry: boolean }> =>
  attempt.then(
    () => ({ message: 'accepted', retry: false }),
    (error: unknown) => ({ message: (error as Error).message, retry: (error as { retry: boolean }).retry }),
  )

describe('a notice in a group chat', () => {
  it('of DingTalk is markdown, signed in the address with the time in milliseconds', async () => {
    const { query, body } = await deliver('dingtalk', { secret: 'SEC1' })
    expect(body).toEqual({ msgtype: 'markdown', markdown: { title: NOTICE.title, text: `**${NOTICE.title}**\n\n${NOTICE.text}` } })
    const sign = createHmac('sha256', 'SEC1').update(`${MS}\nSEC1`).digest('base64')
    expect(Object.fromEntries(query)).toEqual({ access_token: 'key', timestamp: MS, sign })
  })

  it('of Feishu is text, signed in the body with the time in seconds as a part of the key', async () => {
    const { body } = await deliver('feishu', { secret: 'S' })
    const timestamp = String(Math.floor(Number(MS) / 1000))
    const sign = createHmac('sha256', `${timestamp}\nS`).update('').digest('base64')
    expect(body).toEqual({ timestamp, sign, msg_type: 'text', content: { text: `${NOTICE.title}\n\n${NOTICE.text}` } })
  })

  it('of WeCom is markdown under the key in the address', async () => {
    expect((await deliver('wecom')).body).toEqual({ msgtype: 'markdown', markdown: { content: `**${NOTICE.title}**\n\n${NOTICE.text}` } })
  })

  it('of Slack is text in which nothing is markup', async () => {
    expect((await deliver('slack')).body).toEqual({
      text: '*科技园: native/gw &lt;1&gt; sends nothing*\nnative/gw sends nothing &amp; waits.',
    })
  })

  it('of Teams is an adaptive card', async () => {
    const { body } = await deliver('teams', { status: 202 })
    expect(body).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: { type: 'AdaptiveCard', version: '1.4', body: [{ type: 'TextBlock', text: NOTICE.title }, { text: NOTICE.text }] },
        },
      ],
    })
  })

  it.each(FORMS)('of %s is not signed without a secret', async (form) => {
    const { query, body } = await deliver(form)
    expect([query.get('sign'), body['sign']]).toEqual([null, undefined])
  })

  it('that the provider refuses with status 200 is not delivered, and retried only when there were too many', async () => {
    expect(await refusal(deliver('dingtalk', { text: '{"errcode":310000,"errmsg":"sign not match"}' }))).toEqual({
      message: 'DingTalk refused the notice: 310000: sign not match',
      retry: false,
    })
    expect(await refusal(deliver('wecom', { text: '{"errcode":45009,"errmsg":"api freq out of limit"}' }))).toMatchObject({ retry: true })
    expect(await refusal(deliver('feishu', { text: '{"code":19021,"msg":"sign match fail"}' }))).toMatchObject({ retry: false })
    expect(await refusal(deliver('slack', { text: 'invalid_token' }))).toMatchObject({ retry: false })
    expect(await refusal(deliver('dingtalk', { text: '<html>' }))).toMatchObject({ retry: false })
  })

  it('is retried after a status that may pass', async () => {
    expect(await refusal(deliver('teams', { status: 503 }))).toEqual({ message: 'Teams answered 503', retry: true })
    expect(await refusal(deliver('teams', { status: 404 }))).toMatchObject({ retry: false })
  })

  it('is cut to the bytes that the provider takes, between characters', () => {
    const { text } = chatText({ ...NOTICE, text: '电'.repeat(2000) }, 4000)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000)
    expect(text).toMatch(/^电+ \.\.\.$/)
  })
})
