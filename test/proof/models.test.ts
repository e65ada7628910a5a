/** Weather models and day-type match against the known truth of simulated buildings. */

import { describe, expect, it } from 'vitest'
import { createBuilding, fitBuilding, type ModelCase, modelScores } from './models.ts'
import { print, SEED, WORLDS } from './settings.ts'
import { modelTable } from './table.ts'

const BUILDINGS = Math.max(6, Math.round(WORLDS / 5))

describe(`the weather models on ${BUILDINGS} buildings`, () => {
  it('are held against the truth: a tenth saved, and nothing saved', () => {
    const [saved, idle]: [ModelCase[], ModelCase[]] = [[], []]
    for (let i = 0; i < BUILDINGS; i++) {
      const building = createBuilding(SEED + 20_000 + i)
      saved.push(...fitBuilding(building, 0.1))
      idle.push(...fitBuilding(building, 0))
    }
    const scores = modelScores(saved)
    print(modelTable(scores, modelScores(idle)))
    for (const { cases, bias } of scores) {
      expect(cases).toBe(BUILDINGS)
      expect(Math.abs(bias)).toBeLessThan(0.02)
    }
  })
})
