import { describe, expect, it } from 'vitest'
import { type BrokerFacts, judgeBroker, judgeEmbedded } from '../../../../../src/cli/operations/doctor/judge-broker.ts'
import {
  type BackupFacts,
  judgeBackup,
  judgeCertificate,
  judgeChannels,
  judgeService,
  judgeStatements,
} from '../../../../../src/cli/operations/doctor/judge-rest.ts'
import { judgeStore, type StoreFacts } from '../../../../../src/cli/operations/doctor/judge-store.ts'
import { DAY, HOUR, instant } from '../../../../../src/domain/index.ts'

const NOW = instant(Date.UTC(2026, 5, 1))
const levels = (findings: readonly { readonly level: string }[]): string[] => findings.map(({ level }) => level)

const BROKER: BrokerFacts = {
  url: 'mqtt://broker',
  failure: null,
  protocol: '5',
  granted: { sessionExpirySeconds: null, qos1: true, retain: true, packetBytes: null },
  system: { version: 'a broker', dropped: 0 },
}

describe('the check of the broker', () => {
  it('passes one that delivers QoS 1 and keeps the session', () => {
    expect(levels(judgeBroker(BROKER))).toEqual(['ok'])
    expect(levels(judgeBroker({ ...BROKER, system: null }))).toEqual(['ok', 'ok'])
  })

  it('reports what is not granted, and what was dropped', () => {
    const granted = (change: Partial<BrokerFacts['granted']>): string[] =>
      levels(judgeBroker({ ...BROKER, granted: { ...BROKER.granted, ...change } }))
    expect(granted({ qos1: false })).toEqual(['ok', 'fault'])
    expect(granted({ retain: false })).toEqual(['ok', 'warning'])
    expect(granted({ sessionExpirySeconds: 3600 })).toEqual(['ok', 'warning'])
    expect(granted({ sessionExpirySeconds: 7 * 86_400 })).toEqual(['ok'])
    expect(granted({ packetBytes: 1000 })).toEqual(['ok', 'warning'])
    expect(levels(judgeBroker({ ...BROKER, system: { version: null, dropped: 9 } }))).toEqual(['ok', 'warning'])
    expect(levels(judgeBroker({ ...BROKER, failure: 'nothing listens' }))).toEqual(['fault'])
  })

  it('names who holds the port of the embedded one', () => {
    const address = 'mqtt://127.0.0.1:1883'
    expect(levels(judgeEmbedded({ address, runs: true, portHolder: null }))).toEqual(['ok'])
    expect(levels(judgeEmbedded({ address, runs: false, portHolder: null }))).toEqual(['ok'])
    expect(judgeEmbedded({ address, runs: false, portHolder: 'x listens here' })[0]).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('x listens'),
    })
  })
})

describe('the check of the store', () => {
  const influx: StoreFacts = {
    where: 'influx://127.0.0.1:8086/c',
    kind: 'InfluxDB',
    version: '1.8.10',
    failure: null,
    missing: [],
    policies: [],
  }
  const policy = (duration: string): StoreFacts => ({ ...influx, policies: [{ database: 'c', name: 'autogen', duration }] })

  it('passes a policy that keeps all, and faults one that deletes', () => {
    expect(levels(judgeStore(policy('0s')))).toEqual(['ok'])
    expect(judgeStore(policy('168h0m0s'))[1]).toMatchObject({
      level: 'fault',
      action: 'ALTER RETENTION POLICY "autogen" ON "c" DURATION INF',
    })
  })

  it('faults another version and a failed proof, and warns of an open network', () => {
    expect(levels(judgeStore({ ...influx, version: '2.7.1' }))).toEqual(['ok', 'fault'])
    expect(levels(judgeStore({ ...influx, failure: 'refuses a row' }))).toEqual(['fault'])
    expect(levels(judgeStore({ ...influx, where: 'influx://db.lan:8086/c' }))).toEqual(['ok', 'warning'])
    expect(levels(judgeStore({ ...influx, where: 'influxs://db.lan:8086/c' }))).toEqual(['ok'])
  })
})

describe('the check of certificates', () => {
  const certificate = (days: number, failure: string | null = null): string =>
    judgeCertificate({ address: 'h:1', validTo: instant(NOW + days * DAY), failure }, NOW).level

  it('faults one that ended or is not trusted, and warns 30 days before the end', () => {
    expect([certificate(31), certificate(29), certificate(0)]).toEqual(['ok', 'warning', 'fault'])
    expect(certificate(300, 'SELF_SIGNED')).toBe('fault')
    expect(judgeCertificate({ address: 'h:1', validTo: null, failure: null }, NOW).level).toBe('warning')
  })
})

describe('the check of backups', () => {
  const backup = (change: Partial<BackupFacts>): string[] =>
    levels(
      judgeBackup(
        {
          dir: '/backups',
          failure: null,
          newest: { name: 'b', at: instant(NOW - HOUR) },
          alarmAfterMs: 36 * HOUR,
          sameDisk: false,
          encrypted: true,
          ...change,
        },
        NOW,
      ),
    )

  it('passes a young one on another disk, and reports the rest', () => {
    expect(backup({})).toEqual(['ok'])
    expect(backup({ dir: null })).toEqual(['warning'])
    expect(backup({ failure: 'ENOENT' })).toEqual(['fault'])
    expect(backup({ newest: null })).toEqual(['fault'])
    expect(backup({ newest: { name: 'b', at: instant(NOW - 2 * DAY) } })).toEqual(['fault'])
    expect(backup({ sameDisk: true, encrypted: false })).toEqual(['ok', 'warning', 'warning'])
  })
})

describe('the check of the service', () => {
  it('reports what readiness and open alarms report', () => {
    const ready = { reasons: ['the store is away'], degraded: ['slow'] }
    expect(levels(judgeService({ url: null, ready: null, alarms: [] }))).toEqual(['ok'])
    expect(levels(judgeService({ url: 'u', ready: { reasons: [], degraded: [] }, alarms: [] }))).toEqual(['ok'])
    expect(levels(judgeService({ url: 'u', ready, alarms: [{ code: 'c', sentence: 's' }] }))).toEqual(['fault', 'warning', 'warning'])
  })

  it('warns of closed periods that would change, and of alarms that reach nobody', () => {
    expect(levels(judgeStatements(2, []))).toEqual(['ok'])
    expect(judgeStatements(2, [{ period: '2025-12', figures: 3 }])).toEqual([
      expect.objectContaining({ level: 'warning', where: '2025-12' }),
    ])
    expect([judgeChannels([]).level, judgeChannels(['mail']).level]).toEqual(['warning', 'ok'])
  })
})
