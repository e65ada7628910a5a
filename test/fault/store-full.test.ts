/**
 * Failure 13: the disk of InfluxDB is really full. Messages stay in the journal and the fault is reported; with room again all of them are stored.
 * InfluxDB 1.6.7 needs a restart when its own log could not grow, because it keeps refusing writes; the service needs none.
 */

import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { disagreements, METER_PARK, openMeterPark } from '../support/chaos/meter-park.ts'
import { findServer, startInfluxd, without } from '../support/process/servers.ts'
import { backlog, eventually, readiness, startService } from '../support/process/service.ts'
import { type SmallDisk, smallDisk, withoutSmallDisk } from '../support/chaos/small-disk.ts'

const NO_DISK = withoutSmallDisk()
const LEFT_OUT = NO_DISK !== '' || (findServer('influxd') === null && process.env['CI'] !== 'true')
const MIB = 1024 * 1024

function opened(): SmallDisk {
  const disk = smallDisk(64)
  if (disk === null) throw new Error('no disk can be mounted here')
  onTestFinished(() => disk.remove())
  return disk
}

/** Fills the disk up to `left` bytes. */
function fill({ dir }: SmallDisk, left: number): string {
  const file = join(dir, 'filler')
  const { bavail, bsize } = statfsSync(dir)
  try {
    writeFileSync(file, Buffer.alloc(bavail * bsize - left, 1))
  } catch (error) {
    // The store took more meanwhile: the disk is full all the same.
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
  return file
}

describe.skipIf(LEFT_OUT)(`an InfluxDB without room${without('influxd')}${NO_DISK}`, () => {
  it('leaves messages in the journal, gives its reason in readiness, and has them once it accepts writes', async () => {
    const disk = opened()
    const influxd = await startInfluxd({ dataDir: disk.dir })
    onTestFinished(() => influxd.stop())
    const service = await startService({ config: METER_PARK, env: { CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus` } })
    onTestFinished(async () => void (await service.stop()))
    const park = await openMeterPark(service.brokerUrl)
    onTestFinished(() => park.close())
    await park.publish(5)
    await eventually('the first readings to be stored', async () => (await backlog(service)) === 0)
    const filler = fill(disk, MIB / 64)
    // The first writes may still fit into what it has reserved.
    await eventually('the store to be full', async () => {
      await park.publish(20, 9)
      return /no space left|disk/i.test((await readiness(service)).degraded.join())
    })
    expect(await readiness(service)).toMatchObject({ status: 200, ready: true })
    expect(await backlog(service)).toBeGreaterThan(0)
    rmSync(filler)
    await influxd.restart()
    const from = performance.now()
    await eventually('everything to be stored', async () => (await backlog(service)) === 0, 90_000)
    process.stdout.write(`recovery   store full, room again: ${((performance.now() - from) / 1000).toFixed(1)} s until nothing waits\n`)
    expect(await disagreements(service, park.acknowledged())).toEqual([])
  })
})
