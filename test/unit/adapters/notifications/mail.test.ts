import { describe, expect, it } from 'vitest'
import { createMail, type MailOptions } from '../../../../src/adapters/notifications/mail.ts'
import { instant, type Notice } from '../../../../src/domain/index.ts'
import { mailServer, silentServer } from '../../../support/process/receivers.ts'

const NOTICE: Notice = {
  id: 'draft/2026-03/1/abc',
  kind: 'draft-ready',
  at: instant(0),
  title: '科技园: draft report 2026-03 is ready',
  text: 'Figures with a value: 27 of 28.\n.\nA line that is a dot must not end the letter.',
  data: {},
}
const going = new AbortController().signal
const mail = (port: number, more: Partial<MailOptions> = {}) =>
  createMail({
    host: '127.0.0.1',
    port,
    secure: false,
    username: null,
    password: null,
    from: 'Campus energy <campus@example.org>',
    to: ['esg@example.org', 'ops@example.org'],
    ...more,
  })
const codeOf = (error: unknown) => ({ retry: (error as { retry: boolean }).retry, message: (error as Error).message })

describe('a notice by mail', () => {
  it('goes to all addresses with its full text, marked as sent by a program', async () => {
    const server = await mailServer()
    await mail(server.port).deliver(NOTICE, going)
    const [letter] = server.letters
    expect(letter).toMatchObject({ from: 'campus@example.org', to: ['esg@example.org', 'ops@example.org'], user: null })
    expect(letter?.raw).toContain('A line that is a dot must not end the letter.')
    expect(letter?.raw).toMatch(/^Subject: =\?UTF-8\?/m)
    expect(letter?.raw).toMatch(/^Auto-Submitted: auto-generated/m)
  })

  it('has one message id however often it is sent, and another one for another notice', async () => {
    const server = await mailServer()
    for (const id of ['a', 'a', 'b']) await mail(server.port).deliver({ ...NOTICE, id }, going)
    const ids = server.letters.map((l) => /^Message-ID: (\S+)/im.exec(l.raw)?.[1])
    expect(ids[0]).toMatch(/@example\.org>$/)
    expect([ids[1] === ids[0], ids[2] === ids[0]]).toEqual([true, false])
  })

  it('signs in where there is a user, and a wrong password is refused for good', async () => {
    const server = await mailServer('hush')
    await mail(server.port, { username: 'bot', password: 'hush' }).deliver(NOTICE, going)
    expect(server.letters[0]?.user).toBe('bot')
    const failed = await mail(server.port, { username: 'bot', password: 'wrong' }).deliver(NOTICE, going).catch(codeOf)
    expect(failed).toMatchObject({ retry: false, message: expect.not.stringContaining('hush') as string })
  })

  it.each([
    [451, true],
    [550, false],
  ])('that is answered with %i is tried again: %s', async (code, retry) => {
    const server = await mailServer()
    server.refusals.push(code)
    const failed = await mail(server.port).deliver(NOTICE, going).catch(codeOf)
    expect(failed).toMatchObject({ retry, message: expect.stringContaining(String(code)) as string })
    expect(server.letters).toEqual([])
  })

  it('is retried when no server answers, and aborted when the service stops', async () => {
    expect(await mail(9, { timeoutMs: 500 }).deliver(NOTICE, going).catch(codeOf)).toMatchObject({ retry: true })
    const stop = new AbortController()
    stop.abort()
    await expect(mail(9).deliver(NOTICE, stop.signal)).rejects.toThrow('the service stops')
  })

  it('closes the connection when the service stops: a silent server does not block the process', async () => {
    const server = await silentServer()
    const stop = new AbortController()
    const failed = mail(server.port, { timeoutMs: 600_000 }).deliver(NOTICE, stop.signal).catch(codeOf)
    await server.called
    stop.abort()
    expect(await failed).toMatchObject({ retry: true, message: expect.stringContaining('the service stops') as string })
    await server.left
  })
})
