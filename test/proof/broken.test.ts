/** Worlds that break an assumption of the schedule counterfactual. */

import { afterAll, describe, expect, it } from 'vitest'
import { BROKEN, brokenScore, type BrokenScore } from './broken.ts'
import { type ClaimCase, claimWorld } from './claims.ts'
import { print, SEED, WORLDS } from './settings.ts'
import { brokenTable } from './table.ts'
import { createWorld } from './worlds/world.ts'

const BROKEN_WORLDS = Math.max(3, Math.round(WORLDS / 10))

describe('a world that breaks an assumption', () => {
  const rows: { name: string; score: BrokenScore }[] = []

  it.each(BROKEN.map((b) => [b.name, b] as const))('is within the interval, or a finding says so: %s', async (name, broken) => {
    const cases: ClaimCase[] = []
    for (let i = 0; i < BROKEN_WORLDS; i++) cases.push(...(await claimWorld(createWorld(SEED + 10_000 + i, broken), broken.played)).loads)
    const score = brokenScore(cases, broken.gates)
    rows.push({ name, score })
    expect(score.held).toBeGreaterThanOrEqual(0.85)
  })

  afterAll(() => print(brokenTable(rows)))
})
