/** The live screens in a real Chromium, against the real service: readings go in by MQTT and are read on the screen. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import mqtt, { type MqttClient } from 'mqtt'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freePort, without } from '../support/process/servers.ts'
import { CAMPUS, eventually, type Service, startService, tempDir } from '../support/process/service.ts'
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

const CONFIG = `
campus: { id: lab, name: { en: Small lab, zh-Hans: 小实验室, zh-Hant: 小實驗室 }, timezone: Asia/Shanghai }
sites:
  - { id: lab, kind: office, name: { en: Small lab, zh-Hans: 小实验室, zh-Hant: 小實驗室 } }
sources:
  - { id: native, preset: native, topic: "campus/lab/{device}/telemetry" }
points:
  - id: lab/lights/power
    name: { en: Lights, zh-Hans: 照明灯, zh-Hant: 照明燈 }
    place: { site: lab, building: block-a, floor: 2, zone: east }
    use: lighting
    medium: electricity
    interval: 15m
    from: [{ source: native, device: lights, field: power }]
  - id: lab/lights/energy
    name: { en: Lights register, zh-Hans: 照明电表, zh-Hant: 照明電錶 }
    place: { site: lab, building: block-a, floor: 2, zone: east }
    use: lighting
    medium: electricity
    interval: 15m
    from: [{ source: native, device: lights, field: energy }]
  - id: lab/never/temperature
    name: { en: Silent sensor, zh-Hans: 静默传感器, zh-Hant: 靜默感測器 }
    place: { site: lab, building: block-a }
    interval: 15m
    from: [{ source: native, device: never, field: temperature }]
  - id: lab/old/temperature
    name: { en: Old sensor, zh-Hans: 旧传感器, zh-Hant: 舊感測器 }
    place: { site: lab, building: block-a }
    interval: 15m
    from: [{ source: native, device: old, field: temperature }]
`

/** What the build made; the service builds before it starts. */
const WEB = join(dirname(CAMPUS), '../dist/web')

const QUARTER_MS = 900_000
const HOUR_MS = 3_600_000
const PAGES = ['#/now', '#/points', '#/points/lab%2Flights%2Fenergy', '#/quality']

interface Points {
  readonly points: readonly { id: string; last: { value: number } | null; coverage: number | null }[]
}

let service: Service
let devices: MqttClient
let browser: Browser
let token: string

async function publish(device: string, body: object): Promise<void> {
  await devices.publishAsync(`campus/lab/${device}/telemetry`, JSON.stringify(body), { qos: 1 })
}

/** A register and a power every quarter of an hour for the last 26 hours, and a temperature of two days ago. */
async function past(): Promise<void> {
  const now = Date.now()
  const rows = Array.from({ length: 105 }, (_, i) => ({
    time: new Date(now - (104 - i) * QUARTER_MS).toISOString(),
    values: { power: 400, energy: 1000 + i / 10 },
  }))
  await publish('lights', { readings: rows })
  await publish('old', { time: new Date(now - 50 * HOUR_MS).toISOString(), values: { temperature: 19.5 } })
  await publish('lights', { values: { power: 'lots' } })
  await eventually('the readings to be stored', async () => {
    const { points } = await service.get<Points>('/api/v1/points')
    return points.filter((p) => p.last !== null).length === 3
  })
  await service.post('/api/v1/rollup', {})
  await eventually('the coverage to be computed', async () => {
    const { points } = await service.get<Points>('/api/v1/points')
    return points.find((p) => p.id === 'lab/lights/energy')?.coverage === 1
  })
}

const valueOf = (page: Page, point: string) => page.locator(`tr[data-point="${point}"] .value`)
const shown = (page: Page, point: string, text: string) => valueOf(page, point).filter({ hasText: text }).waitFor()

async function tabTo(page: Page, text: string): Promise<void> {
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab')
    if ((await page.evaluate(() => document.activeElement?.textContent)) === text) return
  }
  throw new Error(`twelve presses of Tab do not reach "${text}"`)
}

const missing = isChromiumMissing()

