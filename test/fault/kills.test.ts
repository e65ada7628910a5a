/** The service is killed (SIGKILL) at seeded moments while devices publish; the long version is `npm run chaos -- --kills 200`. */

import { describe, expect, it } from 'vitest'
import type { Pair } from '../chaos/plan.ts'
import { runPair } from '../chaos/run.ts'
import { isClean, recoveryOf } from '../chaos/table.ts'
import { findServer, without } from '../support/process/servers.ts'

const KILLS = 5
const SEED = 14
const LEFT_OUT = (findServer('mosquitto') === null || findServer('influxd') === null) && process.env['CI'] !== 'true'

async function expectNothingLost(pair: Pair): Promise<void> {
  const result = await runPair({ pair, seed: SEED, kills: KILLS, lasts: 0, say: () => undefined })
  const { p50, max } = recoveryOf(result.episodes)
  process.stdout.write(
    `recovery   ${KILLS} kills, ${pair}: ingesting again after ${Math.round(p50)} ms (p50), ${Math.round(max)} ms (max)\n`,
  )
  expect(result.verdict).toMatchObject({ lost: 0, duplicated: 0, phantom: 0, wrongHours: 0, examples: [] })
  expect(result.verdict.acknowledged).toBeGreaterThan(1000)
  expect(result.verdict.hours).toBeGreaterThan(20)
  expect(isClean(result)).toBe(true)
}

describe.concurrent('row 14: a service that is killed at any moment, also while it starts', () => {
  it('loses nothing, doubles nothing and makes nothing up in the embedded pair', async () => {
    await expectNothingLost('embedded')
  })
})

describe
  .skipIf(LEFT_OUT)
  .concurrent(`row 14: a service that is killed between real servers${without('mosquitto')}${without('influxd')}`, () => {
    it('loses nothing, doubles nothing and makes nothing up', async () => {
      await expectNothingLost('servers')
    })
  })
