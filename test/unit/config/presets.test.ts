import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faultText } from '../../../src/config/fault-text.ts'
import { addPresets } from '../../../src/config/presets.ts'
import type { ConventionDescriptor } from '../../../src/domain/index.ts'
import { conventions } from '../../../src/main/presets.ts'
import { DESCRIPTORS } from '../../../src/wire/index.ts'
import { campus, faultTexts, loaded } from './campus-file.ts'

const PRESETS = resolve(import.meta.dirname, '../../../src/wire/presets')
const FIXTURES = resolve(import.meta.dirname, '../../fixtures/wire')
const METER = [
  'id: meter',
  'topic: meter/{device}',
  'time: { path: t }',
  'points: { W: { quantity: power, unit: kW }, V: { quantity: voltage } }',
].join('\n')

const presetsOf = (text: string, file = 'presets/meter.yaml') => addPresets(DESCRIPTORS, [{ file, text }])
const faultsIn = (text: string, file?: string): string[] => presetsOf(text, file).faults.map(faultText)
const sourceOf = (line: string, list: readonly ConventionDescriptor[]) =>
  loaded(`campus: { id: c, timezone: UTC }\nsources: [${line}]`, { conventions: list }).campus.sources[0]

describe('the shipped presets', () => {
  it('are free of faults, and each has fixtures', () => {
    const presets = conventions().filter((c) => c.body !== null)
    const files = readdirSync(PRESETS).filter((file) => file.endsWith('.yaml'))
    expect(presets.map((c) => `${c.name}.yaml`)).toEqual(files.sort())
    for (const { name } of presets) {
      const folder = resolve(FIXTURES, name)
      expect(existsSync(folder) && readdirSync(folder).length).toBeGreaterThan(0)
    }
  })

  it('are named, with the conventions, when a source asks for one that is not there', () => {
    const [fault, ...others] = faultTexts(campus().replace('preset: native', 'preset: x'), { conventions: conventions() })
    expect(others).toEqual([])
    expect(fault).toContain('campus.yaml:3:33: sources[0].preset: "x" is not a preset; known are native, mapping, ')
    for (const { name } of conventions()) expect(fault).toContain(name)
  })
})

describe('a preset', () => {
  const { conventions: list } = presetsOf(METER)

  it('fills in what a source leaves open, and the mapping convention reads it', () => {
    expect(sourceOf('{ id: s, preset: meter }', list)).toEqual({
      id: 's',
      preset: 'meter',
      convention: 'mapping',
      mapping: {
        topic: 'meter/{device}',
        time: { path: 't' },
        points: { W: { quantity: 'power', unit: 'kW' }, V: { quantity: 'voltage' } },
      },
    })
  })

  it('gives way to the keys of the source, and to its rules field by field', () => {
    const source = sourceOf(
      '{ id: s, preset: meter, topic: "x/{device}", time: receive, points: { W: { quantity: power }, A: { quantity: current } } }',
      list,
    )
    expect(source?.mapping).toEqual({
      topic: 'x/{device}',
      time: 'receive',
      points: { W: { quantity: 'power' }, V: { quantity: 'voltage' }, A: { quantity: 'current' } },
    })
  })

  it('says what the points of its fields measure', () => {
    const text =
      'campus: { id: c, timezone: UTC }\nsources: [{ id: s, preset: meter }]\npoints: [{ id: p, from: [{ source: s, device: d, field: W }] }]'
    expect(loaded(text, { conventions: list }).campus.points[0]).toMatchObject({ quantity: 'power', unit: 'W', kind: 'instant' })
  })

  it('with faults is refused with all of them, as a source of a campus file would be', () => {
    expect(faultsIn(METER.replace('quantity: power', 'quantity: pover').replace('time:', 'tine:'))).toEqual([
      'presets/meter.yaml:3:1: tine: "tine" is not a known key; did you mean "time"?',
      expect.stringMatching(/^presets\/meter.yaml:4:26: points.W.quantity: "pover" is not one of .*did you mean "power"\?$/),
    ])
    expect(faultsIn('id: meter\nforms: [{ topic: "a{b" }]')).toEqual([
      expect.stringMatching(/^presets\/meter.yaml:2:18: forms\[0\].topic: .*malformed/),
    ])
    expect(faultsIn('')).toHaveLength(1)
  })

  it('has the name of its file, which no convention has', () => {
    expect(faultsIn(METER, 'presets/other.yaml')).toEqual([
      'presets/other.yaml:1:5: id: the preset "meter" stands in presets/other.yaml; name the file meter.yaml',
    ])
    expect(faultsIn(METER.replace('id: meter', 'id: native'), 'presets/native.yaml')).toEqual([
      'presets/native.yaml:1:5: id: there is a convention "native" already; choose another id',
    ])
  })
})

describe('settings of a convention', () => {
  const base = DESCRIPTORS.filter((c) => c.name === 'native')
  const host: ConventionDescriptor = {
    ...(base[0] as ConventionDescriptor),
    name: 'edge',
    topics: ['edge/{device}'],
    topicForm: null,
    settings: { host_id: { type: 'string', pattern: '^[a-z]+$', errorMessage: 'a word' } },
  }
  const list = [...DESCRIPTORS, host]

  it('are keys of its sources, checked by its schema, apart from the mapping', () => {
    const source = sourceOf('{ id: s, preset: edge, host_id: campus }', list)
    expect(source).toEqual({ id: 's', preset: 'edge', mapping: { topic: 'edge/{device}' }, settings: { host_id: 'campus' } })
    const wrong = 'campus: { id: c, timezone: UTC }\nsources: [{ id: s, preset: edge, host_id: C1 }]'
    expect(faultTexts(wrong, { conventions: list })).toEqual(['campus.yaml:2:43: sources[0].host_id: "C1" is not a word'])
  })

  it('are faults at a source of another convention', () => {
    const wrong = 'campus: { id: c, timezone: UTC }\nsources: [{ id: s, preset: native, host_id: campus }]'
    expect(faultTexts(wrong, { conventions: list })).toEqual([
      'campus.yaml:2:45: sources[0].host_id: "host_id" is not a setting of native; leave it out',
    ])
    expect(faultTexts(wrong)).toEqual([expect.stringContaining('"host_id" is not a known key')])
  })
})
