import { createChat } from '../adapters/notifications/chat.ts'
import { createMail } from '../adapters/notifications/mail.ts'
import { createWebhook } from '../adapters/notifications/webhook.ts'
import type { Config } from '../config/types.ts'
import type { Clock, Messenger } from '../ports/index.ts'

/** The channels of notices that the campus file names. A change of them needs a restart. */
export function createMessengers({ notify, campus }: Config, clock: Clock): readonly Messenger[] {
  const { webhook, mail, chats } = notify
  return [
    ...(webhook === null ? [] : [createWebhook({ ...webhook, campus: campus.id, clock })]),
    ...(mail === null ? [] : [createMail(mail)]),
    ...chats.map((chat) => createChat({ ...chat, clock })),
  ]
}
