import { describe, expect, it } from 'vitest'
import { FAULT_RULE_SETTINGS } from '../../../../src/domain/index.ts'
import { KNOWN_NAMES } from '../../../../src/findings/expression/evaluate.ts'
import { namesIn } from '../../../../src/findings/expression/parse.ts'
import { FAULT_RULE_IDS, FAULT_RULES } from '../../../../src/findings/rules/catalog.ts'
import { FAULT_CASES } from '../../../support/fixtures/fault-cases.ts'
import { judgeDay } from '../../../support/fixtures/fault-days.ts'

describe('the fault rule', () => {
  it.each(FAULT_CASES.map((c) => [c.rule, c] as const))('%s is silent on a sound day and fires on its fault', async (rule, wish) => {
    const sound = await judgeDay(wish, false)
    expect(sound.hits.filter((hit) => hit.rule === rule)).toEqual([])
    const { hits } = await judgeDay(wish, true)
    const hit = hits.find((h) => h.rule === rule)
    expect(hit, JSON.stringify(hits)).toBeDefined()
    expect(Math.abs((hit?.amount ?? 0) - wish.amount)).toBeLessThanOrEqual(0.15 * wish.amount + 1e-9)
    expect(hit?.low).toBeLessThanOrEqual(hit?.amount ?? 0)
    expect(hit?.high).toBeGreaterThanOrEqual(hit?.amount ?? 0)
    if (wish.amount > 0) expect(hit?.money).toBeCloseTo(0.8 * (hit?.amount ?? 0), 3)
  })
})

describe('the fault rules', () => {
  it('each have a fault that fires them', () => {
    expect(FAULT_CASES.map((c) => c.rule).sort()).toEqual([...FAULT_RULE_IDS].sort())
  })

  it('use no name that is neither a role, a setting nor a function', () => {
    for (const rule of FAULT_RULES) {
      const own = new Set([...Object.keys(rule.needs), ...Object.keys(rule.settings), ...(rule.required ?? []), ...KNOWN_NAMES])
      const used = [rule.condition, rule.width, ...(rule.waste === null ? [] : [rule.waste])].flatMap((e) => [...namesIn(e)])
      expect([rule.id, used.filter((name) => !own.has(name))]).toEqual([rule.id, []])
      expect(Object.hasOwn(rule.needs, rule.load)).toBe(true)
    }
  })

  it('have the names and numbers that the campus file may change', () => {
    const names = FAULT_RULES.map((rule) => [rule.id, [...Object.keys(rule.settings), ...(rule.required ?? [])].sort()])
    expect(Object.fromEntries(names)).toEqual(
      Object.fromEntries(Object.entries(FAULT_RULE_SETTINGS).map(([id, list]) => [id, [...list].sort()])),
    )
  })
})
