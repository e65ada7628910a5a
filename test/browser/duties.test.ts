/** People of different duties in real browsers: one invites the other, each does what only he may, the audit page shows it, and it holds. */

import { appendFileSync, cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hotp, STEP_MS } from '../../src/access/factor/totp.ts'
import { fromBase32 } from '../../src/access/factor/base32.ts'
import { freePort } from '../support/process/servers.ts'
import { type Service, startService, tempDir } from '../support/process/service.ts'
import { isChromiumMissing, openPage, seriousBarriers, startBrowser, type Watched } from './browser.ts'

const CAMPUS = resolve(import.meta.dirname, '../../simulators/campuses/reference')

/** The reference campus, where approvers need a second factor. */
function campusFile(): string {
  const dir = join(tempDir('campus'), 'reference')
  cpSync(CAMPUS, dir, { recursive: true })
  const file = join(dir, 'campus.yaml')
  appendFileSync(file, '\naccess: { second_factor: [approver] }\n')
  return file
}

const ANNAS = 'correct horse battery'
/** What a page must show as text. */
const NOTE = '<img src=x onerror=alert(1)>'
const BENS = 'a quiet river in spring'

describe.skipIf(isChromiumMissing())('people of different duties', () => {
  let browser: Browser
  let service: Service
  const watched: Watched[] = []

  beforeAll(async () => {
    browser = await startBrowser()
    service = await startService({
      configFile: campusFile(),
      dataDir: tempDir('duties'),
      env: { CAMPUS__HTTP__PORT: String(await freePort()) },
    })
  })
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
  })
  afterEach(async () => {
    for (const page of watched.splice(0)) await page.close()
  })

  const open = async (path: string): Promise<Page> => {
    const opened = await openPage(browser, service.url)
    watched.push(opened)
    await opened.page.goto(`${service.url}${path}`)
    return opened.page
  }
  const setPassword = async (path: string, password: string): Promise<Page> => {
    const page = await open(path)
    await page.getByLabel('New password').fill(password)
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByRole('button', { name: 'Account and theme' }).filter({ hasNotText: 'not signed in' }).waitFor()
    return page
  }
  const goTo = (page: Page, section: string): Promise<unknown> => page.goto(`${service.url}/#/setup/${section}`)

  it('see on the audit page who invited whom and who entered what, with the values, and that nothing is missing', async () => {
    const { path } = await service.post<{ path: string }>('/api/v1/users', { name: 'anna', role: 'admin' })
    const anna = await setPassword(path, ANNAS)
    await goTo(anna, 'people')
    await anna.getByLabel('Name of the person').fill('ben')
    await anna.getByLabel('Role').first().selectOption('preparer')
    await anna.getByRole('button', { name: 'Invite' }).click()
    const link = await anna.locator('code.secret').first().textContent()
    await anna.locator('[data-user="ben"]').filter({ hasText: 'invited' }).waitFor()
    expect(await seriousBarriers(anna)).toEqual([])

    const ben = await setPassword(new URL(link ?? '').hash.replace(/^/, '/'), BENS)
    await goTo(ben, 'people')
    await ben.getByText('People are invited and changed by an administrator.').waitFor()
    await goTo(ben, 'audit')
    await ben.getByText('The audit is open to administrators.').waitFor()
    const entry = await ben.evaluate(async (note) => {
      const body = JSON.stringify({ key: 'head-count', site: 'park', value: 2300, from: '2026-01-01', note })
      const answer = await fetch('/api/v1/entries', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      return answer.status
    }, NOTE)
    expect(entry).toBe(200)
    const refused = await anna.evaluate(
      async () =>
        (await fetch('/api/v1/users/nobody/disable', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }))
          .status,
    )
    expect(refused).toBe(404)

    await goTo(anna, 'audit')
    await anna.getByLabel('Who (a part of the name)').fill('ben')
    await anna.getByRole('button', { name: 'Show', exact: true }).click()
    const row = anna.locator('tr[data-event]').filter({ hasText: 'reporting.addEntry' })
    await row.getByText('Details', { exact: true }).click()
    await row.locator('.changes').getByText('2300').waitFor()
    await row.locator('.changes').getByText(NOTE).waitFor()
    expect(await anna.locator('img').count()).toBe(0)
    expect(await anna.locator('tr[data-event]').filter({ hasText: 'user anna' }).count()).toBe(0)
    await anna.getByRole('button', { name: 'Show all' }).click()
    await anna.locator('tr[data-event]').filter({ hasText: 'administration.inviteUser' }).filter({ hasText: 'user anna' }).waitFor()
    await anna.getByRole('button', { name: 'Verify' }).click()
    await anna.getByText('the audit holds').waitFor()
    expect(await seriousBarriers(anna)).toEqual([])

    await goTo(anna, 'sessions')
    await anna.getByRole('button', { name: 'Sign user ben out' }).click()
    await anna.locator('[data-session]').filter({ hasText: 'user ben' }).waitFor({ state: 'detached' })
    expect(await ben.evaluate(async () => (await fetch('/api/v1/account')).status)).toBe(401)
  })

  it('whose role needs a second factor set it up before anything else, keep the recovery codes, and sign in with a code', async () => {
    const { path } = await service.post<{ path: string }>('/api/v1/users', { name: 'carla', role: 'approver' })
    const page = await setPassword(path, ANNAS)
    await page.getByText('Your role needs a second factor').waitFor()
    expect(await page.getByText('Connection lost').count()).toBe(0)
    await page.getByLabel('Current password').first().fill(ANNAS)
    await page.getByRole('button', { name: 'Set it up' }).click()
    const secret = fromBase32((await page.locator('code.secret').textContent()) ?? '') ?? new Uint8Array()
    await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
    const step = await page.evaluate((ms) => Math.floor(Date.now() / ms), STEP_MS)
    await page.getByLabel('Code that the app shows').fill(hotp(secret, step))
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.locator('.recovery-codes li').nth(7).waitFor()
    const recovery = (await page.locator('.recovery-codes li').first().textContent()) ?? ''
    expect(await seriousBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByRole('status').filter({ hasText: 'live' }).first().waitFor()
    await goTo(page, 'account')
    await page.getByText('in force').waitFor()

    await page.getByRole('button', { name: 'Account and theme' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Name', { exact: true }).fill('carla')
    await page.getByLabel('Password', { exact: true }).fill(ANNAS)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByLabel('Code of the second factor').fill(recovery)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Account and theme' }).filter({ hasText: 'Approver' }).waitFor()
  })
})
