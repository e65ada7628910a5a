/** Reports, explanations, savings, alarms and entries in a real Chromium: the screen shows what the API answers, in three languages. */

import mqtt from 'mqtt'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { freePort, without } from '../support/process/servers.ts'
import { eventually, type Service, startService, tempDir } from '../support/process/service.ts'
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
campus: { id: lab, name: { en: Small lab, zh-Hans: 小实验室, zh-Hant: 小實驗室 }, timezone: Asia/Shanghai, calendar: NOWHERE }
calendars: [{ id: NOWHERE, year: 1999, holidays: [], source: a test }]
sites:
  - { id: lab, kind: office, grid: CN-NORTH, name: { en: Small lab, zh-Hans: 小实验室, zh-Hant: 小實驗室 } }
  - { id: shop, kind: shop, grid: CN-NORTH }
sources:
  - { id: native, preset: native, topic: "campus/lab/{device}/telemetry" }
points:
  - id: lab/main/energy
    place: { site: lab, building: block-a }
    medium: electricity
    role: main-meter
    interval: 15m
    from: [{ source: native, device: main, field: energy, accuracy_class: 1 }]
  - id: lab/lights/energy
    place: { site: lab, building: block-a }
    use: lighting
    parent: lab/main/energy
    interval: 15m
    from: [{ source: native, device: lights, field: energy, accuracy_class: 1 }]
  - id: lab/lights/power
    place: { site: lab, building: block-a }
    use: lighting
    interval: 15m
    from: [{ source: native, device: lights, field: power, accuracy_class: 1 }]
tariffs:
  - id: grid
    carrier: electricity
    sites: [lab]
    currency: CNY
    prices:
      - { name: peak, price: 1.2, days: [workday], hours: ["08:00-12:00"], months: [1, 7] }
      - { name: flat, price: 0.7 }
    publisher: the grid company
    document: price list
measures:
  - id: lighting
    name: { en: Presence control, zh-Hans: 人体感应, zh-Hant: 人體感應 }
    baseline: schedule
    schedule: { workday: { "07:00-23:00": 0.95 }, weekend: { "00:00-24:00": 0.1 } }
    loads: [lab/lights]
