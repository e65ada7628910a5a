/** `npm run proof:savings`: savings against the known truth of simulated campuses. Prints the table of docs/savings.md; fails when a target is missed. */

import { beforeAll, describe, expect, it } from 'vitest'
import { claimWorld, type ClaimCase, scoreOf } from './claims.ts'
import { createWorld } from './worlds/world.ts'

const SEED = Number(process.env['PROOF_SEED'] ?? 1)
const WORLDS = Number(process.env['PROOF_WORLDS'] ?? 200)

interface Pooled {
  readonly loads: ClaimCase[]
  readonly park: ClaimCase[]
}

describe(`the schedule counterfactual over ${WORLDS} worlds from seed ${SEED}`, () => {
  const controlled: Pooled = { loads: [], park: [] }
  const idle: Pooled = { loads: [], park: [] }

  beforeAll(async () => {
    for (let i = 0; i < WORLDS; i++) {
      const world = createWorld(SEED + i)
      for (const [played, pool] of [
        ['controlled', controlled],
        ['without', idle],
      ] as const) {
        const { loads, park } = await claimWorld(world, played)
        pool.loads.push(...loads)
        pool.park.push(...park)
      }
    }
    console.log(
      'loads',
      scoreOf(controlled.loads),
      'park',
      scoreOf(controlled.park),
      'null loads',
      scoreOf(idle.loads),
      'null park',
      scoreOf(idle.park),
    )
    const stems = [...new Set(controlled.loads.map((c) => c.subject))]
    for (const s of stems)
      console.log(
        s,
        scoreOf(controlled.loads.filter((c) => c.subject === s)),
        [...new Set(controlled.loads.filter((c) => c.subject === s).flatMap((c) => c.findings))].join(' '),
      )
  }, 900_000)

  it('has a bias of at most 1 %', () => {
    expect(Math.abs(scoreOf(controlled.park).bias)).toBeLessThanOrEqual(0.01)
  })
})
