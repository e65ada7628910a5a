/** Importing a file on its screen: from a question that the file leaves open to its rows in the store, and back. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { freePort, without } from '../support/process/servers.ts'
import { type Service, startService, tempDir } from '../support/process/service.ts'
import { faintTexts, isChromiumMissing, openPage, overflowing, seriousBarriers, startBrowser, type Watched } from './browser.ts'

const CONFIG = `
campus: { id: lab, name: { en: Small lab, zh-Hans: 小实验室 }, timezone: Europe/Berlin }
sites: [{ id: lab, kind: office, name: { en: Small lab, zh-Hans: 小实验室 } }]
sources: [{ id: native, preset: native }]
points:
  - { id: lab/main/energy, quantity: energy, interval: 15m, place: { site: lab, building: block-a }, from: [{ source: native, device: m, field: energy }] }
`

const ROWS = Array.from({ length: 8 }, (_, i) => `01.03.2026 0${Math.floor(i / 4)}:${String((i % 4) * 15).padStart(2, '0')};${1000 + i},5`)
const FILE = ['Zeit;Verbrauch', ...ROWS, '40.03.2026 00:00;7', '01.03.2026 05:00;broken'].join('\n')

interface Series {
  readonly values: readonly { readonly value: number | null }[]
}

let service: Service
let browser: Browser

describe.skipIf(isChromiumMissing())(`the screen for imports${without('chromium')}`, () => {
  let watched: Watched
  const folder = tempDir('import-page')
  const file = join(folder, 'verbrauch.csv')

  const stored = async (): Promise<(number | null)[]> => {
    const span = 'from=2026-02-28T22:00:00Z&to=2026-03-02T00:00:00Z&step=raw'
    return (await service.get<Series>(`/api/v1/points/${encodeURIComponent('lab/main/energy')}/series?${span}`)).values.map((v) => v.value)
  }

  beforeAll(async () => {
    browser = await startBrowser()
    service = await startService({ config: CONFIG, dataDir: tempDir('imports'), env: { CAMPUS__HTTP__PORT: String(await freePort()) } })
    writeFileSync(file, FILE)
  })
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
  })
  afterEach(() => watched?.close())

  it('asks for what the file leaves open, shows the rows and each refused one with its line, stores the rest, and takes it back', async () => {
    const { token } = await service.post<{ token: string }>('/api/v1/tokens', { role: 'preparer' })
    watched = await openPage(browser, service.url, { extraHTTPHeaders: { authorization: `Bearer ${token}` } })
    const { page } = watched
    await page.goto(`${service.url}/?lang=en#/setup/import`)
    await page.getByLabel('Point that receives the readings').fill('block a energy')
    await page.locator('[data-point="lab/main/energy"]').click()
    await page.getByLabel('File').setInputFiles(file)
    await page.getByRole('button', { name: 'Time zone: Europe/Berlin' }).click()
    await page.getByText('8 readings').first().waitFor()
    const refused = page.locator('.import-report table').last()
    await refused.getByText('there is no day 40 in month 3 of 2026').waitFor()
    expect(await refused.locator('tbody tr td:first-child').allInnerTexts()).toEqual(['10', '11'])
    expect(await stored()).toEqual([])
    expect(await page.evaluate(faintTexts)).toEqual([])
    expect(await seriousBarriers(page)).toEqual([])

    await page.getByRole('button', { name: 'Import 8 readings' }).click()
    await page.getByText('import-1 is stored and its totals are computed.').waitFor()
    expect(await stored()).toHaveLength(8)

    const row = page.locator('tr[data-entry="import-1"]')
    await row.getByRole('button', { name: 'Take import-1 back' }).click()
    await row.getByRole('button', { name: 'Take back' }).click()
    await page.getByText('import-1 is taken back: 0 readings came back, 8 are removed.').waitFor()
    expect(await stored()).toEqual([])
    expect([watched.complaints, watched.strayed]).toEqual([[], []])
  })

  it('fits a phone in Chinese and the dark, and says who may import', async () => {
    const options = { viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'zh-CN' } as const
    const { token } = await service.post<{ token: string }>('/api/v1/tokens', { role: 'preparer' })
    watched = await openPage(browser, service.url, { ...options, extraHTTPHeaders: { authorization: `Bearer ${token}` } })
    const { page } = watched
    await page.goto(`${service.url}/?lang=zh-Hans#/setup/import?point=lab%2Fmain%2Fenergy`)
    await page.getByLabel('文件').setInputFiles(file)
    await page.getByRole('heading', { name: '文件中有待确定的内容' }).waitFor()
    await page.getByText('全部选项').click()
    expect(await page.evaluate(overflowing)).toEqual([])
    expect(await page.evaluate(faintTexts)).toEqual([])
    expect(await seriousBarriers(page)).toEqual([])
    const viewer = await service.post<{ token: string }>('/api/v1/tokens', { role: 'viewer' })
    await page.context().setExtraHTTPHeaders({ authorization: `Bearer ${viewer.token}` })
    await page.reload()
    await page.getByText('由编制人（preparer）导入读数。').waitFor()
  })
})
