import { describe, expect, it } from 'vitest'
import { expandedText } from '../../../src/config/print.ts'
import { campus, check, faultTexts, loaded } from './campus-file.ts'

const minimal = campus('points: [{ id: p, quantity: power }]')
const of = (text: string, env: Record<string, string> = {}, secrets: Record<string, string> = {}) =>
  loaded(`${minimal}\n${text}`, { env, secrets }).notify

describe('notify', () => {
  it('tells nobody unless somebody is named; a draft on less than 95 % of its data is too low', () => {
    expect(of('')).toEqual({ webhook: null, mail: null, chats: [], coverageBelow: 0.95 })
    expect(of('notify: { coverage_below: 0.8 }').coverageBelow).toBe(0.8)
  })

  it('names a webhook, whose secret comes from the environment or from a file that it names', () => {
    const url = 'https://hooks.example.org/campus?room=7'
    expect(of(`notify: { webhook: { url: "${url}" } }`).webhook).toEqual({ url, secret: null })
    const env = { CAMPUS__NOTIFY__WEBHOOK__SECRET_FILE: '/run/secrets/hook' }
    expect(of(`notify: { webhook: { url: "${url}" } }`, env, { '/run/secrets/hook': '12345\n' }).webhook).toEqual({ url, secret: '12345' })
    expect(of('', { CAMPUS__NOTIFY__WEBHOOK__URL: url, CAMPUS__NOTIFY__WEBHOOK__SECRET: 's' }).webhook).toEqual({ url, secret: 's' })
  })

  it('names a mail server with its usual ports, a sender, and one or more to be told', () => {
    const mail = of(
      'notify: { mail: { smtp: "smtp://bot@mail.example.org", from: "Campus <c@example.org>", to: [a@example.org, b@example.org] } }',
      {
        CAMPUS__NOTIFY__MAIL__PASSWORD: 'hush',
      },
    ).mail
    expect(mail).toEqual({
      host: 'mail.example.org',
      port: 587,
      secure: false,
      username: 'bot',
      password: 'hush',
      from: 'Campus <c@example.org>',
      to: ['a@example.org', 'b@example.org'],
    })
    const env = {
      CAMPUS__NOTIFY__MAIL__SMTP: 'smtps://u%40x:p%2Fw@[::1]',
      CAMPUS__NOTIFY__MAIL__FROM: 'c@example.org',
      CAMPUS__NOTIFY__MAIL__TO: 'a@example.org, b@example.org',
    }
    expect(of('', env).mail).toMatchObject({
      host: '::1',
      port: 465,
      secure: true,
      username: 'u@x',
      password: 'p/w',
      to: ['a@example.org', 'b@example.org'],
    })
  })

  it.each([
    ['notify: { webhook: { url: "ftp://h/x" } }', 'is no address of a webhook'],
    ['notify: { webhook: { url: "https://me:hidden@h/x" } }', 'holds a password'],
    ['notify: { webhook: { url: "https://h", secret: hidden } }', 'secrets do not belong in the campus file'],
    ['notify: { mail: { smtp: "http://h", from: a@b.c, to: d@e.f } }', 'is no mail server'],
    ['notify: { mail: { smtp: "smtp://me:hidden@h", from: a@b.c, to: d@e.f } }', 'holds a password'],
    ['notify: { mail: { smtp: "smtp://h", to: d@e.f } }', 'mail needs a sender'],
    ['notify: { mail: { smtp: "smtp://h", from: a@b.c, to: nobody } }', '"nobody" is no mail address'],
    ['notify: { mail: { smtp: "smtp://h", from: a@b.c, to: ["x@y.z\\r\\nBcc: all@y.z"] } }', 'is no mail address'],
    ['notify: { mail: { from: a@b.c, to: d@e.f } }', 'mail needs a server'],
    ['notify: { coverage_below: 95 }', 'a share from 0 to 1'],
    ['notify: { webhok: {} }', '"webhok" is not a known key'],
  ])('refuses %s', (text, why) => {
    const faults = faultTexts(`${minimal}\n${text}`).join('\n')
    expect(faults).toContain(why)
    expect(faults).not.toContain('hidden')
  })

  it('says by which variable a secret is given', () => {
    expect(faultTexts(`${minimal}\nnotify: { webhook: { url: "https://h", secret: x } }`).join()).toContain(
      'CAMPUS__NOTIFY__WEBHOOK__SECRET',
    )
  })

  it('is printed without secrets', () => {
    const text = `${minimal}\nnotify: { webhook: { url: "https://h/x" }, mail: { smtp: "smtp://bot@h", from: a@b.c, to: d@e.f } }`
    const env = { CAMPUS__NOTIFY__WEBHOOK__SECRET: 'hidden', CAMPUS__NOTIFY__MAIL__PASSWORD: 'hidden' }
    const checked = check(text, { env })
    const printed = checked.result.ok ? expandedText(checked.result.config, checked.tree) : ''
    expect(printed).toContain('smtp://bot@h:587')
    expect(printed).not.toContain('hidden')
    expect(loaded(printed).notify).toMatchObject({ webhook: { url: 'https://h/x' }, mail: { to: ['d@e.f'] } })
    const secretAddress = check(minimal, { env: { CAMPUS__NOTIFY__WEBHOOK__URL: 'https://h/hidden' } })
    expect(secretAddress.result.ok ? expandedText(secretAddress.result.config, secretAddress.tree) : 'hidden').not.toContain('hidden')
  })
})
