import { describe, expect, it } from 'vitest'
import { conventions } from '../../../src/main/presets.ts'
import { faultTexts, loaded } from './campus-file.ts'

const campusOf = (source: string, field: string): string =>
  `campus: { id: c, timezone: UTC }\nsources: [${source}]\npoints: [{ id: p, quantity: energy, from: [{ source: s, device: d, field: ${field} }] }]`
const faultsOf = (source: string, field: string): readonly string[] => faultTexts(campusOf(source, field), { conventions: conventions() })

describe('a point whose field no rule of its source reads', () => {
  it('is a fault with the rule to add, because it would wait for a value for ever', () => {
    expect(faultsOf('{ id: s, topic: "m/{device}", points: { total: { quantity: energy } } }', 'sum')).toEqual([
      'campus.yaml:3:75: points[0].from[0].field: no rule of the source "s" reads the field "sum": the point would never get a value; add to the source: points: { "sum": { quantity: energy } }',
    ])
  })

  it('that is misspelt is a fault with the nearest field', () => {
    expect(faultsOf('{ id: s, topic: "m/{device}", points: { total: { quantity: energy } } }', 'totl')[0]).toContain(
      'did you mean "total"?',
    )
  })

  it.each([
    ['a preset with a pattern', '{ id: s, preset: victron }', 'Ac/Energy/Forward'],
    ['a preset with parts of a message', '{ id: s, preset: huawei, points: { total: { quantity: energy } } }', 'Meter.total'],
    ['rows with names', '{ id: s, topic: "m/{device}", index_names: [A, B], columns: [{ as: energy, quantity: energy }] }', 'A.energy'],
    ['items that name their unit', '{ id: s, topic: "m/{device}", each: list, name: n, value: v, unit: u }', 'anything'],
    ['a convention with code of its own', '{ id: s, preset: zigbee2mqtt }', 'energy'],
  ])('is none of %s', (_name, source, field) => {
    expect(loaded(campusOf(source, field), { conventions: conventions() }).campus.points).toHaveLength(1)
  })
})
