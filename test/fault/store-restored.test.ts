/** Failure 11: the store lost everything since its backup. The archive of raw messages sends it again, and nothing is duplicated. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disagreements, METER_PARK, type MeterPark, openMeterPark } from '../support/chaos/meter-park.ts'
import { findServer, type RunningServer, startInfluxd, without } from '../support/process/servers.ts'
import { campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const CONFIG = `${METER_PARK}journal: { segment_bytes: 64 KiB }\n`
const absent = findServer('influxd') === null && process.env['CI'] !== 'true'
const READINGS = 600

describe.skipIf(absent)(`an InfluxDB restored from an older backup${without('influxd')}`, () => {
  let influxd: RunningServer
  let service: Service
  let park: MeterPark
  const dataDir = tempDir('restored')
  const start = (): Promise<Service> =>
    startService({ config: CONFIG, dataDir, env: { CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus` } })
  const run = (...args: string[]) =>
    campus([...args, '--config', service.configFile ?? ''], {
      env: { CAMPUS__DATA__DIR: dataDir, CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus` },
    })
  const agree = (): Promise<boolean> => disagreements(service, READINGS).then((found) => found.length === 0)

  beforeAll(async () => {
    influxd = await startInfluxd()
    service = await start()
    park = await openMeterPark(service.brokerUrl)
    await park.publish(READINGS / 10, 10)
    await eventually('everything to be stored', agree)
  })
  afterAll(async () => {
    await park?.close()
    await service?.stop()
    await influxd?.stop()
  })

  it('has the missing readings after a replay, and the former totals', async () => {
    const hours = async (): Promise<string> => (await run('export', '--step', '1h', '--from', '2026-03-02', '--to', '2026-03-05')).out
    const before = await eventually('the hours to be rolled up', async () => {
      await run('rollup')
      const lines = await hours()
      return lines.split('\n').length > 20 * 10 ? lines : null
    })
    await park.close()
    // The archive holds what the journal has let go; the newest segment is read where it is.
    await service.stop()
    service = await start()
    const since = '2026-03-02T03:00:00+08:00'
    const lost = await fetch(`${influxd.url}/query`, {
      method: 'POST',
      body: new URLSearchParams({ db: 'campus', q: `DELETE FROM reading WHERE time >= '${new Date(since).toISOString()}'` }),
    })
    expect(lost.status).toBe(200)
    expect(await agree()).toBe(false)
    const replayed = await run('replay', '--from', since, '--to', '2026-03-05', '--json')
    expect([replayed.code, replayed.err]).toEqual([0, expect.any(String)])
    expect(JSON.parse(replayed.out)).toMatchObject({ messages: READINGS * 2 })
    expect(await disagreements(service, READINGS)).toEqual([])
    expect(JSON.parse((await run('rebuild', '--json')).out)).toMatchObject({ points: 20 })
    expect(await hours()).toBe(before)
  })
})
