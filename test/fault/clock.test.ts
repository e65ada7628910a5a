/** Failures 19 and 36: the machine clock jumps, or the service is down for days. Readings count once in the right hour, and no job runs twice. */

import { describe, it } from 'vitest'
import { startDevices } from '../chaos/devices.ts'
import { PARK } from '../chaos/meters.ts'
import { createRandom } from '../chaos/random.ts'
import { judgePark } from '../chaos/verdict.ts'
import { METER_PARK, openMeterPark } from '../support/chaos/meter-park.ts'
import { createMovedClock, type MovedClock } from '../support/process/moved-clock.ts'
import { freePort } from '../support/process/servers.ts'
import { backlog, campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'

interface Drafts {
  readonly reports: readonly { readonly period: string; readonly revision: number; readonly state: string }[]
}

const stored = (service: Service): Promise<unknown> => eventually('everything to be stored', async () => (await backlog(service)) === 0)

async function command(service: Service, ...args: string[]): Promise<string> {
  const done = await campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: service.dataDir } })
  if (done.code !== 0) throw new Error(`campus ${args.join(' ')} ended with ${done.code}: ${done.err}`)
  return done.out
}

const draftsOf = async (service: Service): Promise<string[]> =>
  (await service.get<Drafts>('/api/v1/reports')).reports.map((r) => `${r.period} ${r.state} ${r.revision}`)

interface Counted {
  readonly buckets: readonly { readonly n: number }[]
}

/** Readings of a meter that are in its hours. */
async function countReadings(service: Service): Promise<number> {
  const path = `/api/v1/points/${encodeURIComponent('park/m1/energy')}/buckets?step=1h&from=2026-03-01&to=2026-04-01`
  return (await service.get<Counted>(path)).buckets.reduce((sum, { n }) => sum + n, 0)
}

describe.concurrent('a service whose machine clock jumps by hours and months, forwards and backwards', () => {
  it('loses and duplicates no reading, and makes no draft twice', async ({ expect, onTestFinished: cleanup }) => {
    const port = await freePort()
    const clock = createMovedClock('2026-03-31T23:00:00+08:00')
    const env = { ...clock.env, CAMPUS__BROKER__PORT: String(port) }
    const service = await startService({ config: PARK, env })
    cleanup(async () => void (await service.stop()))
    const devices = startDevices(`mqtt://127.0.0.1:${port}`, createRandom('clock'))
    cleanup(() => devices.close())
    const enough = async (): Promise<void> => {
      const goal = devices.acknowledged() + 200
      await eventually('readings to be acknowledged', () => devices.acknowledged() > goal)
    }
    await enough()
    clock.set('2026-04-01T01:00:30+08:00')
    // A month is closed off when nothing of it is on its way.
    devices.holdBack(true)
    await eventually('March to be closed off', async () => (await draftsOf(service)).includes('2026-03 draft 1'))
    devices.holdBack(false)
    for (const time of [
      '2026-03-31T22:00:00+08:00',
      '2026-03-20T00:00:00+08:00',
      '2026-04-01T00:59:59+08:00',
      '2026-04-01T03:00:00+08:00',
    ]) {
      clock.set(time)
      const before = await countReadings(service)
      await enough()
      await eventually(`totals to go on at ${time}`, async () => (await countReadings(service)) > before)
    }
    devices.finish()
    await eventually('everything to be acknowledged', () => devices.open() === 0)
    await stored(service)
    await command(service, 'rollup')
    expect(await judgePark(service, devices.meters)).toMatchObject({ lost: 0, duplicated: 0, phantom: 0, wrongHours: 0, examples: [] })
    await command(service, 'rebuild', '--verify')
    const drafts = await draftsOf(service)
    expect(service.eventCodes()).toContain('beat-missed')
    expect(drafts.filter((d) => d.startsWith('2026-03 '))).toHaveLength(1)
  })
})

/** Days that are published, each as minutes of every meter. */
const DAY_MESSAGES = 24
const PER_MESSAGE = 60
const midnight = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T00:00:10+08:00`

async function lived(
  port: number,
  clock: MovedClock,
  days: (publish: (days: number) => Promise<void>, again: () => Promise<void>) => Promise<void>,
): Promise<string> {
  const dataDir = tempDir('lived')
  const start = (): Promise<Service> =>
    startService({ config: METER_PARK, dataDir, env: { ...clock.env, CAMPUS__BROKER__PORT: String(port) } })
  let service = await start()
  const park = await openMeterPark(`mqtt://127.0.0.1:${port}`)
  try {
    await days(
      async (count) => {
        await park.publish(DAY_MESSAGES * count, PER_MESSAGE)
        await stored(service)
      },
      async () => {
        await service.stop()
        clock.set(midnight(6))
        service = await start()
      },
    )
    await command(service, 'rollup')
    const exported = ['15m', '1M'].map((step) => command(service, 'export', '--from', '2026-03-01', '--to', '2026-04-01', '--step', step))
    return (await Promise.all(exported)).join('')
  } finally {
    await park.close()
    await service.stop()
  }
}

describe.concurrent('a service that was down for three days', () => {
  it('computes the same bytes as one that was never down', async ({ expect }) => {
    const [always, later] = await Promise.all([
      (async () => {
        const clock = createMovedClock(midnight(3))
        return lived(await freePort(), clock, async (publish) => {
          for (let day = 3; day <= 7; day++) {
            clock.set(midnight(day))
            await publish(1)
          }
        })
      })(),
      (async () => {
        const clock = createMovedClock(midnight(3))
        return lived(await freePort(), clock, async (publish, again) => {
          await publish(1)
          await again()
          await publish(3)
          clock.set(midnight(7))
          await publish(1)
        })
      })(),
    ])
    expect(always.split('\n').length).toBeGreaterThan(20 * 5 * 96)
    expect(later === always).toBe(true)
  })
})