`

const QUARTER_MS = 900_000
const FROM = Date.parse('2026-01-01T00:00:00+08:00')
const QUARTERS = 31 * 96
const PERIOD = '2026-01'
const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant'] as const

interface Figure {
  readonly id: string
  readonly name: string
  readonly value: number | null
  readonly published: string | null
  readonly unit: string
  readonly missing: readonly string[]
}
interface Savings {
  readonly measures: readonly {
    id: string
    saving: number
    interval90: number | null
    meter_only: number
    unit: string
    findings: readonly { sentence: string }[]
  }[]
}

let service: Service
let browser: Browser

/** 1.2 kW from 08:00 to 18:00, and a main meter that counts ten times as much. */
async function january(): Promise<void> {
  const devices = await mqtt.connectAsync(service.brokerUrl)
  let kwh = 0
  const rows = Array.from({ length: QUARTERS + 1 }, (_, i) => {
    const at = FROM + i * QUARTER_MS
    const slot = i % 96
    const row = { time: new Date(at).toISOString(), energy: Number(kwh.toFixed(3)), power: slot >= 32 && slot < 72 ? 1200 : 0 }
    kwh += row.power / 4000
    return row
  })
  for (let i = 0; i < rows.length; i += 400) {
    const part = rows.slice(i, i + 400)
    const publish = (device: string, readings: object[]) =>
      devices.publishAsync(`campus/lab/${device}/telemetry`, JSON.stringify({ readings }), { qos: 1 })
    await publish(
      'lights',
      part.map(({ time, energy, power }) => ({ time, values: { energy, power } })),
    )
    await publish(
      'main',
      part.map(({ time, energy }) => ({ time, values: { energy: Number((10 * energy).toFixed(3)) } })),
    )
  }
  await devices.endAsync()
  await eventually('the readings to be stored', async () => {
    const { points } = await service.get<{ points: { last: { time: string } | null }[] }>('/api/v1/points')
    return points.every((p) => p.last !== null && Date.parse(p.last.time) === FROM + QUARTERS * QUARTER_MS)
  })
  await service.post('/api/v1/rollup', {})
}

const missing = isChromiumMissing()
/** As the reader's language groups what was published. */
const shownAs = (text: string, language: string): string => {
  const digits = text.split('.')[1]?.length ?? 0
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(Number(text))
}

describe.skipIf(missing)(`a screen of operations${without('chromium')}`, () => {
  let watched: Watched
  const open = async (at: string, role = 'viewer', options = {}): Promise<Page> => {
    const { token } = await service.post<{ token: string }>('/api/v1/tokens', { role })
    watched = await openPage(browser, service.url, { extraHTTPHeaders: { authorization: `Bearer ${token}` }, ...options })
    await watched.page.goto(`${service.url}/${at}`)
    return watched.page
  }
  const report = (language: string): Promise<{ figures: Figure[] }> => service.get(`/api/v1/reports/${PERIOD}.json?lang=${language}`)

  beforeAll(async () => {
    browser = await startBrowser()
    service = await startService({ config: CONFIG, dataDir: tempDir('operations'), env: { CAMPUS__HTTP__PORT: String(await freePort()) } })
    await january()
  })
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
  })
  afterEach(() => watched?.close())

  it.each(LANGUAGES)('shows every figure of a report with the value, unit and name that the API gives, in %s', async (language) => {
    const page = await open(`?lang=${language}#/reports?period=${PERIOD}`)
    await page.locator('tr[data-figure="energy.total"]').waitFor()
    const { figures } = await report(language)
    expect(figures.filter((f) => f.value !== null).length).toBeGreaterThan(5)
    const rows = await page.locator('tr[data-figure]').evaluateAll((all) =>
      all.map((row) => ({
        id: row.getAttribute('data-figure'),
        name: row.querySelector('a')?.textContent,
        value: row.querySelector('.value')?.textContent,
        unrounded: row.querySelector('.value span')?.getAttribute('title'),
        remarks: row.querySelector('.full')?.textContent,
      })),
    )
    expect(rows.map((r) => [r.id, r.name])).toEqual(figures.map((f) => [f.id, f.name]))
    for (const [i, figure] of figures.entries()) {
      // The page links to its own form where the sentence ends with a command.
      if (figure.published === null)
        expect(rows[i]?.remarks).toContain(figure.missing[0]?.replace(/[:：]\s*`campus entry set \S+ VALUE --site .*`/, ''))
      else expect(rows[i]?.value?.startsWith(`${shownAs(figure.published, language)}\u00a0`)).toBe(true)
      expect(rows[i]?.unrounded ?? null).toBe(figure.value === null ? null : String(figure.value))
    }
    expect(watched.complaints).toEqual([])
    expect(watched.strayed).toEqual([])
  })

  it('takes period and boundary from the address and puts them there', async () => {
    const page = await open('#/reports')
    await page.getByRole('button', { name: 'Choose dates' }).click()
    while ((await page.locator('.stepper strong').innerText()) !== '2026') await page.getByRole('button', { name: 'Year before' }).click()
    await page.getByRole('button', { name: 'Quarter 1' }).click()
    await page.getByRole('heading', { name: 'Report of Q1 2026' }).waitFor()
    expect(page.url()).toContain('#/reports?period=2026-Q1')
    await page.getByRole('combobox', { name: 'Boundary' }).selectOption('lab')
    await page
      .locator('tr[data-figure="energy.total"] td')
      .filter({ hasText: /^Small lab$/ })
      .waitFor()
    expect(page.url()).toContain('place=lab')
    await page.reload()
    await expect.poll(() => page.getByRole('combobox', { name: 'Boundary' }).inputValue()).toBe('lab')
  })

  it('gives the report as JSON and as CSV', async () => {
    const page = await open(`?lang=zh-Hans#/reports?period=${PERIOD}`)
    await page.locator('tr[data-figure="energy.total"]').waitFor()
    const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 CSV' }).click()])
    expect(csv.suggestedFilename()).toBe('report-2026-01.csv')
    const [json] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 JSON' }).click()])
    expect(json.suggestedFilename()).toBe('report-2026-01.json')
  })

  it.each(LANGUAGES)('explains a figure down to meters, registers, factors and its calculation, in %s', async (language) => {
    const page = await open(`?lang=${language}#/reports?period=${PERIOD}`)
    await page.locator('tr[data-figure="ghg.scope2"] a').click()
    await page.locator('[data-shown="total"]').waitFor()
    const explanation = await service.get<{
      figure: Figure
      meters: { point: string; total: number }[]
      factors: { id: string }[]
      code_version: string
    }>(`/api/v1/figures/ghg.scope2/explain?period=${PERIOD}&lang=${language}`)
    expect(explanation.meters).toMatchObject([{ point: 'lab/main/energy', total: 3720 }])
    const text = await page.locator('main').innerText()
    for (const part of [explanation.figure.name, 'lab/main/energy', explanation.factors[0]?.id ?? '?', explanation.code_version])
      expect(text).toContain(part)
    expect(await page.locator('[data-shown="total"]').innerText()).toBe(`${shownAs('3720', language)}\u00a0kWh`)
    expect(await page.locator('[data-shown="figure"]').innerText()).toContain(shownAs(explanation.figure.published ?? '', language))
    await page.locator('summary').click()
    await page.locator('.calculation li').filter({ hasText: 'lab/main/energy 2026-01' }).first().waitFor()
    await page.goBack()
    await page.locator('tr[data-figure="ghg.scope2"]').waitFor()
  })

  it('shows the prices behind a cost with their units, when they hold and their source', async () => {
    const page = await open(`#/explain/electricity.cost?period=${PERIOD}`)
    const prices = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Prices' }) })
    const row = prices.locator('tbody tr').filter({ hasText: 'grid peak' })
    for (const text of ['1.2\u00a0CNY/kWh', 'months 1, 7; workday; 08:00-12:00', 'the grid company: price list'])
      await row.filter({ hasText: text }).waitFor()
    await switchTo(page, 'zh-Hans')
    await page.locator('tbody tr').filter({ hasText: 'grid peak' }).filter({ hasText: '1, 7 月; 工作日; 08:00-12:00' }).waitFor()
    await page.locator('summary').click()
    await page.locator('.calculation li').filter({ hasText: 'grid flat: 0.7\u00a0CNY/kWh' }).first().waitFor()
  })

  it.each(LANGUAGES)('shows what each measure saved, and names the range of the meter alone as such, in %s', async (language) => {
    const page = await open(`?lang=${language}#/savings?period=${PERIOD}`)
    const { measures } = await service.get<Savings>(`/api/v1/savings?period=${PERIOD}&lang=${language}`)
    const [saved] = measures as [Savings['measures'][0]]
    const whole = (value: number): string => new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(value)
    const only = { en: 'meter only', 'zh-Hans': '仅计量', 'zh-Hant': '僅計量' }[language]
    const text = `${whole(saved.saving)} ± ${whole(saved.meter_only)}\u00a0kWh (${only})`
    const bar = page.locator('[data-measure="lighting"]')
    await bar.waitFor()
    expect(await bar.locator('.bar-value').innerText()).toBe(text)
    expect(await page.locator('[data-shown="total"]').innerText()).toBe(text)
    const remarks = await bar.locator('.bar-note').allInnerTexts()
    expect(remarks).toEqual(saved.findings.map((f) => f.sentence))
    if (language !== 'en') expect(remarks.filter((remark) => !/\p{Script=Han}/u.test(remark))).toEqual([])
    expect(saved.interval90).toBeNull()
    expect((await bar.locator('.bar-fill').boundingBox())?.width).toBeGreaterThan(50)
    expect(await bar.locator('.whisker').count()).toBe(0)
  })

  it('lists an alarm in the language of the reader, and lets an operator acknowledge it, nobody else', async () => {
    await eventually('the alarm', async () => (await service.get<{ alarms: unknown[] }>('/api/v1/alarms?state=open')).alarms.length > 0)
    const looking = await open('#/alarms')
    await looking.locator('tr[data-alarm="alarm-1"]').filter({ hasText: 'not acknowledged' }).waitFor()
    expect(await looking.getByRole('button', { name: 'Acknowledge', exact: true }).count()).toBe(0)
    await watched.close()

    const page = await open('#/alarms', 'operator')
    const row = page.locator('tr[data-alarm="alarm-1"]')
    await row.filter({ hasText: 'does not know the holidays of 202' }).waitFor()
    await switchTo(page, 'zh-Hant')
    await row.filter({ hasText: '的節假日' }).waitFor()
    await row.getByLabel('備註').fill('下週補')
    await row.getByRole('button', { name: '確認' }).click()
    await row.filter({ hasText: '下週補' }).filter({ hasText: 'token:' }).waitFor()
    const { alarms } = await service.get<{ alarms: { acknowledged: { note: string } | null }[] }>('/api/v1/alarms')
    expect(alarms.some((a) => a.acknowledged?.note === '下週補')).toBe(true)
  })

  it('takes an entry from a preparer, names what is wrong at its field, and lists it with its author', async () => {
    const page = await open('#/setup/entries', 'preparer')
    await page.getByLabel('What').fill('floor-area')
    await page.getByLabel('Value').fill('-5')
    await page.getByLabel('From', { exact: true }).fill('2026-01-01')
    await page.getByRole('button', { name: 'Record' }).click()
    await page.getByText('Not recorded: see the fields marked above.').waitFor()
    expect(await page.getByLabel('Value').getAttribute('aria-invalid')).toBe('true')
    await page.locator('#fault-value').filter({ hasText: '-5' }).waitFor()
    await page.getByLabel('Value').fill('1234.5')
    await page.getByRole('button', { name: 'Record' }).click()
    await page.getByRole('status').filter({ hasText: 'Recorded as entry-' }).waitFor()
    await page.locator('tr[data-entry]').filter({ hasText: '1,234.5' }).filter({ hasText: 'token:' }).waitFor()
    await switchTo(page, 'zh-Hans')
    await page.locator('tr[data-entry]').filter({ hasText: '建筑面积' }).waitFor()
  })

  it('lets a preparer withdraw a wrong entry after asking again, and no viewer', async () => {
    const made = async (value: number): Promise<string> => {
      const entry = { key: 'meals', site: 'lab', value, from: '2026-01-01', to: '2026-02-01' }
      return (await service.post<{ entry: { id: string } }>('/api/v1/entries', entry)).entry.id
    }
    const [right, wrong] = [await made(400), await made(4000)]
    const looking = await open('#/setup/entries')
    await looking.locator(`tr[data-entry="${wrong}"]`).waitFor()
    expect(await looking.getByRole('button', { name: 'Withdraw' }).count()).toBe(0)
    await watched.close()

    const page = await open('#/setup/entries', 'preparer')
    const row = page.locator(`tr[data-entry="${wrong}"]`)
    await page.locator(`tr[data-entry="${right}"]`).filter({ hasText: 'no longer counts' }).waitFor()
    const button = row.getByRole('button', { name: 'Withdraw Meals, 4,000' })
    await button.click()
    await row.getByText('Withdraw Meals, 4,000').waitFor()
    const why = row.getByLabel('Reason')
    await expect.poll(() => why.evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await page.evaluate(faintTexts)).toEqual([])
    await row.getByRole('button', { name: 'Yes, withdraw it' }).click()
    expect(await why.evaluate((field: HTMLInputElement) => field.validity.valueMissing)).toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(() => button.evaluate((shown) => shown === document.activeElement)).toBe(true)
    expect(await row.getAttribute('class')).toBeNull()

    await switchTo(page, 'zh-Hans')
    await row.getByRole('button', { name: '撤回' }).click()
    await row.getByLabel('原因').fill('多写了一个零')
    await row.getByRole('button', { name: '是，撤回' }).click()
    await page
      .getByRole('status')
      .filter({ hasText: `${wrong} 已撤回` })
      .waitFor()
    await row.filter({ hasText: '撤回：多写了一个零' }).waitFor()
    expect(await row.getByRole('button').count()).toBe(0)
    const { entries } = await service.get<{ entries: { id: string; counts: boolean; withdrawn: { reason: string } | null }[] }>(
      '/api/v1/entries',
    )
    const found = (id: string) => entries.find((f) => f.id === id)
    expect([found(right)?.counts, found(wrong)?.counts, found(wrong)?.withdrawn?.reason]).toEqual([true, false, '多写了一个零'])
    await page.locator(`tr[data-entry="${right}"]`).filter({ hasNotText: '不再计入' }).waitFor()
  })

  it('makes the draft of a period again for a preparer, and lists it', async () => {
    const page = await open(`?lang=zh-Hans#/reports?period=${PERIOD}`, 'preparer')
    await page.getByRole('button', { name: '生成2026年1月草稿' }).click()
    await page.locator(`tr[data-draft="${PERIOD}"]`).filter({ hasText: '草稿' }).filter({ hasText: '100%' }).waitFor()
  })

  it('explains an empty screen: no saving claimed, a figure that does not exist, no alarm that ended', async () => {
    const page = await open('#/savings?period=2001-01')
    await page.locator('[data-measure="lighting"]').filter({ hasText: 'missing' }).waitFor()
    await page.goto(`${service.url}/#/explain/energy.unknown?period=${PERIOD}`)
    await page.getByRole('alert').filter({ hasText: 'unknown figure' }).waitFor()
    await page.goto(`${service.url}/#/alarms?state=resolved`)
    await page.getByText('No alarm has been resolved yet.').waitFor()
  })

  it.each(['light', 'dark'] as const)(
    'has text that stands out, no serious barrier, no request outside the service and no console error, in %s colours',
    async (colorScheme) => {
      const page = await open('#/reports', 'admin', { colorScheme })
      for (const at of [
        `reports?period=${PERIOD}`,
        `explain/energy.total?period=${PERIOD}`,
        `savings?period=${PERIOD}`,
        'setup/entries',
        'alarms',
        'findings',
        'setup/alarm-rules',
      ]) {
        await visit(page, service.url, `#/${at}`)
        expect([at, await page.evaluate(faintTexts)]).toEqual([at, []])
        expect([at, await seriousBarriers(page)]).toEqual([at, []])
      }
      expect([watched.complaints, watched.strayed]).toEqual([[], []])
    },
  )

  it.each(LANGUAGES)('fits a screen of 360 pixels, in %s', async (language) => {
    const page = await open(`?lang=${language}#/reports`, 'admin', { viewport: { width: 360, height: 740 } })
    for (const at of [
      `reports?period=${PERIOD}`,
      `explain/ghg.scope2?period=${PERIOD}`,
      `savings?period=${PERIOD}`,
      'setup/entries',
      'alarms',
      'findings',
      'setup/alarm-rules',
    ]) {
      await visit(page, service.url, `?lang=${language}#/${at}`)
      expect([at, await page.evaluate(overflowing)]).toEqual([at, []])
    }
  })

  it('can be used by keyboard: to the report, through its choices, into an explanation and back', async () => {
    const page = await open(`#/reports?period=${PERIOD}`)
    await page.locator('tr[data-figure="energy.total"]').waitFor()
    const reached = async (fits: () => boolean): Promise<boolean> => {
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab')
        if (await page.evaluate(fits)) return true
      }
      return false
    }
    expect(await reached(() => document.activeElement?.matches('.choice select') ?? false)).toBe(true)
    expect(await reached(() => document.activeElement?.closest('tr')?.getAttribute('data-figure') === 'energy.total')).toBe(true)
    await page.keyboard.press('Enter')
    await page.locator('[data-shown="figure"]').waitFor()
    expect(await reached(() => document.activeElement?.textContent?.includes('To the report') ?? false)).toBe(true)
    await page.keyboard.press('Enter')
    await page.locator('tr[data-figure="energy.total"]').waitFor()
  })

  it('prints the report as a report: figures and tables, no navigation and no buttons', async () => {
    const page = await open(`#/reports?period=${PERIOD}`, 'admin')
    await page.locator('tr[data-figure="energy.total"]').waitFor()
    await page.emulateMedia({ media: 'print' })
    for (const gone of ['header', '.choice', '.links']) expect(await page.locator(gone).first().isVisible()).toBe(false)
    expect(await page.locator('tr[data-figure="energy.total"]').isVisible()).toBe(true)
    expect(await page.locator('.paper').innerText()).toContain('Small lab')
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
  })
})
