/** The frame around every screen in a real Chromium: rail, place and range in the address, search, themes, languages, a phone, barriers. */

import { resolve } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { freePort, without } from '../support/process/servers.ts'
import { type Service, startService, tempDir } from '../support/process/service.ts'
import {
  faintTexts,
  isChromiumMissing,
  openPage,
  overflowing,
  seriousBarriers,
  startBrowser,
  switchTo,
  visit,
  type Watched,
} from './browser.ts'

const CAMPUS_FILE = resolve(import.meta.dirname, '../../simulators/campuses/reference/campus.yaml')
const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1440, height: 900 }

/** Every address of the rail and of Setup, one page about a point and one about a figure. */
const ADDRESSES = [
  'now',
  'now?place=park/block-a',
  'buildings',
  'buildings/park%2Fblock-a',
  'explore',
  'flows?period=7d',
  'water?period=7d',
  'solar?period=7d',
  'explore?points=park/block-a/main/energy,park/block-b/main/energy&period=7d',
  'points',
  'points/park%2Fblock-a%2F1%2Feast%2Flighting%2Fenergy?period=7d&compare=prior',
  'savings',
  'quality',
  'alarms',
  'findings',
  'reports',
  'explain/ghg.scope2?period=2020',
  'setup/entries',
  'setup/import',
  'setup/factors',
  'setup/tokens',
  'setup/alarm-rules',
  'setup/notices',
  'setup/service',
]

const LOADED = 'main :is(h2, .state)'