describe.skipIf(missing)(`a live screen of the web${without('chromium')}`, () => {
  let watched: Watched
  const open = async (at: string, options = {}): Promise<Page> => {
    watched = await openPage(browser, service.url, { extraHTTPHeaders: { authorization: `Bearer ${token}` }, ...options })
    await watched.page.goto(`${service.url}/${at}`)
    return watched.page
  }

  beforeAll(async () => {
    browser = await startBrowser()
    service = await startService({ config: CONFIG, dataDir: tempDir('page'), env: { CAMPUS__HTTP__PORT: String(await freePort()) } })
    devices = await mqtt.connectAsync(service.brokerUrl)
    token = (await service.post<{ token: string }>('/api/v1/tokens', { role: 'viewer' })).token
    await past()
  })
  afterAll(async () => {
    await devices?.endAsync()
    await browser?.close()
    await service?.stop()
  })
  afterEach(() => watched?.close())

  it('shows a new value of a point as soon as it is published, in English and in Chinese', async () => {
    const page = await open('#/points')
    await shown(page, 'lab/lights/power', '400\u00a0W')
    await publish('lights', { values: { power: 1234 } })
    await shown(page, 'lab/lights/power', '1,234\u00a0W')

    await switchTo(page, 'zh-Hans')
    await page.getByRole('heading', { level: 1, name: '小实验室' }).waitFor()
    await page.getByRole('link', { name: '照明灯' }).waitFor()
    await publish('lights', { values: { power: 2345 } })
    await shown(page, 'lab/lights/power', '2,345\u00a0W')
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans')

    await switchTo(page, 'zh-Hant')
    await page.getByRole('link', { name: '照明燈' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: '小實驗室' }).waitFor()
  })

  it('shows the sum of the campus follow what is published, with its unit, by building and by use', async () => {
    const page = await open('#/now')
    await page.getByRole('status').filter({ hasText: 'live' }).waitFor()
    await publish('lights', { values: { power: 7654 } })
    const building = (name: string, text: string) =>
      page.locator('.building-rows tr').filter({ hasText: name }).filter({ hasText: text }).first()
    const use = (name: string, text: string) => page.locator('.bars li').filter({ hasText: name }).filter({ hasText: text }).first()
    await building('Block A', '7.65\u00a0kW').waitFor()
    await use('Lighting', '7.65\u00a0kW').waitFor()
    await switchTo(page, 'zh-Hans')
    await building('A座', '7.65\u00a0kW').waitFor()
    await publish('lights', { values: { power: 8000 } })
    await use('照明', '8.00\u00a0kW').waitFor()
    await page.locator('.day-curve svg').waitFor()
  })

  it('names a point that never reported as such, and shows no 0 for it', async () => {
    const page = await open('#/points')
    await shown(page, 'lab/never/temperature', 'no data yet')
    const row = page.locator('tr[data-point="lab/never/temperature"]')
    expect(await row.innerText()).not.toMatch(/\b0\b/)
    await switchTo(page, 'zh-Hans')
    await shown(page, 'lab/never/temperature', '暂无数据')
    await page.goto(`${service.url}/#/points/lab%2Fnever%2Ftemperature`)
    await page.getByText('无覆盖率：从未收到数据').waitFor()
    await page.getByText('该时段没有任何数据').waitFor()
  })

  it('shows a value older than its interval allows as stale, with its age', async () => {
    const page = await open('#/points')
    const row = page.locator('tr[data-point="lab/old/temperature"]')
    await row.getByText('stale', { exact: true }).waitFor()
    await row.getByText('2 d', { exact: true }).waitFor()
    await row.getByRole('link').click()
    await page.getByText('Stale: nothing newer for 2 d').waitFor()
    await page.goto(`${service.url}/#/quality`)
    await page.locator('tr[data-point="lab/old/temperature"]').waitFor()
    await page.locator('tr[data-point="lab/never/temperature"]').waitFor()
  })

  it('shows of one point the value with its unit, its age, coverage, place and past, in the time of the site', async () => {
    const page = await open('#/points/lab%2Flights%2Fenergy')
    await page.locator('[data-shown="value"]').filter({ hasText: '1,010.4 kWh' }).waitFor()
    await page
      .locator('[data-shown="age"]')
      .filter({ hasText: /\d+ (s|min) ago/ })
      .waitFor()
    await page.getByText('measured 100%').waitFor()
    await page.getByText('Small lab · Block A · floor 2 · East').waitFor()
    await page.locator('.chart canvas').waitFor()
    await page.getByRole('button', { name: 'Show as table' }).click()
    const rows = page.locator('.behind tbody tr')
    await rows.filter({ hasText: '0.10' }).nth(20).waitFor()
    const clock = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    const first = await service.get<{ values: { time: string }[] }>(
      `/api/v1/points/lab%2Flights%2Fenergy/series?step=15m&from=${new Date(Date.now() - 24 * HOUR_MS).toISOString()}&to=${new Date().toISOString()}`,
    )
    await rows
      .filter({ hasText: clock.format(new Date(first.values[40]?.time ?? 0)) })
      .first()
      .waitFor()
  })

  it('shows a refused message with its reason in the language of the reader', async () => {
    const page = await open('#/quality')
    const row = page.locator('tr').filter({ hasText: 'campus/lab/lights/telemetry' })
    await row.getByText('value cannot be used').waitFor()
    await switchTo(page, 'zh-Hans')
    await row.getByText('数值无效').waitFor()
  })

  it('sends less than 60 kB of JavaScript for its first view, the chart included, and less than 10 kB for each other screen', () => {
    const assets = readdirSync(join(WEB, 'assets')).filter((name) => name.endsWith('.js'))
    const weigh = (names: readonly string[]): number =>
      names.reduce((sum, name) => sum + gzipSync(readFileSync(join(WEB, 'assets', name))).length, 0)
    const first = assets.filter((name) => /^(index|app|text-en|now|now-en)-[\w-]{8}\.js$/.test(name))
    expect(first).toHaveLength(5)
    expect(weigh(first)).toBeGreaterThan(20_000)
    expect(weigh(first)).toBeLessThan(60_000)
    // Drawings that zoom are a chunk of their own, fetched with the first of them; the plot of a point is another.
    const drawings = assets.filter((name) => /^(engine|uPlot\.esm)-/.test(name))
    expect(drawings).toHaveLength(2)
    expect(weigh(drawings)).toBeLessThan(290_000)
    const others = assets.filter((name) => !first.includes(name) && !drawings.includes(name))
    expect(others.filter((name) => weigh([name]) > 10_000)).toEqual([])
  })

  it('sends no request outside the service, and causes no console error and no report of the content policy', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open('#/now', { colorScheme })
      for (const at of PAGES) {
        await visit(page, service.url, at)
        await page.waitForLoadState('load')
      }
      await page.getByRole('button', { name: 'Account and theme' }).click()
      await page.getByRole('button', { name: 'Dark' }).click()
      expect(watched.strayed).toEqual([])
      expect(watched.complaints).toEqual([])
      if (colorScheme === 'light') await watched.close()
    }
    // The watch works: a request outside the service is reported.
    await watched.page.evaluate(() => fetch('https://outside.invalid/').catch(() => null))
    expect(watched.complaints.join()).toContain('Content Security Policy')
  })

  it.each(['light', 'dark'] as const)(
    'has text that stands out from its ground and no serious barrier, in %s colours',
    async (colorScheme) => {
      const page = await open('#/now', { colorScheme })
      for (const at of PAGES) {
        await visit(page, service.url, at)
        expect(await page.evaluate(faintTexts)).toEqual([])
        expect(await seriousBarriers(page)).toEqual([])
      }
    },
  )

  it('can be used by keyboard: past the skip link to the screens, and into their content', async () => {
    const page = await open('#/now')
    await page.getByRole('navigation').waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
    await tabTo(page, 'Points')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Points', exact: true }).and(page.locator('[aria-current="page"]')).waitFor()
    await tabTo(page, 'Data quality')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Points that need attention' }).waitFor()
    await page.reload()
    await page.getByRole('navigation').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
  })

  it.each(['en', 'zh-Hans'])('fits a screen of 360 pixels without scrolling sideways, in %s', async (language) => {
    const page = await open(`?lang=${language}#/now`, { viewport: { width: 360, height: 740 } })
    for (const at of PAGES) {
      await visit(page, service.url, `?lang=${language}${at}`)
      expect(await page.evaluate(overflowing)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    }
  })
})

