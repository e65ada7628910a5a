/** Closing on the page, in a real Chromium over a real service: a preparer submits December, an approver signs it, and a late reading makes revision 2. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { freePort, without } from '../support/process/servers.ts'
import { campus, type Service, startService, tempDir } from '../support/process/service.ts'
import { faintTexts, isChromiumMissing, openPage, overflowing, seriousBarriers, startBrowser, type Watched } from './browser.ts'

const METER = 'park/main/energy'
const CONFIG = `
campus: { id: park, name: { en: Park }, timezone: Asia/Shanghai }
sites: [{ id: park, kind: office, grid: CN-NORTH, name: { en: Park } }]
sources: [{ id: native, preset: native }]
points:
  - { id: ${METER}, quantity: energy, role: main-meter, interval: 1d, max_rate: 1 MW, place: { site: park }, from: [{ source: native, device: m, field: energy }] }
`
const DAY_MS = 86_400_000
const PASSWORD = 'correct horse battery'

/** Registers at local midnight from 1 November to 3 January; 100 kWh a day. */
function registers(): string {
  const first = Date.parse('2025-11-01')
  const rows = Array.from({ length: 64 }, (_, i) => `${new Date(first + i * DAY_MS).toISOString().slice(0, 10)} 00:00:00,${1000 + 100 * i}`)
  return ['time,value', ...rows].join('\n')
}

let service: Service
let browser: Browser

async function importRows(name: string, text: string): Promise<void> {
  const file = join(tempDir('closing-rows'), name)
  writeFileSync(file, text)
  const args = ['import', '--point', METER, '--csv', file, '--zone', 'Asia/Shanghai', '--config', service.configFile ?? '']
  const { code, err } = await campus(args, { env: { CAMPUS__DATA__DIR: service.dataDir } })
  expect(code, err).toBe(0)
}

describe.skipIf(isChromiumMissing())(`the screen for closing${without('chromium')}`, () => {
  const opened: Watched[] = []

  beforeAll(async () => {
    browser = await startBrowser()
    service = await startService({ config: CONFIG, dataDir: tempDir('closing'), env: { CAMPUS__HTTP__PORT: String(await freePort()) } })
    await importRows('first.csv', registers())
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
  })
  afterEach(async () => {
    for (const watched of opened.splice(0)) await watched.close()
  })

  /** Accepts an invitation in a browser of his own and opens the closing of December. */
  async function signIn(name: string, role: string): Promise<Page> {
    const { path } = await service.post<{ path: string }>('/api/v1/users', { name, role })
    const watched = await openPage(browser, service.url)
    opened.push(watched)
    const { page } = watched
    await page.goto(`${service.url}${path}`)
    await page.getByLabel('New password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page
      .getByRole('button', { name: 'Account and theme' })
      .filter({ hasText: new RegExp(role, 'i') })
      .waitFor()
    await page.goto(`${service.url}/?lang=en#/closing?period=2025-12`)
    await page.locator('[data-state]').waitFor()
    return page
  }

  const state = (page: Page, name: string): Promise<void> => page.locator(`[data-state="${name}"]`).waitFor()

  it('takes December from open to signed by two people, and a late reading to revision 2', async () => {
    const anna = await signIn('anna', 'preparer')
    expect(await anna.getByRole('button', { name: 'Close December 2025' }).count()).toBe(0)
    expect(await anna.locator('[data-period="2025-12"]').innerText()).toContain('submit the period')
    await anna.getByLabel('Note to the approver').fill('head count follows in January')
    await anna.getByRole('button', { name: 'Submit December 2025' }).click()
    await state(anna, 'submitted')
    expect(await seriousBarriers(anna)).toEqual([])

    const bernd = await signIn('bernd', 'approver')
    await bernd.getByText('head count follows in January').waitFor()
    expect(await bernd.locator('[data-period="2025-12"]').innerText()).toContain('close the period')
    await bernd.getByRole('button', { name: 'Close December 2025' }).click()
    await state(bernd, 'closed')
    await bernd.locator('[data-revision="1"]').waitFor()
    await bernd.getByText("Today's data give the closed figures.").waitFor()

    // A register of 1 January that was read again: 40 kWh more belong to December.
    await importRows('late.csv', 'time,value\n2026-01-01 00:00:00,7140\n')
    await bernd.reload()
    const row = bernd.locator('[data-pending="energy.indirect"]')
    await row.waitFor()
    expect(await row.innerText()).toMatch(/3\.1\s*MWh[\s\S]*3\.14\s*MWh[\s\S]*readings: park\/main\/energy/)
    await bernd.getByLabel('Why it is restated').fill('register of 1 January read again')
    await bernd.getByRole('button', { name: 'Accept as a new revision' }).click()
    await state(bernd, 'restated')
    await bernd.locator('[data-revision="2"]').filter({ hasText: 'register of 1 January read again' }).waitFor()
    const [download] = await Promise.all([
      bernd.waitForEvent('download'),
      bernd.locator('[data-revision="1"] a', { hasText: 'Evidence' }).click(),
    ])
    const evidence = join(tempDir('closing-evidence'), download.suggestedFilename())
    await download.saveAs(evidence)
    expect((await campus(['verify', evidence, '--json'])).code).toBe(0)
    expect(await seriousBarriers(bernd)).toEqual([])
    expect(await bernd.evaluate(faintTexts)).toEqual([])
  }, 120_000)

  it('leaves a closed month as it is when a restatement is rejected, and names who did so and why', async () => {
    const clara = await signIn('clara', 'approver')
    await importRows('again.csv', 'time,value\n2026-01-01 00:00:00,7150\n')
    await clara.reload()
    await clara.locator('[data-pending="energy.indirect"]').waitFor()
    await clara.getByLabel('Why the closed figures stay').fill('read by the wrong meter')
    await clara.getByRole('button', { name: 'Reject' }).click()
    await clara.getByText('Rejected by user clara').waitFor()
    await state(clara, 'restated')
  }, 60_000)

  it('fits a phone in three languages, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const options = { viewport: { width: 390, height: 844 }, colorScheme, extraHTTPHeaders: { authorization: `Bearer ${service.token}` } }
      const watched = await openPage(browser, service.url, options)
      opened.push(watched)
      const { page } = watched
      await page.goto(`${service.url}/?lang=en#/closing?period=2025-12`)
      await page.locator('[data-revision="2"]').waitFor()
      for (const language of ['en', 'zh-Hans', 'zh-Hant']) {
        await page.evaluate((l) => localStorage.setItem('campus.language', l), language)
        await page.goto(`${service.url}/?lang=${language}#/closing?period=2025-12`)
        await page.locator('[data-revision="2"]').waitFor()
        await page.locator('[data-period="2025-12"]').waitFor()
        expect([language, colorScheme, await page.evaluate(overflowing)]).toEqual([language, colorScheme, []])
        expect([language, colorScheme, await page.evaluate(faintTexts)]).toEqual([language, colorScheme, []])
      }
      expect([watched.complaints, watched.strayed]).toEqual([[], []])
    }
  }, 120_000)
})
