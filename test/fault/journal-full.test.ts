/** Failure 12: no room for the journal. The service acknowledges only what is on disk, stays up, and continues by itself. */

import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { disagreements, METER_PARK, openMeterPark } from '../support/chaos/meter-park.ts'
import { findServer, startInfluxd, without } from '../support/process/servers.ts'
import { eventually, readiness, type Service, startService, tempDir } from '../support/process/service.ts'
import { smallDisk, withoutSmallDisk } from '../support/chaos/small-disk.ts'

const absent = findServer('influxd') === null && process.env['CI'] !== 'true'
const noDisk = withoutSmallDisk()
const FULL = /the journal is full: messages are not acknowledged/

describe('a journal without room', () => {
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  })

  async function expectUp(service: Service): Promise<void> {
    const { ready, reasons } = await readiness(service)
    expect(ready).toBe(false)
    expect(reasons.join()).toMatch(FULL)
    const answers = await Promise.all(['/livez', '/', '/openapi.json'].map(async (path) => (await fetch(service.url + path)).status))
    expect(answers).toEqual([200, 200, 200])
    expect(await service.get<unknown>('/api/v1/campus')).toMatchObject({ id: 'park' })
  }

  /** Publishes until the journal is full, then `makeRoom`; all that was acknowledged is stored, and so is what had to wait. */
  async function fillAndFree(service: Service, makeRoom: () => Promise<void>): Promise<void> {
    const park = await openMeterPark(service.brokerUrl)
    closing.push(() => park.close())
    const isFull = async (): Promise<boolean> => (await readiness(service)).reasons.some((r) => FULL.test(r))
    const watching = eventually('the journal to be full', isFull)
    let waits: Promise<void>
    do {
      waits = park.publish(1, 200)
      await Promise.race([waits, watching])
    } while (!(await isFull()))
    await watching
    await expectUp(service)
    await makeRoom()
    await waits
    await eventually('the service to be ready again', async () => (await readiness(service)).ready)
    await park.publish(2)
    // The store may be on the full disk as well, and be opened again meanwhile.
    const agree = (): Promise<boolean> =>
      disagreements(service, park.acknowledged()).then(
        (found) => found.length === 0,
        () => false,
      )
    await eventually('everything to be stored', agree)
    expect(await disagreements(service, park.acknowledged())).toEqual([])
  }

  it.skipIf(absent)(`at its cap because the store is away acknowledges again when the store is back${without('influxd')}`, async () => {
    const influxd = await startInfluxd()
    closing.push(() => influxd.stop())
    await influxd.kill()
    const service = await startService({
      config: `${METER_PARK}journal: { segment_bytes: 256 KiB, max_bytes: 2 MiB }\n`,
      env: { CAMPUS__STORE__URL: `influx://127.0.0.1:${influxd.port}/campus` },
    })
    closing.push(() => service.stop())
    await fillAndFree(service, () => influxd.restart())
  })

  it.skipIf(noDisk !== '')(`on a disk filled by other files acknowledges again when there is room${noDisk}`, async () => {
    const disk = smallDisk(40)
    if (disk === null) throw new Error('a small disk could be made a moment ago')
    closing.push(() => disk.remove())
    const dataDir = tempDir('full')
    closing.push(() => rmSync(dataDir, { recursive: true, force: true }))
    const filler = join(disk.dir, 'of-others')
    writeFileSync(filler, Buffer.alloc(28 * 1024 * 1024))
    const service = await startService({
      config: `${METER_PARK}journal: { segment_bytes: 256 KiB, max_bytes: 2 GiB, min_free_disk: 4 MiB }\n`,
      dataDir: disk.dir,
    })
    closing.push(() => service.stop())
    await fillAndFree(service, async () => rmSync(filler))
  })
})
