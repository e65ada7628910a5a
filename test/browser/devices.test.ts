/** Devices on their screen: thirty from a sheet to live values, a meter replaced, a unit corrected, a field made a point. No file is touched by hand. */

import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import mqtt, { type MqttClient } from 'mqtt'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { without } from '../support/process/servers.ts'
import { eventually, type Service, startService, tempDir } from '../support/process/service.ts'
import { faintTexts, isChromiumMissing, openPage, overflowing, seriousBarriers, startBrowser, type Watched } from './browser.ts'

const CONFIG = `# the comment of the campus file
campus: { id: lab, name: { en: Small lab, zh-Hans: 小实验室, zh-Hant: 小實驗室 }, timezone: Asia/Shanghai }
sites: [{ id: lab, kind: office, name: { en: Small lab } }]
sources: [{ id: native, preset: native, topic: "campus/lab/{device}/telemetry" }]
templates:
  - for: { wing: [a, b] }   # beside the stairs
    points: [{ id: "lab/{wing}/energy", interval: 15m, from: [{ source: native, device: "meter-{wing}", field: energy }] }]
`
const DEVICES = 30
const DAY = '2026-03-01'
const QUARTERS = 96
const SWAP = 48
const HEAD = '品牌,设备编号,测点,房间,用途,物理量,周期'
const row = (i: number): string => `tasmota,plug-${i},ENERGY.Total,room-${i},sockets,用电量,5m`
const rows = Array.from({ length: DEVICES }, (_, i) => row(i + 1))
const timeOf = (i: number): string => new Date(Date.parse(`${DAY}T00:00:00+08:00`) + i * 900_000).toISOString()

interface Series {
  readonly values: readonly { readonly value: number | null }[]
}

let service: Service
let browser: Browser

