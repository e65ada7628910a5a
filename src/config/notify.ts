/** Who is told, and where: `notify:` and its secrets. */

import { DEFAULTS } from './defaults.ts'
import type { Config, RawSetting, RawSettings } from './types.ts'
import { addressOf, isUrlOf, secretInFile, quoteAddress } from './urls.ts'
import type { Faults } from './yaml/faults.ts'

type Notify = Config['notify']

const text = (said: RawSetting | undefined): string | null => (typeof said?.value === 'string' && said.value !== '' ? said.value : null)

export function notifyOf(settings: RawSettings, faults: Faults): Notify {
  const limit = settings('notify.coverage_below')?.value
  return {
    webhook: webhookOf(settings, faults),
    mail: mailOf(settings, faults),
    coverageBelow: typeof limit === 'number' ? limit : DEFAULTS.notify.coverageBelow,
  }
}

function webhookOf(settings: RawSettings, faults: Faults): Notify['webhook'] {
  const said = settings('notify.webhook.url')
  const url = text(said)
  if (said === undefined || url === null) return null
  if (!isUrlOf(url, ['http', 'https'])) {
    faults.blameSpot(said, `${quoteAddress(url)} is no address of a webhook`, 'write https://host/path')
    return null
  }
  secretInFile(said, addressOf(url), 'set the whole address as CAMPUS__NOTIFY__WEBHOOK__URL, or the same with _FILE', faults)
  return { url, secret: text(settings('notify.webhook.secret')) }
}

/** One `@` with something on both sides; whether it can be delivered to is for the mail server to say. */
const MAILBOX = /^(?:[^<>@,;]*<)?[^\s<>@,;]+@[^\s<>@,;]+>?$/

function mailboxes(said: RawSetting | undefined, faults: Faults): readonly string[] {
  const given = Array.isArray(said?.value) ? said.value.map(String) : (text(said) ?? '').split(',')
  const boxes = given.map((box) => box.trim()).filter((box) => box !== '')
  const wrong = boxes.find((box) => !MAILBOX.test(box))
  if (said !== undefined && wrong !== undefined)
    faults.blameSpot(said, `${JSON.stringify(wrong)} is no mail address`, 'write name@example.org')
  return boxes
}

function mailOf(settings: RawSettings, faults: Faults): Notify['mail'] {
  const said = settings('notify.mail.smtp')
  const url = text(said)
  const [from] = mailboxes(settings('notify.mail.from'), faults)
  const to = mailboxes(settings('notify.mail.to'), faults)
  if (said === undefined || url === null) return blameMissingServer(settings, faults)
  const address = isUrlOf(url, ['smtp', 'smtps']) ? addressOf(url) : null
  if (address === null) {
    faults.blameSpot(said, `${quoteAddress(url)} is no mail server`, 'write smtp://host:587 or smtps://host')
    return null
  }
  secretInFile(said, address, 'take it out and set CAMPUS__NOTIFY__MAIL__PASSWORD, or the same with _FILE', faults)
  if (from === undefined || to.length === 0) {
    faults.blameSpot(said, 'mail needs a sender and somebody to go to', 'add notify.mail.from and notify.mail.to')
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

/** Addresses without a server: nobody would be told, and nobody would know. */
function blameMissingServer(settings: RawSettings, faults: Faults): null {
  const said = settings('notify.mail.to') ?? settings('notify.mail.from')
  if (said !== undefined) faults.blameSpot(said, 'mail needs a server', 'add notify.mail.smtp, such as smtp://host:587')
  return null
}