describe.skipIf(isChromiumMissing())(`the frame of the web${without('chromium')}`, () => {
  let service: Service
  let browser: Browser
  let watched: Watched
  let admin: string

  const open = async (at: string, options: BrowserContextOptions = {}): Promise<Page> => {
    watched = await openPage(browser, service.url, {
      viewport: DESKTOP,
      extraHTTPHeaders: { authorization: `Bearer ${admin}` },
      ...options,
    })
    await watched.page.goto(`${service.url}/${at}`)
    await watched.page.locator(LOADED).first().waitFor()
    return watched.page
  }
  const hash = (page: Page): Promise<string> => page.evaluate(() => decodeURIComponent(location.hash))
  const rail = (page: Page) => page.getByRole('navigation', { name: 'Pages' })

  beforeAll(async () => {
    browser = await startBrowser()
    // The reference campus without its simulators: every place and point, none of them with data.
    service = await startService({
      configFile: CAMPUS_FILE,
      dataDir: tempDir('frame'),
      env: { CAMPUS__HTTP__PORT: String(await freePort()) },
    })
    admin = (await service.post<{ token: string }>('/api/v1/tokens', { role: 'admin' })).token
  })
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
  })
  afterEach(() => watched?.close())

  it('has a rail that leads to every screen, marks the current one and names it in the title of the window', async () => {
    const page = await open('#/now')
    const texts = await rail(page).getByRole('link').allInnerTexts()
    // An entry may have a number behind its name, such as that of the active alarms.
    const names = texts.map((text) => text.replace(/\s*\d[^]*/, '').trim())
    expect(names).toEqual([
      'Now',
      'Buildings',
      'Explore',
      'Flows',
      'Water',
      'Solar',
      'Points',
      'Devices',
      'Control',
      'Savings',
      'Data quality',
      'Alarms',
      'Findings',
      'Reports',
      'Setup',
    ])
    for (const name of names) {
      await rail(page)
        .getByRole('link', { name: new RegExp(`^${name}`) })
        .click()
      await rail(page).locator('[aria-current="page"]').filter({ hasText: name }).waitFor()
      await page.locator(LOADED).first().waitFor()
      expect(await page.title()).toBe(`${name} · Science park`)
    }
  })

  it('has a rail that folds to its icons, stays folded after a reload, and still names its links', async () => {
    const page = await open('#/now')
    const fold = page.getByRole('button', { name: 'Fold the navigation' })
    await fold.click()
    await page.reload()
    await page.locator('.rail.folded').waitFor()
    expect((await page.locator('.rail').boundingBox())?.width).toBeLessThan(60)
    await rail(page).getByRole('link', { name: 'Savings' }).click()
    await page.getByRole('heading', { name: /^Savings in/ }).waitFor()
    await fold.click()
    expect((await page.locator('.rail').boundingBox())?.width).toBeGreaterThan(150)
  })

  it('keeps place, range and comparison in the address, carries them from screen to screen and restores them', async () => {
    const page = await open('#/points')
    await page.getByRole('button', { name: 'Choose a place' }).click()
    await page.getByRole('link', { name: 'Block A', exact: true }).click()
    await page
      .getByText(/of \d+ points$/)
      .filter({ hasNotText: '267' })
      .waitFor()
    expect(await hash(page)).toBe('#/points?place=park/block-a')
    await rail(page).getByRole('link', { name: 'Reports' }).click()
    await expect.poll(() => page.getByRole('combobox', { name: 'Boundary' }).inputValue()).toBe('park/block-a')
    await page.getByRole('button', { name: 'Choose dates' }).click()
    await page.getByRole('button', { name: 'Year before' }).click()
    await page.getByRole('button', { name: 'Quarter 2' }).click()
    const year = new Date().getUTCFullYear() - 1
    await page.getByRole('heading', { name: `Report of Q2 ${year}` }).waitFor()
    await rail(page).getByRole('link', { name: 'Savings' }).click()
    await page.getByRole('heading', { name: `Savings in Q2 ${year}` }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: `Savings in Q2 ${year}` }).waitFor()
    await expect.poll(() => page.getByRole('combobox', { name: 'Boundary' }).inputValue()).toBe('park/block-a')
    expect(await hash(page)).toBe(`#/savings?period=${year}-Q2&place=park/block-a`)
  })

  it('has a calendar that takes several days by keyboard, and a comparison that stands in the address', async () => {
    const page = await open('#/points/park%2Fblock-a%2F1%2Feast%2Flighting%2Fenergy?period=2026-03-02')
    await page.getByRole('button', { name: 'Choose dates' }).click()
    await page.locator('[data-day="2026-03-02"]').focus()
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset['day'])).toBe('2026-02-23')
    await page.keyboard.press('Enter')
    await page.getByText('Choose the last day.').waitFor()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset['day'])).toBe('2026-02-24')
    await page.keyboard.press('Enter')
    await expect.poll(() => hash(page)).toContain('period=2026-02-23/2026-02-24')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Choose dates')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'a week earlier' }).click()
    expect(await hash(page)).toContain('compare=week')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Choose dates' }).filter({ hasText: 'vs a week earlier' }).waitFor()
  })

  it('finds screens, places and points as people write them, by "/" and the arrow keys', async () => {
    const page = await open('#/now')
    await page.keyboard.press('/')
    const field = page.getByRole('combobox', { name: 'Search pages, places and points' })
    const options = page.getByRole('listbox', { name: 'Results' }).getByRole('option')
    await expect.poll(() => field.evaluate((shown) => shown === document.activeElement)).toBe(true)
    await page.keyboard.type('block c')
    await options.filter({ hasText: 'Block C' }).first().waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => hash(page)).toBe('#/buildings/park/block-c')
    await page.keyboard.press('/')
    await field.fill('lighting block a energy')
    await options.nth(1).waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await options.nth(1).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /park\/block-a\/.*energy/ }).waitFor()
    await page.keyboard.press('/')
    await field.fill('no such thing')
    await page.getByText('Nothing has these words in its name.').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('dialog[open]').count()).toBe(0)
  })

  it('has the name of the campus at the left of the top bar, which leads to the whole campus now', async () => {
    const page = await open('#/quality?place=park/block-b')
    await page.getByRole('link', { name: 'Science park' }).click()
    await expect.poll(() => hash(page)).toBe('#/now')
  })

  it('shows who looks, and lets a token sign in and out', async () => {
    const page = await open('#/setup/tokens', { extraHTTPHeaders: {} })
    await page.getByLabel('Token').fill(admin)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'New token' }).waitFor()
    await page.getByRole('button', { name: 'Account and theme' }).filter({ hasText: 'Administrator' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  it('has in Setup a section for entries, for factors with a preview, and for tokens that are made and revoked', async () => {
    const page = await open('#/setup')
    await page.getByRole('heading', { name: 'New entry' }).waitFor()
    await page.getByRole('link', { name: 'Factors' }).click()
    await page.locator('tr[data-factor]').first().waitFor()
    await page.getByLabel('Kind, e.g. grid.co2').fill('grid.co2')
    await page.getByLabel('Region').fill('CN-NORTH')
    await page.getByLabel('Value', { exact: true }).fill('0.5')
    await page.getByLabel('Publisher').fill('a test')
    await page.getByLabel('Document').fill('a page of it')
    await page.getByRole('button', { name: /^Preview on/ }).click()
    await page.getByText(/^(No figure of .* changes\.|Figures of .* that this row changes)$/).waitFor()
    await page.getByRole('button', { name: 'Record' }).click()
    await page.getByRole('status').filter({ hasText: 'Recorded as' }).waitFor()
    const row = page.locator('tr[data-factor]').filter({ hasText: 'a test: a page of it' })
    await row.getByRole('button', { name: /^Withdraw/ }).click()
    await row.getByLabel('Reason').fill('a test')
    await row.getByRole('button', { name: 'Yes, withdraw it' }).click()
    await row.waitFor({ state: 'detached' })

    await page.getByRole('link', { name: 'Access tokens' }).click()
    await page.getByLabel('Role').selectOption('viewer')
    await page.getByLabel(/^Expires after/).fill('90d')
    await page.getByRole('button', { name: 'Make a token' }).click()
    const id = /Token (\S+) is made/.exec(await page.getByRole('status').filter({ hasText: 'is made' }).innerText())?.[1] ?? ''
    expect((await page.locator('.secret').innerText()).length).toBeGreaterThan(20)
    const token = page.locator(`tr[data-token="${id}"]`)
    await token.getByRole('button', { name: `Revoke token ${id}` }).click()
    await token.getByText('Yes, revoke it for good').click()
    await token.getByText('revoked').waitFor()
  })

  it('has a page for an address that is none, with those that are, and one for a place that the campus does not have', async () => {
    const page = await open('#/no/such')
    await page.getByRole('heading', { name: 'No such page' }).waitFor()
    await page.getByText('No page has the address #/no/such.').waitFor()
    await page.locator('main').getByRole('link', { name: 'Reports' }).click()
    expect(await hash(page)).toBe('#/reports')
    await page.goto(`${service.url}/#/setup/nothing`)
    await page.locator('main').getByRole('link', { name: 'Import' }).last().waitFor()
    await page.goto(`${service.url}/?lang=zh-Hans#/now?place=moon`)
    await page.getByText('园区内没有位置“moon”。').waitFor()
    await page.locator('main .no-page a').click()
    expect(await hash(page)).toBe('#/now')
    expect([watched.complaints, watched.strayed]).toEqual([[], []])
  })

  it('has a choice of periods: halves, weeks and several months stand in the address and are named in words', async () => {
    const page = await open('#/reports')
    const choose = async (): Promise<void> => page.getByRole('button', { name: 'Choose dates' }).click()
    await choose()
    while ((await page.locator('.periods .stepper strong').innerText()) !== '2025')
      await page.getByRole('button', { name: 'Year before' }).click()
    await page.locator('[data-period="2025-H1"]').click()
    await page.getByRole('heading', { name: 'Report of H1 2025' }).waitFor()
    expect(await hash(page)).toBe('#/reports?period=2025-H1')
    await choose()
    await page.getByLabel('Week').selectOption('2025-W12')
    await page.getByRole('heading', { name: 'Report of Week 12 of 2025 (Mar 17 – 23, 2025)' }).waitFor()
    await choose()
    await page.getByRole('button', { name: 'Several months' }).click()
    await page.locator('[data-period="2025-04"]').click()
    await page.getByRole('button', { name: 'Year after' }).click()
    expect(await page.evaluate(faintTexts)).toEqual([])
    expect(await seriousBarriers(page)).toEqual([])
    await page.locator('[data-period="2026-03"]').click()
    await page.getByRole('heading', { name: 'Report of Apr 2025 – Mar 2026' }).waitFor()
    await page.locator('tr[data-figure]').first().waitFor()
    expect(await hash(page)).toBe('#/reports?period=2025-04/2026-03')
    await page.goto(`${service.url}/#/reports?period=FY2025`)
    await page.getByRole('heading', { name: 'Report of FY2025' }).waitFor()
  })

  it('keeps the theme that the reader chooses', async () => {
    const page = await open('#/now', { colorScheme: 'light' })
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await ground()
    await page.getByRole('button', { name: 'Account and theme' }).click()
    await page.getByRole('button', { name: 'Dark' }).click()
    const dark = await ground()
    expect(dark).not.toBe(light)
    await page.reload()
    expect(await ground()).toBe(dark)
  })

  it.each([
    ['light', 'en'],
    ['dark', 'zh-Hans'],
    ['dark', 'zh-Hant'],
  ] as const)(
    'has no serious barrier, faint text, error or report of the content policy on any screen, %s, in %s',
    async (colorScheme, language) => {
      const page = await open(`?lang=${language}#/now`, { colorScheme, reducedMotion: 'reduce' })
      for (const at of ADDRESSES) {
        await visit(page, service.url, `?lang=${language}#/${at}`)
        expect([at, await seriousBarriers(page)]).toEqual([at, []])
        expect([at, await page.evaluate(faintTexts)]).toEqual([at, []])
      }
      expect([watched.complaints, watched.strayed]).toEqual([[], []])
    },
  )

  it.each(['light', 'dark'] as const)(
    'has no serious barrier and no faint text in what its buttons open, in %s colours',
    async (colorScheme) => {
      // Without motion: colours are measured as they stand, not as they appear.
      const page = await open('#/points/park%2Fblock-a%2F1%2Feast%2Flighting%2Fenergy', { colorScheme, reducedMotion: 'reduce' })
      const inspect = async (what: string): Promise<void> => {
        expect([what, await seriousBarriers(page)]).toEqual([what, []])
        expect([what, await page.evaluate(faintTexts)]).toEqual([what, []])
        await page.keyboard.press('Escape')
      }
      await page.getByRole('button', { name: 'Choose dates' }).click()
      await inspect('dates')
      await page.getByRole('button', { name: 'Account and theme' }).click()
      await inspect('account')
      await page.keyboard.press('/')
      await page.getByRole('combobox', { name: 'Search pages, places and points' }).fill('block')
      await page.getByRole('option', { name: 'Block B' }).first().waitFor()
      await inspect('search')
      await visit(page, service.url, '#/quality')
      await page.getByRole('button', { name: 'Choose a place' }).click()
      await inspect('places')
    },
  )

  it.each(['en', 'zh-Hans'])(
    'fits a phone without scrolling sideways, its navigation at the bottom within reach, in %s',
    async (language) => {
      const page = await open(`?lang=${language}#/now`, { viewport: PHONE, hasTouch: true })
      for (const at of ADDRESSES) {
        await visit(page, service.url, `?lang=${language}#/${at}`)
        expect([at, await page.evaluate(overflowing)]).toEqual([at, []])
        expect([at, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([at, PHONE.width])
      }
      const bar = await page.locator('.rail').boundingBox()
      expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBeCloseTo(PHONE.height, -1)
    },
  )

  it('has on a phone every screen in the bar or behind "More"', async () => {
    const page = await open('#/now', { viewport: PHONE })
    await page.getByRole('link', { name: 'Reports' }).click()
    await page.getByRole('heading', { name: /^Report of/ }).waitFor()
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('dialog', { name: 'More' }).getByRole('link', { name: 'Setup' }).click()
    await page.getByRole('heading', { name: 'New entry' }).waitFor()
    await page.getByRole('button', { name: 'Choose dates' }).waitFor({ state: 'detached' })
  })

  it('changes the language of frame and screen at once', async () => {
    const page = await open('#/quality')
    await switchTo(page, 'zh-Hans')
    await page.getByRole('heading', { name: '需要关注的测点' }).waitFor()
    await page.getByRole('navigation', { name: '页面' }).getByRole('link', { name: '数据质量' }).waitFor()
    expect(await page.title()).toBe('数据质量 · 科技园')
    await switchTo(page, 'zh-Hant')
    await page.getByRole('heading', { name: '需要關注的測點' }).waitFor()
  })
})
