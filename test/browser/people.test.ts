/** People on the page, in a real Chromium over a real service: an invitation, a password, and what a change of theirs leaves in the audit. */

import { resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../support/process/servers.ts'
import { type Service, startService, tempDir } from '../support/process/service.ts'
import { isChromiumMissing, openPage, seriousBarriers, startBrowser, type Watched } from './browser.ts'

const CAMPUS_FILE = resolve(import.meta.dirname, '../../simulators/campuses/reference/campus.yaml')
const PASSWORD = 'correct horse battery'

describe.skipIf(isChromiumMissing())('people on the page', () => {
  let browser: Browser
  let service: Service
  let watched: Watched | undefined

  beforeAll(async () => {
    browser = await startBrowser()
    service = await startService({
      configFile: CAMPUS_FILE,
      dataDir: tempDir('people'),
      env: { CAMPUS__HTTP__PORT: String(await freePort()) },
    })
  })
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
  })
  afterEach(() => watched?.close())

  it('open the link of an invitation, learn what a password needs, set it, and sign in with it later', async () => {
    const { path } = await service.post<{ path: string }>('/api/v1/users', { name: 'anna', role: 'operator' })
    watched = await openPage(browser, service.url)
    const { page } = watched
    await page.goto(`${service.url}${path}`)
    await page.getByLabel('New password').fill('short')
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByRole('alert').filter({ hasText: '12 or more' }).waitFor()
    expect(await seriousBarriers(page)).toEqual([])
    await page.getByLabel('New password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByRole('button', { name: 'Account and theme' }).filter({ hasText: 'Operator' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Anna')
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Account and theme' }).filter({ hasText: 'Operator' }).waitFor()
    const { events } = await service.get<{ events: { action: string; principal: string }[] }>('/api/v1/audit?principal=user%20anna')
    expect(events.map((e) => e.action)).toEqual(['login', 'login'])
    expect(await service.get('/api/v1/audit/verify')).toMatchObject({ ok: true, fault: null })
  })
})