describe.skipIf(isChromiumMissing())(`the screen for devices${without('chromium')}`, () => {
  let client: MqttClient
  let watched: Watched
  const folder = tempDir('devices-page')
  const register = (): string => readFileSync(join(dirname(service.configFile ?? ''), 'campus.d', 'devices.yaml'), 'utf8')

  async function open(role: 'admin' | 'operator', path: string, options: Parameters<typeof openPage>[2] = {}): Promise<Page> {
    const { token } = await service.post<{ token: string }>('/api/v1/tokens', { role })
    watched = await openPage(browser, service.url, { ...options, extraHTTPHeaders: { authorization: `Bearer ${token}` } })
    await watched.page.goto(`${service.url}/?lang=en#/${path}`)
    return watched.page
  }
  async function day(point: string): Promise<number | null> {
    const path = `/api/v1/points/${encodeURIComponent(point)}/series?from=${DAY}&to=2026-03-02&step=1d`
    return (await service.get<Series>(path)).values[0]?.value ?? null
  }
  const send = async (device: string, i: number, energy: number): Promise<void> => {
    await client.publishAsync(`campus/lab/${device}/telemetry`, JSON.stringify({ time: timeOf(i), values: { energy } }), { qos: 1 })
  }
  const publishPlugs = async (total: number): Promise<void> => {
    for (let i = 1; i <= DEVICES; i++) {
      const payload = JSON.stringify({
        Time: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19),
        ENERGY: { Total: total + i },
      })
      await client.publishAsync(`tele/plug-${i}/SENSOR`, payload, { qos: 1 })
    }
  }
  /** Nothing faint, nothing that a screen reader misses, nothing wider than the screen. */
  async function demandAccess(page: Page): Promise<void> {
    expect(await page.evaluate(faintTexts)).toEqual([])
    expect(await page.evaluate(overflowing)).toEqual([])
    expect(await seriousBarriers(page)).toEqual([])
  }

  beforeAll(async () => {
    browser = await startBrowser()
    service = await startService({ config: CONFIG })
    client = await mqtt.connectAsync(service.brokerUrl)
    for (let i = 0; i <= QUARTERS; i++) {
      await send('meter-a', i, i <= SWAP ? 1000 + i : 1048)
      if (i > SWAP) await send('meter-new', i, 3 + (i - SWAP) * 0.5)
      // Wh that are taken for kWh: 1 kW.
      await send('meter-b', i, 5_000_000 + 250 * i)
    }
    await publishPlugs(100)
    await service.post('/api/v1/rollup', {})
  })
  afterAll(async () => {
    await browser?.close()
    await client?.endAsync()
    await service?.stop()
  })
  afterEach(() => watched?.close())

  it('names every fault of a sheet with its cell, takes thirty devices when it is right, and shows their live values', async () => {
    const page = await open('admin', 'devices/sheet')
    const wrong = join(folder, 'wrong.csv')
    writeFileSync(wrong, [HEAD, ...rows, 'tasmotta,plug-31,ENERGY.Total,x,sockets,用电,soon'].join('\n'))
    await page.getByLabel('Sheet (.xlsx or .csv)').setInputFiles(wrong)
    await page.getByRole('heading', { name: '3 faults: nothing is written' }).waitFor()
    const cells = await page.locator('.preview-report tbody td:first-child').allInnerTexts()
    expect(new Set(cells.map((text) => text.split(/\s/)[0]))).toEqual(new Set(['A32', 'F32', 'G32']))
    await demandAccess(page)

    const right = join(folder, 'meters.csv')
    writeFileSync(right, [HEAD, ...rows].join('\n'))
    await page.getByLabel('Sheet (.xlsx or .csv)').setInputFiles(right)
    await page.getByRole('button', { name: `Add ${DEVICES} points` }).click()
    await page.getByText('is applied and in force').waitFor()
    await publishPlugs(200)
    await page.getByRole('link', { name: 'All devices' }).click()
    const plug = page.locator('tr[data-device="plug-30"]')
    await plug.getByText('up to date').waitFor()
    await plug.getByRole('link').click()
    await page.locator('[data-point="room-30/sockets/plug-30/energy"]').getByText('230 kWh').waitFor()
    await demandAccess(page)
    expect(register().match(/plug-\d+\/energy/g)).toHaveLength(DEVICES)
    expect(readFileSync(service.configFile ?? '', 'utf8')).toBe(`${CONFIG}include: campus.d/*.yaml\n`)
    expect([watched.complaints, watched.strayed]).toEqual([[], []])
  })

  it('previews a replaced meter of a template with its totals, and applies it exactly', async () => {
    const page = await open('admin', 'devices/of/native/meter-a')
    await page.getByRole('button', { name: 'Meter replaced' }).click()
    await page.getByLabel('When').fill(`${DAY}T12:07`)
    await page.getByLabel('Last index of the old meter, kWh').fill('1048.4')
    await page.getByLabel('First index of the new meter, kWh').fill('3')
    await page.getByLabel('Device, as its messages name it').fill('meter-new')
    await page.getByRole('button', { name: 'Preview' }).click()
    const sum = page.locator('[data-totals="lab/a/energy"] .sum td')
    await sum.first().waitFor()
    expect(await sum.allInnerTexts()).toEqual(['Together', '48\u00a0kWh', '72.4\u00a0kWh'])
    expect(await day('lab/a/energy')).toBe(48)
    await demandAccess(page)
    await page.getByRole('button', { name: 'Replace the meter' }).click()
    await page.getByText('is applied and in force').waitFor()
    expect(await day('lab/a/energy')).toBe(72.4)
    expect(register()).toContain('point: lab/a/energy')
  })

  it('lets an operator propose another unit and an administrator apply it: the totals are then exact', async () => {
    const page = await open('operator', 'devices/of/native/meter-b')
    await page.getByRole('button', { name: 'Unit is wrong' }).click()
    await page.getByLabel('The device sends').selectOption('Wh')
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.locator('[data-totals="lab/b/energy"]').waitFor()
    const [, old, fresh] = await page.locator('[data-totals="lab/b/energy"] tbody td').allInnerTexts()
    expect([old, fresh]).toEqual(['24,000\u00a0kWh', '24\u00a0kWh'])
    await page.getByRole('button', { name: 'Propose the change' }).click()
    await page.getByText('is proposed. An administrator applies it under Changes.').waitFor()
    expect(await day('lab/b/energy')).toBe(24_000)
    await watched.close()

    const admin = await open('admin', 'devices/changes')
    const proposal = admin.locator('[data-proposal]').first()
    await proposal.getByRole('button', { name: 'Preview' }).click()
    await proposal.getByRole('button', { name: 'Apply the change' }).click()
    await proposal.getByText('is applied and in force').waitFor()
    expect(await day('lab/b/energy')).toBe(24)
    expect(await service.post('/api/v1/rebuild', { verify: true })).toMatchObject({ different: 0 })
  })

  it('makes a point of a discovered field that counts once its register was compared with the display', async () => {
    await client.publishAsync('campus/lab/annex/telemetry', JSON.stringify({ values: { energy: 812.5 } }), { qos: 1 })
    const page = await open('admin', 'devices/discovered')
    await page.locator('[data-field="annex energy"]').getByRole('button', { name: 'Make a point of it' }).click()
    await page.getByLabel('Building').fill('annex')
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByRole('button', { name: 'Make the point' }).click()
    await page.getByText('is applied and in force').waitFor()
    await client.publishAsync('campus/lab/annex/telemetry', JSON.stringify({ values: { energy: 813 } }), { qos: 1 })
    await page.goto(`${service.url}/?lang=en#/devices/of/native/annex`)
    await page.getByText('being set up').first().waitFor()
    await page.getByText('813 kWh').first().waitFor()
    await page.getByRole('button', { name: 'Compare with display' }).click()
    await page.getByLabel('The display shows, kWh').fill('813')
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByText('Last reading before: 813 kWh').waitFor()
    await page.getByRole('button', { name: 'They agree: let it count' }).click()
    await page.getByText('is applied and in force').waitFor()
    await eventually('the point to be live', async () => {
      const { points } = await service.get<{ points: { id: string; status: string }[] }>('/api/v1/points')
      return points.find((p) => p.id.startsWith('annex'))?.status === 'live'
    })
    expect(register()).not.toContain('commissioning')
  })

  it('fits a phone in Chinese and the dark, with every section', async () => {
    const page = await open('operator', 'devices', { viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'zh-CN' })
    for (const [path, text] of [
      ['devices', '已接入的设备'],
      ['devices/discovered', '没有测点的字段'],
      ['devices/sheet', '用表格批量添加设备'],
      ['devices/changes', '已提交和已应用的变更'],
      ['devices/of/tasmota/plug-1', '品牌'],
    ] as const) {
      await page.goto(`${service.url}/?lang=zh-Hans#/${path}`)
      await page.getByText(text).first().waitFor()
      await demandAccess(page)
    }
    expect([watched.complaints, watched.strayed]).toEqual([[], []])
  })
})
