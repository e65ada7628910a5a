import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const STATES = ['met', 'in part', 'not met', 'n/a']

interface Requirement {
  readonly id: string
  readonly level: string
  readonly state: string
  readonly how: string
  readonly test: string
}

const text = readFileSync(join(ROOT, 'docs/asvs.md'), 'utf8')
const requirements: readonly Requirement[] = text
  .split('\n')
  .filter((line) => /^\| \d+\.\d+\.\d+ \|/.test(line))
  .map((line) => {
    const [id = '', level = '', state = '', how = '', test = ''] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim())
    return { id, level, state, how, test: test.replaceAll('`', '') }
  })

/** Requirements of ASVS 5.0.0: 70 of level 1; of level 2 in the chapters that this page covers 105. */
const COUNTS = { '1': 70, '2': 105 }

describe('docs/asvs.md', () => {
  it('names every requirement of its scope once, with a state and how it is met', () => {
    expect(new Set(requirements.map(({ id }) => id)).size).toBe(requirements.length)
    for (const [level, count] of Object.entries(COUNTS))
      expect([level, requirements.filter((requirement) => requirement.level === level).length]).toEqual([level, count])
    expect(requirements.filter(({ state, how }) => !STATES.includes(state) || how === '')).toEqual([])
  })

  it('names tests that exist', () => {
    expect(requirements.filter(({ test }) => test !== '' && !existsSync(join(ROOT, test)))).toEqual([])
  })

  it('counts what is met as its rows do', () => {
    const totals = [...text.matchAll(/^\| (1|2 \(of the chapters above\)) \| (.*) \|$/gm)].map(([, level = '', counts = '']) => [
      level.slice(0, 1),
      counts,
    ])
    const counted = ['1', '2'].map((level) => {
      const rows = requirements.filter((requirement) => requirement.level === level)
      const parts = STATES.map((state) => [state, rows.filter((row) => row.state === state).length] as const)
      return [level, parts.flatMap(([state, n]) => (n === 0 ? [] : [`${n} ${state}`])).join(', ')]
    })
    expect(totals).toEqual(counted)
  })
})
