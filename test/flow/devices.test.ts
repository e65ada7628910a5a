/** Thirty devices from a spreadsheet to live values: nothing but the sheet is written by hand, the service keeps running, and no message is lost. */

import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campus, eventually, type Service, startService } from '../support/process/service.ts'

const CONFIG = `# the comment of the campus file
campus: { id: lab, timezone: Asia/Shanghai }
sites: [{ id: lab, kind: office }]
`
const DEVICES = 30
const HEAD = '品牌,设备编号,测点,房间,用途,物理量,单位,周期'

const plug = (i: number): string => `plug-${i}`
const row = (i: number): string => `tasmota,${plug(i)},ENERGY.Total,room-${i},sockets,用电量,kWh,5m`

interface PointsAnswer {
  readonly points: readonly { readonly id: string; readonly last: { readonly value: number } | null }[]
}

describe('thirty devices from a spreadsheet', () => {
  let service: Service
  let client: MqttClient
  const sheet = (): string => join(dirname(service.configFile ?? ''), 'meters.csv')
  const run = (args: string[]) => campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: service.dataDir } })
  const publishAll = async (total: number): Promise<void> => {
    for (let i = 1; i <= DEVICES; i++) {
      const payload = JSON.stringify({ Time: new Date().toISOString().slice(0, 19), ENERGY: { Total: total + i } })
      await client.publishAsync(`tele/${plug(i)}/SENSOR`, payload, { qos: 1 })
    }
  }

  beforeAll(async () => {
    service = await startService({ config: CONFIG })
    client = await mqtt.connectAsync(service.brokerUrl)
  })
  afterAll(async () => {
    await client?.endAsync()
    await service?.stop()
  })

  it('are seen before there is a source for them, with the preset that reads them', async () => {
    await publishAll(100)
    const { topics } = JSON.parse((await run(['discover', '--json'])).out) as {
      topics: { template: string; count: number; preset: string }[]
    }
    expect(topics).toMatchObject([{ template: 'tele/{x}/SENSOR', count: DEVICES, preset: 'tasmota' }])
  })

  it('are not written while one row is wrong, and the fault has its cell', async () => {
    writeFileSync(sheet(), [HEAD, ...Array.from({ length: DEVICES }, (_, i) => row(i + 1)), 'tasmota,plug-31,E,x,y,用电,kWh,5m'].join('\n'))
    const { code, err } = await run(['devices', 'import', sheet()])
    expect(code).toBe(2)
    expect(err).toContain(`F${DEVICES + 2} (物理量)`)
    expect(readFileSync(service.configFile ?? '', 'utf8')).toBe(CONFIG)
  })

  it('are live within seconds of the import, without a restart', async () => {
    writeFileSync(sheet(), [HEAD, ...Array.from({ length: DEVICES }, (_, i) => row(i + 1))].join('\n'))
    expect((await run(['devices', 'import', sheet()])).code).toBe(0)
    expect(readFileSync(service.configFile ?? '', 'utf8')).toContain('# the comment of the campus file')
    await eventually('the points to be in force', async () => (await service.get<PointsAnswer>('/api/v1/points')).points.length === DEVICES)
    await publishAll(200)
    const { points } = await eventually('every value to be live', async () => {
      const answer = await service.get<PointsAnswer>('/api/v1/points')
      return answer.points.every((p) => p.last !== null) ? answer : null
    })
    expect(points.map((p) => p.last?.value)).toEqual(Array.from({ length: DEVICES }, (_, i) => 201 + i))
  })

  it('are given back as a sheet that changes nothing when it is imported again', async () => {
    const file = join(dirname(sheet()), 'back.xlsx')
    expect((await run(['devices', 'export', file])).code).toBe(0)
    const register = join(dirname(sheet()), 'campus.d', 'devices.yaml')
    const idsOf = (text: string): string[] => [...text.matchAll(/- \{ id: ([^,]+),/g)].map((m) => m[1] ?? '')
    const before = readFileSync(register, 'utf8')
    expect((await run(['devices', 'import', file])).code).toBe(0)
    expect(idsOf(readFileSync(register, 'utf8'))).toEqual(idsOf(before))
  })
})
