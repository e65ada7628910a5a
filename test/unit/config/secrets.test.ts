/** Secrets planted wherever a setting takes one, in the environment and in the campus file: neither faults nor the printed file show them. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultText } from '../../../src/config/fault-text.ts'
import { expandedText } from '../../../src/config/print.ts'
import { campus, check } from './campus-file.ts'

const CHATS = ['DINGTALK', 'WECOM', 'FEISHU', 'SLACK', 'TEAMS']
const PLAIN = [
  'BROKER__PASSWORD',
  'STORE__PASSWORD',
  'BACKUP__PASSPHRASE',
  'NOTIFY__WEBHOOK__SECRET',
  'NOTIFY__MAIL__PASSWORD',
  'NOTIFY__DINGTALK__SECRET',
  'NOTIFY__FEISHU__SECRET',
]
const ADDRESSES = ['BROKER__URL', 'STORE__URL', 'NOTIFY__WEBHOOK__URL', 'NOTIFY__MAIL__SMTP']

/** Long enough to stand in no other text; with what ends or splits an address, YAML or a quotation. */
const secret = fc
  .array(fc.constantFrom(...Array.from('aZ9@:/?#&%"\\{}[], -_+=$!*')), { minLength: 6, maxLength: 20 })
  .map((chars) => `s3cr${chars.join('')}3t`)
const scheme = fc.constantFrom('mqtt', 'mqtts', 'influx', 'influxs', 'http', 'https', 'smtp', 'smtps', 'ftp', 'embedded')

const variables = (names: readonly string[], value: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`CAMPUS__${name}`, value]))

/** Everything that the configuration says. */
function textsOf(text: string, env: Readonly<Record<string, string>>, secrets: Readonly<Record<string, string>> = {}): string {
  const { result, tree } = check(text, { env, secrets })
  return result.ok ? expandedText(result.config, tree) : result.faults.map(faultText).join('\n')
}

/** The secret as it is, within quotes, or as an address writes it. */
function expectHidden(shown: string, value: string): void {
  for (const form of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]) expect(shown).not.toContain(form)
}

describe('a secret', () => {
  it('of the environment or of a file that it names is never shown', () => {
    fc.assert(
      fc.property(secret, (value) => {
        expectHidden(textsOf(campus(), variables(PLAIN, value)), value)
        expectHidden(
          textsOf(
            campus(),
            variables(
              PLAIN.map((name) => `${name}_FILE`),
              '/s',
            ),
            { '/s': value },
          ),
          value,
        )
        expectHidden(textsOf(campus('broker: { host: 0.0.0.0 }', 'nonsense: 1'), variables(PLAIN, value)), value)
      }),
    )
  })

  it('within an address is never shown, whether the address is right or wrong', () => {
    fc.assert(
      fc.property(secret, scheme, fc.boolean(), (value, name, escaped) => {
        const part = escaped ? encodeURIComponent(value) : value
        for (const variable of ADDRESSES) expectHidden(textsOf(campus(), variables([variable], `${name}://user:${part}@host/db`)), value)
      }),
    )
  })

  it('in the address of a group chat is never shown', () => {
    fc.assert(
      fc.property(secret, scheme, (value, name) => {
        for (const chat of CHATS)
          expectHidden(textsOf(campus(), variables([`NOTIFY__${chat}__URL`], `${name}://host/hook/${encodeURIComponent(value)}`)), value)
      }),
    )
  })

  it('that somebody wrote into the campus file is refused or hidden, and never shown', () => {
    fc.assert(
      fc.property(secret, scheme, (value, name) => {
        const quoted = JSON.stringify(value)
        const address = JSON.stringify(`${name}://user:${value}@host/db`)
        const lines = [
          `broker: { url: ${address} }`,
          `store: { url: ${address} }`,
          `notify: { webhook: { url: ${address} } }`,
          `notify: { mail: { smtp: ${address}, from: a@b.example, to: [c@d.example] } }`,
          `broker: { password: ${quoted} }`,
          `store: { password: ${quoted} }`,
          `backup: { passphrase: ${quoted} }`,
          `notify: { webhook: { url: "https://h.example/x", secret: ${quoted} } }`,
        ]
        for (const line of lines) expectHidden(textsOf(campus(line), {}), value)
      }),
    )
  })
})
