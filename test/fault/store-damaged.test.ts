/** Failure 16: a damaged file of the embedded store. The start fails with a remedy, and the raw messages restore everything. */

import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { disagreements, METER_PARK, openMeterPark } from '../support/chaos/meter-park.ts'
import { eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const CONFIG = `${METER_PARK}journal: { segment_bytes: 64 KiB }\n`
const READINGS = 600

const DAMAGES: readonly (readonly [string, (file: Buffer) => Buffer])[] = [
  ['cut off', (file) => file.subarray(0, file.length >> 1)],
  ['with another head', (file) => Buffer.concat([Buffer.alloc(8192, 7), file.subarray(8192)])],
  ['empty', () => Buffer.alloc(0)],
]

describe('a damaged file of the embedded store', () => {
  it('ends the start with a remedy, and the remedy loses nothing', async () => {
    const dataDir = tempDir('damaged')
    const start = (): Promise<Service> => startService({ config: CONFIG, dataDir })
    const before = await start()
    const park = await openMeterPark(before.brokerUrl)
    await park.publish(READINGS / 10, 10)
    await eventually('everything to be stored', async () => (await disagreements(before, READINGS)).length === 0)
    await park.close()
    await before.stop()
    const path = join(dataDir, 'store.duckdb')
    const good = readFileSync(path)
    for (const [name, damage] of DAMAGES) {
      writeFileSync(path, damage(good))
      const refused = await start().then(
        () => 'it started',
        (error: Error) => error.message,
      )
      expect(refused, name).toMatch(/the service ended with 1/)
      expect(refused, name).toMatch(
        /campus start: the store store\.duckdb is damaged: .*move store\.duckdb out of the data folder, and start again/,
      )
    }
    renameSync(path, join(dataDir, 'store.damaged'))
    const after = await start()
    onTestFinished(() => after.stop().then(() => undefined))
    await eventually('everything to be stored again', async () => (await disagreements(after, READINGS)).length === 0)
  })
})
