/**
 * One client floods the embedded broker, meanwhile ten meters publish: memory stays within its bound, and they are acknowledged as before.
 * `FLOOD_MINUTES=10` makes each kind last so long and prints the table of docs/reliability.md; `npm test` takes seconds.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import mqtt, { type MqttClient } from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { METER_PARK } from '../../support/chaos/meter-park.ts'
import { endsWithUs } from '../../support/process/children.ts'
import { type Service, startService } from '../../support/process/service.ts'

const FLOOD = resolve(import.meta.dirname, '../../support/process/flood-client.mjs')
const FLOOD_MINUTES = Number(process.env['FLOOD_MINUTES'] ?? 0.15)
const KINDS = ['none', 'retained', 'retained-mapped', 'sessions', 'unmapped', 'large', 'wills', 'filters', 'slow', 'qos2'] as const
/** Growth of the process above what it had before the flood. */
const BOUND_MB = 200
const METERS = 10

interface Outcome {
  readonly kind: string
  readonly before: number
  readonly most: number
  readonly acknowledged: number
  readonly p99: number
}

const memoryOf = ({ process: child }: Service): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

async function flood(service: Service, kind: string, closing: (() => unknown)[]): Promise<Outcome> {
  const meters: MqttClient[] = []
  for (let i = 0; i < METERS; i++) meters.push(await mqtt.connectAsync(service.brokerUrl, { clientId: `meter-${i}` }))
  closing.push(() => Promise.all(meters.map((meter) => meter.endAsync(true))))
  await delay(1000)
  const before = memoryOf(service)
  const attacker: ChildProcess = endsWithUs(spawn(process.execPath, [FLOOD, service.brokerUrl, kind], { stdio: 'ignore' }))
  closing.push(() => attacker.kill('SIGKILL'))
  const end = performance.now() + FLOOD_MINUTES * 60_000
  const times: number[] = []
  let most = before
  for (let i = 0; performance.now() < end; i++) {
    const sent = performance.now()
    await Promise.all(
      meters.map(async (meter, m) => {
        const payload = JSON.stringify({ time: Date.now(), values: { energy: 100 + i / 1000 } })
        await meter.publishAsync(`campus/park/m-${m + 1}/telemetry`, payload, { qos: 1 })
        times.push(performance.now() - sent)
      }),
    )
    most = Math.max(most, memoryOf(service))
    await delay(100)
  }
  attacker.kill('SIGKILL')
  times.sort((a, b) => a - b)
  return { kind, before, most, acknowledged: times.length, p99: times[Math.floor(times.length * 0.99)] ?? Infinity }
}

describe('the embedded broker flooded by one client', () => {
  const closing: (() => unknown)[] = []
  const rows: string[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  })

  it.each(KINDS)(
    'with %s keeps its memory within its bound and acknowledges the meters',
    async (kind) => {
      const service = await startService({ config: METER_PARK, env: { CAMPUS__BROKER__PASSWORD: '' } })
      closing.push(() => service.stop())
      const { before, most, acknowledged, p99 } = await flood(service, kind, closing)
      const row = `| ${kind} | ${before.toFixed(0)} | ${most.toFixed(0)} | ${acknowledged} | ${p99.toFixed(0)} |`
      rows.push(row)
      process.stdout.write(`${row}\n`)
      expect(most - before).toBeLessThan(BOUND_MB)
      expect(acknowledged).toBeGreaterThan(METERS)
    },
    FLOOD_MINUTES * 60_000 + 180_000,
  )
})
