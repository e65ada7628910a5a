/** Failure 7: a slow store. Messages wait on disk and not in memory, and queries do not wait for it. */

import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, it } from 'vitest'
import { startChaosProxy } from '../support/chaos/chaos-proxy.ts'
import { disagreements, METER_PARK, METERS, openMeterPark } from '../support/chaos/meter-park.ts'
import { findServer, startInfluxd, without } from '../support/process/servers.ts'
import { backlog, eventually, readiness, type Service, startService } from '../support/process/service.ts'

const LEFT_OUT = findServer('influxd') === null && process.env['CI'] !== 'true'
/** As bad as a line over the mobile network. */
const NARROW = 50_000
/** Grown by more than this, memory would hold what belongs into the journal. */
const RSS_MIB = 150

const rssMiB = ({ process: { pid } }: Service): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** How long an answer of the API takes, ms, by 1 % and by half. */
async function answerTimes(service: Service, ask: number): Promise<{ p50: number; p99: number }> {
  const times: number[] = []
  for (let i = 0; i < ask; i++) {
    const from = performance.now()
    await service.get('/api/v1/points')
    times.push(performance.now() - from)
    await delay(2)
  }
  const at = (share: number): number => times.toSorted((a, b) => a - b)[Math.floor(share * times.length)] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}

/** Longest delay of the event loop since the last call, ms. */
async function loopDelay(service: Service): Promise<number> {
  const answer = await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${service.token}` } })
  return 1000 * Number(/^campus_nodejs_eventloop_lag_max_seconds ([\d.e-]+)$/m.exec(await answer.text())?.[1])
}

describe.skipIf(LEFT_OUT)(`a slow store${without('influxd')}`, () => {
  it('behind a line of 50 kB/s delays no message and no query, and memory stays bounded', async ({ expect, onTestFinished: cleanup }) => {
    const influxd = await startInfluxd()
    cleanup(() => influxd.stop())
    const proxy = await startChaosProxy(influxd.port)
    cleanup(() => proxy.close())
    const service = await startService({ config: METER_PARK, env: { CAMPUS__STORE__URL: `influx://127.0.0.1:${proxy.port}/campus` } })
    cleanup(async () => void (await service.stop()))
    const park = await openMeterPark(service.brokerUrl)
    cleanup(() => park.close())
    await park.publish(5, 9)
    const before = rssMiB(service)
    const quiet = await answerTimes(service, 100)
    proxy.become({ bytesPerSecond: NARROW })
    for (let round = 0; round < 4; round++) await park.publish(50, 9)
    await loopDelay(service)
    const busy = await answerTimes(service, 100)
    const held = await loopDelay(service)
    expect(await backlog(service)).toBeGreaterThan(1000)
    expect(rssMiB(service) - before).toBeLessThan(RSS_MIB)
    expect((await readiness(service)).status).toBe(200)
    process.stdout.write(
      `slow store  API p50/p99 ${quiet.p50.toFixed(1)}/${quiet.p99.toFixed(1)} ms before, ${busy.p50.toFixed(1)}/${busy.p99.toFixed(1)} ms with ` +
        `${METERS * 200} messages waiting; event loop held up ${held.toFixed(0)} ms at most\n`,
    )
    proxy.become({ bytesPerSecond: Number.POSITIVE_INFINITY })
    await eventually('the backlog to be stored', async () => (await backlog(service)) === 0)
    expect(await disagreements(service, park.acknowledged())).toEqual([])
  })
})
