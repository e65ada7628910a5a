import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/load.ts'
import { DESCRIPTORS } from '../../../src/wire/index.ts'

const CAMPUS = `campus: { id: c, timezone: UTC }
sources:
  - { id: native, preset: native }
  - { id: meters, topic: "m/{device}", points: { P: { quantity: power } } }
points: [{ id: p, unit: kWh, from: [{ source: native, device: d, field: energy }] }]
include: more.yaml
`

function load(changes: string) {
  return loadConfig({
    file: 'campus.yaml',
    text: CAMPUS,
    readInclude: () => [{ file: 'more.yaml', text: changes }],
    env: {},
    conventions: DESCRIPTORS,
  })
}

const faultsOf = (changes: string): string[] => {
  const result = load(changes)
  return result.ok ? [] : result.faults.map((f) => `${f.file}:${f.line ?? 0} ${f.message}`)
}

describe('changes of the campus file', () => {
  it('come before the keys of points and sources in other files', () => {
    const result = load(
      'changes:\n  - { point: p, unit: Wh, status: commissioning }\n  - { source: meters, points: { Ep: { quantity: energy } } }\n',
    )
    if (!result.ok) throw new Error(result.faults.map((f) => f.message).join())
    expect(result.config.campus.points[0]).toMatchObject({ status: 'commissioning', from: [{ multiplier: 0.001 }] })
    expect(Object.keys(result.config.campus.sources[1]?.mapping.points ?? {})).toEqual(['P', 'Ep'])
  })

  it('are refused where they name nothing, something unknown or twice, or a key that cannot be changed, each at its line', () => {
    const faults = faultsOf(
      [
        'changes:',
        '  - { unit: Wh }',
        '  - { point: q, unit: Wh }',
        '  - { point: p, points: { x: {} } }',
        '  - { point: p, unit: Wh }',
      ].join('\n'),
    )
    expect(faults).toEqual([
      'more.yaml:2 a change names one point or one source',
      'more.yaml:3 there is no point "q" to change',
      'more.yaml:4 "points" of a point cannot be changed here',
      'more.yaml:5 "p" is changed already',
    ])
  })

  it('have their own line in a fault of what they change', () => {
    expect(faultsOf('changes:\n\n  - { point: p, unit: m3 }\n')).toEqual([expect.stringContaining('more.yaml:3')])
  })
})
