/**
 * What group chats take: body, signature and answer of their incoming webhooks, as their providers document them (DingTalk custom robot, WeCom group robot,
 * Feishu custom bot, Slack incoming webhook, Teams workflow with an adaptive card).
 */

import { createHmac } from 'node:crypto'
import type { ChatForm } from '../../ports/index.ts'
import type { Notice } from '../../domain/index.ts'

export interface ChatMessage {
  readonly url: string
  readonly body: Readonly<Record<string, unknown>>
}

/** What an answer with a 2xx status means. */
export type ChatAnswer = 'accepted' | { readonly refused: string; readonly retry: boolean }

interface ChatFormRules {
  readonly name: string
  /** Bytes of the text that the provider takes. */
  readonly longest: number
  readonly message: (text: ChatText, to: ChatAddress) => ChatMessage
  readonly answer: (text: string) => ChatAnswer
}

export interface ChatAddress {
  readonly url: string
  /** Null: messages are not signed. */
  readonly secret: string | null
  /** Epoch ms. */
  readonly now: number
}

interface ChatText {
  readonly title: string
  readonly text: string
}

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64')

/** `{errcode: 0}` of DingTalk and WeCom; other codes come with 200 too. */
function errcode(text: string, busy: readonly number[]): ChatAnswer {
  const { errcode: code, errmsg } = readObject(text) as { errcode?: number; errmsg?: string }
  if (code === 0) return 'accepted'
  return { refused: `${code ?? 'no code'}: ${errmsg ?? text}`, retry: code !== undefined && busy.includes(code) }
}

function readObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

const markdown = ({ title, text }: ChatText): string => `**${title}**\n\n${text}`

function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const address = new URL(url)
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
  return address.toString()
}

export const CHAT_FORMS: Readonly<Record<ChatForm, ChatFormRules>> = {
  dingtalk: {
    name: 'DingTalk',
    longest: 18_000,
    message: (text, { url, secret, now }) => ({
      // base64(HMAC-SHA256(secret, timestamp + "\n" + secret)), percent-encoded, with the timestamp in ms.
      url: secret === null ? url : withQuery(url, { timestamp: String(now), sign: hmac(secret, `${now}\n${secret}`) }),
      body: { msgtype: 'markdown', markdown: { title: text.title, text: markdown(text) } },
    }),
    answer: (text) => errcode(text, [-1, 410_100, 130_101]),
  },
  wecom: {
    name: 'WeCom',
    longest: 4000,
    // The key is part of the address; there is no signature.
    message: (text, { url }) => ({ url, body: { msgtype: 'markdown', markdown: { content: markdown(text) } } }),
    answer: (text) => errcode(text, [-1, 45_009]),
  },
  feishu: {
    name: 'Feishu',
    longest: 18_000,
    message(text, { url, secret, now }) {
      const timestamp = String(Math.floor(now / 1000))
      // The text to be signed is the key, and what is signed is empty.
      const signed = secret === null ? {} : { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') }
      return { url, body: { ...signed, msg_type: 'text', content: { text: `${text.title}\n\n${text.text}` } } }
    },
    answer(text) {
      const { code, StatusCode, msg } = readObject(text) as { code?: number; StatusCode?: number; msg?: string }
      const found = code ?? StatusCode
      if (found === 0) return 'accepted'
      return { refused: `${found ?? 'no code'}: ${msg ?? text}`, retry: found === 11_232 || found === 9499 }
    },
  },
  slack: {
    name: 'Slack',
    longest: 35_000,
    message: ({ title, text }, { url }) => ({ url, body: { text: `*${escapeSlack(title)}*\n${escapeSlack(text)}` } }),
    answer: (text) => (text.trim() === 'ok' ? 'accepted' : { refused: text, retry: false }),
  },
  teams: {
    name: 'Teams',
    longest: 20_000,
    message: ({ title, text }, { url }) => ({
      url,
      body: {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            contentUrl: null,
            content: {
              $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
              type: 'AdaptiveCard',
              version: '1.4',
              body: [
                { type: 'TextBlock', text: title, weight: 'Bolder', wrap: true },
                { type: 'TextBlock', text, wrap: true },
              ],
            },
          },
        ],
      },
    }),
    answer: () => 'accepted',
  },
}

/** The three characters that Slack reads as markup. */
const escapeSlack = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export function chatText({ title, text }: Notice, longest: number): ChatText {
  const bytes = Buffer.from(text, 'utf8')
  return {
    title,
    text:
      bytes.length <= longest
        ? text
        : `${bytes
            .subarray(0, longest - 4)
            .toString('utf8')
            .replace(/\uFFFD+$/, '')} ...`,
  }
}
