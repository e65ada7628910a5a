/** Posts notices into a group chat: DingTalk, WeCom, Feishu, Slack or Teams. */

import { type ChatForm, type Clock, type Messenger, PortError } from '../../ports/index.ts'
import { CHAT_FORMS, chatText } from './chat-forms.ts'
import { ANSWER_MS, postJson, statusError } from './post-json.ts'

export interface ChatOptions {
  readonly form: ChatForm
  readonly url: string
  readonly secret: string | null
  readonly clock: Clock
  readonly timeoutMs?: number
}

export function createChat({ form, url, secret, clock, timeoutMs = ANSWER_MS }: ChatOptions): Messenger {
  const chat = CHAT_FORMS[form]
  return {
    channel: form,
    async deliver(notice, signal) {
      const to = chat.message(chatText(notice, chat.longest), { url, secret, now: clock.now() })
      const { status, text } = await postJson({
        url: to.url,
        headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'campus-energy' },
        body: JSON.stringify(to.body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        receiver: chat.name,
        read: true,
      })
      if (status < 200 || status >= 300) throw statusError(chat.name, status)
      const result = chat.answer(text)
      if (result !== 'accepted')
        throw new PortError('unavailable', `${chat.name} refused the notice: ${result.refused}`, { retry: result.retry })
    },
  }
}
