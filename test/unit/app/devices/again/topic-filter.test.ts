import { describe, expect, it } from 'vitest'
import { createTopicFilter } from '../../../../../src/app/devices/again/topic-filter.ts'
import { loadConfig } from '../../../../../src/config/load.ts'
import { instant } from '../../../../../src/domain/index.ts'
import { IMPORT_TOPIC } from '../../../../../src/wire/index.ts'
import { conventions } from '../../../../../src/main/presets.ts'

const CAMPUS = `campus: { id: c, timezone: UTC }
sources:
  - { id: native, preset: native, topic: "campus/c/{device}/telemetry" }
  - { id: gateway, topic: gw/values, device: "{id}", points: { e: { quantity: energy } } }
points:
  - { id: p, from: [{ source: native, device: m1, field: energy }] }
  - { id: q, from: [{ source: gateway, device: "1", field: e }] }
`

function filterOf(id: string): (topic: string, body: object) => boolean {
  const loaded = loadConfig({ file: 'campus.yaml', text: CAMPUS, readInclude: () => [], env: {}, conventions: conventions() })
  if (!loaded.ok) throw new Error(loaded.faults.map((f) => f.message).join())
  const point = loaded.config.campus.points.find((p) => p.id === id)
  if (point === undefined) throw new Error(`no point ${id}`)
  const mayCarry = createTopicFilter(loaded.config, point)
  return (topic, body) =>
    mayCarry({ topic, payload: Buffer.from(JSON.stringify(body)), receivedAt: instant(1.7e12), retain: false, dup: false, qos: 1 })
}

const ENERGY = { values: { energy: 1 } }

describe('the filter of archived messages by topic', () => {
  it('takes the topics of the device, and leaves out those that name another device', () => {
    const mayCarry = filterOf('p')
    const taken = ['m1', 'm10', 'm2', 'm1', 'm2'].map((device) => mayCarry(`campus/c/${device}/telemetry`, ENERGY))
    expect(taken).toEqual([true, false, false, true, false])
  })

  it('takes every message of a gateway, whose devices stand in the payload', () => {
    const mayCarry = filterOf('q')
    expect([2, 1, 3].map((id) => mayCarry('gw/values', { id, e: 5 }))).toEqual([true, true, true])
  })

  it('takes imported rows, and a topic that has held no reading yet', () => {
    const mayCarry = filterOf('p')
    expect(mayCarry(IMPORT_TOPIC, {})).toBe(true)
    expect(mayCarry('campus/c/m2/telemetry', { values: {} })).toBe(true)
    expect(mayCarry('campus/c/m2/telemetry', ENERGY)).toBe(false)
  })
})
