/** Who receives notices, and where: `notify:` and its secrets. */

import { DEFAULTS } from './defaults.ts'
import { CHAT_NAMES, type ChatName, type Config, type RawSetting, type RawSettings } from './types.ts'
import { addressOf, isUrlOf, secretInFile, quoteAddress, quoteHost } from './urls.ts'
import type { Faults } from './yaml/faults.ts'

type Notify = Config['notify']

const text = (setting: RawSetting | undefined): string | null =>
  typeof setting?.value === 'string' && setting.value !== '' ? setting.value : null

export function notifyOf(settings: RawSettings, faults: Faults): Notify {
  const limit = settings('notify.coverage_below')?.value
  return {
    webhook: webhookOf(settings, faults),
    mail: mailOf(settings, faults),
    chats: CHAT_NAMES.flatMap((form) => chatOf(form, settings, faults)),
    coverageBelow: typeof limit === 'number' ? limit : DEFAULTS.notify.coverageBelow,
  }
}

function webhookOf(settings: RawSettings, faults: Faults): Notify['webhook'] {
  const setting = settings('notify.webhook.url')
  const url = text(setting)
  if (setting === undefined || url === null) return null
  if (!isUrlOf(url, ['http', 'https'])) {
    faults.blameSpot(setting, `${quoteAddress(url)} is no address of a webhook`, 'write https://host/path')
    return null
  }
  secretInFile(setting, addressOf(url), 'set the whole address as CAMPUS__NOTIFY__WEBHOOK__URL, or the same with _FILE', faults)
  return { url, secret: text(settings('notify.webhook.secret')) }
}

/** The address of a group chat is itself a secret: it has the key in it. */
function chatOf(form: ChatName, settings: RawSettings, faults: Faults): Notify['chats'] {
  const setting = settings(`notify.${form}.url`)
  const url = text(setting)
  if (setting === undefined || url === null) return []
  if (!isUrlOf(url, ['http', 'https'])) {
    faults.blameSpot(setting, `${quoteHost(url)} is no address of a webhook`, 'copy the whole address that the chat shows')
    return []
  }
  return [{ form, url, secret: text(settings(`notify.${form}.secret`)) }]
}

/** One `@` with something on both sides; whether it can be delivered to is for the mail server to say. */
const MAILBOX = /^(?:[^<>@,;]*<)?[^\s<>@,;]+@[^\s<>@,;]+>?$/

function mailboxes(setting: RawSetting | undefined, faults: Faults): readonly string[] {
  const texts = Array.isArray(setting?.value) ? setting.value.map(String) : (text(setting) ?? '').split(',')
  const boxes = texts.map((box) => box.trim()).filter((box) => box !== '')
  const wrong = boxes.find((box) => !MAILBOX.test(box))
  if (setting !== undefined && wrong !== undefined)
    faults.blameSpot(setting, `${JSON.stringify(wrong)} is no mail address`, 'write name@example.org')
  return boxes
}

function mailOf(settings: RawSettings, faults: Faults): Notify['mail'] {
  const setting = settings('notify.mail.smtp')
  const url = text(setting)
  const [from] = mailboxes(settings('notify.mail.from'), faults)
  const to = mailboxes(settings('notify.mail.to'), faults)
  if (setting === undefined || url === null) return blameMissingServer(settings, faults)
  const address = isUrlOf(url, ['smtp', 'smtps']) ? addressOf(url) : null
  if (address === null) {
    faults.blameSpot(setting, `${quoteAddress(url)} is no mail server`, 'write smtp://host:587 or smtps://host')
    return null
  }
  secretInFile(setting, address, 'take it out and set CAMPUS__NOTIFY__MAIL__PASSWORD, or the same with _FILE', faults)
  if (from === undefined || to.length === 0) {
    faults.blameSpot(setting, 'mail needs a sender and somebody to go to', 'add notify.mail.from and notify.mail.to')
    return null
  }
  const secure = url.startsWith('smtps:')
  return {
    host: address.host,
    port: address.port ?? (secure ? DEFAULTS.ports.smtps : DEFAULTS.ports.smtp),
    secure,
    username: address.username,
    password: text(settings('notify.mail.password')) ?? address.password,
    from,
    to,
  }
}

/** A fault for addresses without a server: no notice would reach them, and nobody would notice. */
function blameMissingServer(settings: RawSettings, faults: Faults): null {
  const setting = settings('notify.mail.to') ?? settings('notify.mail.from')
  if (setting !== undefined) faults.blameSpot(setting, 'mail needs a server', 'add notify.mail.smtp, such as smtp://host:587')
  return null
}
