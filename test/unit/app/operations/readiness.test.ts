import { describe, expect, it } from 'vitest'
import { type Health, readinessOf } from '../../../../src/app/operations/readiness.ts'

const fine: Health = {
  roles: ['ingest', 'jobs', 'api'],
  journal: { lastSeq: 10, firstSeq: 1, bytes: 100, capBytes: 1000, full: false, torn: 0, corrupt: 0, segment: 1, end: 100 },
  broker: { connected: true, detail: '', url: 'mqtt://127.0.0.1:1883', clients: 0 },
  stored: 10,
  storeFault: null,
  rollupFault: null,
  dropping: null,
}

describe('readiness', () => {
  it('is given when the journal is writable and the broker is there', () => {
    expect(readinessOf(fine)).toEqual({ ready: true, reasons: [], degraded: [] })
  })

  it('is refused with the reason when the journal is full or the broker is away', () => {
    expect(readinessOf({ ...fine, journal: { ...fine.journal, full: true } }).reasons.join()).toContain('journal is full')
    expect(
      readinessOf({ ...fine, broker: { connected: false, detail: 'ECONNREFUSED', url: null, clients: null } }).reasons.join(),
    ).toContain('ECONNREFUSED')
  })

  it('stands while the store is away, because the journal accepts, and says that it is degraded', () => {
    expect(readinessOf({ ...fine, storeFault: 'disk full' })).toMatchObject({ ready: true, degraded: ['the store is away: disk full'] })
    expect(readinessOf({ ...fine, rollupFault: 'disk full' }).degraded).toEqual(['totals stand still, the rollup fails: disk full'])
  })

  it('is degraded while the broker throws messages away', () => {
    expect(readinessOf({ ...fine, dropping: 'the broker has thrown away 5 messages' })).toEqual({
      ready: true,
      reasons: [],
      degraded: ['the broker has thrown away 5 messages'],
    })
  })

  it('falls with the store for a process that only serves', () => {
    expect(readinessOf({ ...fine, roles: ['api'], storeFault: 'disk full' })).toMatchObject({ ready: false })
  })

  it('is degraded when many messages wait to be stored', () => {
    expect(readinessOf({ ...fine, journal: { ...fine.journal, lastSeq: 50_000 } }).degraded.join()).toContain('49990 messages')
  })
})