describe.skipIf(missing)(`a live screen of the web and a service that goes away${without('chromium')}`, () => {
  let watched: Watched

  beforeEach(async () => {
    browser = await startBrowser()
    service = await startService({ config: CONFIG, dataDir: tempDir('away'), env: { CAMPUS__HTTP__PORT: String(await freePort()) } })
    devices = await mqtt.connectAsync(service.brokerUrl)
  })
  afterEach(async () => {
    await devices?.endAsync(true)
    await watched?.close()
    await browser?.close()
    await service?.stop()
  })

  it('reports a lost connection, keeps the last values, and comes back by itself with what it missed', async () => {
    const { token: pass } = await service.post<{ token: string }>('/api/v1/tokens', { role: 'viewer' })
    await publish('lights', { values: { power: 500 } })
    watched = await openPage(browser, service.url, { extraHTTPHeaders: { authorization: `Bearer ${pass}` } })
    const { page } = watched
    await page.goto(`${service.url}/#/points`)
    await shown(page, 'lab/lights/power', '500\u00a0W')
    await page.getByRole('status').filter({ hasText: 'live' }).waitFor()

    // The page loads the other languages behind its own, of the frame and of the screen.
    await page.waitForFunction(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('zh-Hans')).length >= 2)

    const { dataDir, url } = service
    await service.stop()
    await page.getByRole('alert').filter({ hasText: 'Connection lost at' }).waitFor()
    await page.getByRole('status').filter({ hasText: 'connection lost, trying again' }).waitFor()
    await shown(page, 'lab/lights/power', '500\u00a0W')
    expect(await page.evaluate(faintTexts)).toEqual([])
    await switchTo(page, 'zh-Hans')
    await page.getByRole('alert').filter({ hasText: '连接已于' }).waitFor()

    service = await startService({ config: CONFIG, dataDir, env: { CAMPUS__HTTP__PORT: new URL(url).port } })
    expect(service.url).toBe(url)
    await devices.endAsync(true)
    devices = await mqtt.connectAsync(service.brokerUrl)
    await publish('lights', { values: { power: 600 } })
    await page.getByRole('status').filter({ hasText: '实时' }).waitFor()
    await shown(page, 'lab/lights/power', '600\u00a0W')
    await page.getByRole('alert').waitFor({ state: 'detached' })
  })

  it('requires a token where there is no anonymous access, refuses a wrong one with the reason, and continues with the right one', async () => {
    watched = await openPage(browser, service.url)
    const { page } = watched
    await page.goto(service.url)
    await page.getByLabel('Token').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Token').fill(service.token)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('status').filter({ hasText: 'live' }).waitFor()
    await page.getByRole('heading', { level: 1, name: 'Small lab' }).waitFor()
  })
})
