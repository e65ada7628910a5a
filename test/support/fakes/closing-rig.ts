/** Closing over stores in memory, with the real roller, figures and evidence files in a folder of their own. */

import { generateKeyPairSync } from 'node:crypto'
import { packEvidence, unpackEvidence } from '../../../src/adapters/evidence/archive.ts'
import { packer } from '../../../src/adapters/evidence/packer.ts'
import { sha256 } from '../../../src/adapters/system/sha256.ts'
import type { ClosingApi } from '../../../src/app/closing/api.ts'
import { createRollupQueue } from '../../../src/app/administration/rollup-queue.ts'
import { createClosing } from '../../../src/app/closing/closing.ts'
import type { AppParts } from '../../../src/app/context.ts'
import { createEntryLog } from '../../../src/app/reporting/entry-log.ts'
import { createReporting } from '../../../src/app/reporting/reporting.ts'
import type { Config } from '../../../src/config/types.ts'
import {
  type Bucket,
  type Campus,
  type Correction,
  DEFAULT_ALARM_PLAN,
  instant,
  type RequestContext,
  type RoleName,
} from '../../../src/domain/index.ts'
import type { ReportingApi } from '../../../src/figures/api.ts'
import type { Evidence, UnpackedEvidence } from '../../../src/ports/index.ts'
import { createRoller } from '../../../src/rollup/roller.ts'
import type { HandClock } from './clock.ts'
import { createEventLog } from './events.ts'
import { createMemoryRecords } from './memory-records.ts'
import { columnsFrom, createMemoryBuckets, createMemoryReadings, type MemoryBuckets } from './memory-store.ts'

export interface ClosingRig {
  readonly closing: ClosingApi
  readonly reporting: ReportingApi
  readonly buckets: MemoryBuckets
  /** Readings of meters, stored and rolled up; `value` in the canonical unit. */
  readonly read: (rows: readonly { readonly point: string; readonly time: number; readonly value: number }[]) => Promise<void>
  /** Archive of the last closing. */
  readonly lastEvidence: () => UnpackedEvidence
  readonly as: (key: string, reason?: string) => RequestContext
}

function memoryEvidence(): Evidence & { last(): Uint8Array } {
  const { privateKey } = generateKeyPairSync('ed25519')
  const files = new Map<string, Uint8Array>()
  return {
    pathOf: (file) => `/evidence/${file}`,
    async keep(file, entries) {
      const bytes = packEvidence(entries, privateKey)
      files.set(file, bytes)
      return { file, path: `/evidence/${file}`, hash: sha256(Buffer.from(bytes).toString('base64')), key: unpackEvidence(bytes).key ?? '' }
    },
    read: async (file) => files.get(file) ?? null,
    last: () => [...files.values()].at(-1) ?? new Uint8Array(0),
  }
}

export async function closingRig(wish: { campus: Campus; clock: HandClock; buckets: readonly Bucket[] }): Promise<ClosingRig> {
  const { campus, clock } = wish
  const [buckets, evidence] = [createMemoryBuckets(), memoryEvidence()]
  await buckets.write(wish.buckets)
  const config = {
    seasons: {},
    factorSet: 'default',
    alarms: DEFAULT_ALARM_PLAN,
    findings: {},
    notify: { coverageBelow: 0.95 },
  } as unknown as Config
  const state = { campus, config, stored: 0, storeFault: null, rollupFault: null }
  const ports = { records: createMemoryRecords(), readings: createMemoryReadings(), buckets, clock, events: createEventLog() }
  const parts = { ...ports, version: 'test', sha256, packer, evidence } as unknown as AppParts
  const reporting = createReporting(parts, state)
  const corrections = createEntryLog<Correction>('corrections', parts)
  const roller = createRoller({ ...ports, points: () => campus.points, zone: campus.timezone, corrections: () => corrections.read() })
  const rollups = createRollupQueue({ roller, events: ports.events, clock })
  const role: RoleName = 'approver'
  let seq = 0
  return {
    closing: createClosing({ parts, state, reporting, rollups, corrections, trail: { head: async () => ({ sequence: 7, hash: 'a7' }) } }),
    reporting,
    buckets,
    async read(rows) {
      const columns = columnsFrom(rows.map(({ point, time, value }) => ({ point, time: instant(time), value, quality: 0 })))
      const first = seq
      seq += rows.length
      await ports.readings.commit({ rows: columns, seq: Float64Array.from(rows, (_, i) => first + i + 1), offset: seq })
      await rollups.rollUp()
    },
    lastEvidence: () => unpackEvidence(evidence.last()),
    as: (key, reason) => ({
      principal: { key, role, site: null, via: 'token' },
      at: clock.now(),
      requestId: 'test',
      ...(reason === undefined ? {} : { reason }),
    }),
  }
}
