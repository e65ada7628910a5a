/** Configurations that Home Assistant takes: the rules are those of its documentation, not of the code under test. */

import { describe, expect, it } from 'vitest'
import { instant } from '../../../../src/domain/index.ts'
import { type AnnouncedCampus, type CampusTotal, configsOf, hostPresence, stateOf, totalsPresence } from '../../../../src/wire/index.ts'
import { sourceOf } from '../decode-json.ts'

/** home-assistant.io/integrations/sensor/#device-class and developers.home-assistant.io/docs/core/entity/sensor */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  power: ['mW', 'W', 'kW', 'MW', 'GW', 'TW'],
  energy: ['J', 'kJ', 'MJ', 'GJ', 'mWh', 'Wh', 'kWh', 'MWh', 'GWh', 'TWh', 'cal', 'kcal', 'Mcal', 'Gcal'],
  water: ['L', 'gal', 'm³', 'ft³', 'CCF', 'MCF'],
  volume_flow_rate: ['m³/h', 'm³/min', 'm³/s', 'ft³/min', 'L/h', 'L/min', 'L/s', 'gal/d', 'gal/h', 'gal/min', 'mL/s'],
}
const STATE_CLASSES: Readonly<Record<string, readonly string[]>> = {
  power: ['measurement'],
  energy: ['total', 'total_increasing'],
  water: ['total', 'total_increasing'],
  volume_flow_rate: ['measurement'],
}
/** home-assistant.io/integrations/sensor.mqtt/#configuration-variables */
const KEYS = new Set([
  'name',
  'unique_id',
  'default_entity_id',
  'state_topic',
  'value_template',
  'json_attributes_topic',
  'json_attributes_template',
  'expire_after',
  'device_class',
  'state_class',
  'unit_of_measurement',
  'last_reset_value_template',
  'availability_topic',
  'availability_template',
  'device',
  'origin',
])

const CAMPUS: AnnouncedCampus = {
  id: 'park',
  name: 'Science park',
  version: '1.2.3',
  prefix: 'homeassistant',
  presence: totalsPresence('park'),
}

const total = (wish: Partial<CampusTotal> = {}): CampusTotal => ({
  kind: 'building',
  key: 'park/block-a',
  building: 'park/block-a',
  medium: 'electricity',
  rate: { value: 12.5, fresh: 3, meters: 4 },
  today: { value: 100.25, coverage: 0.98 },
  ...wish,
})

const ALL: readonly CampusTotal[] = (['electricity', 'tap-water', 'reclaimed-water'] as const).flatMap((medium) => [
  total({ kind: 'campus', key: 'park', building: null, medium }),
  total({ medium }),
  total({ kind: 'meter', key: 'park/block-a/main', medium }),
])

type Config = Readonly<Record<string, unknown>>
const read = (payload: string): Config => JSON.parse(payload) as Config

describe('the totals of a campus as entities of Home Assistant', () => {
  const configs = ALL.flatMap((t) => configsOf(CAMPUS, t)).map(({ topic, payload }) => ({ topic, config: read(payload) }))

  it('are configurations of sensors by its documentation', () => {
    for (const { topic, config } of configs) {
      expect(topic).toMatch(/^homeassistant\/sensor\/[A-Za-z0-9_-]+\/config$/)
      expect(config['default_entity_id']).toMatch(/^sensor\.[a-z0-9_]+$/)
      expect(Object.keys(config).filter((key) => !KEYS.has(key))).toEqual([])
      const device = String(config['device_class'])
      expect(UNITS[device]).toContain(config['unit_of_measurement'])
      expect(STATE_CLASSES[device]).toContain(config['state_class'])
      if (config['last_reset_value_template'] !== undefined) expect(config['state_class']).toBe('total')
      expect(config).toMatchObject({ availability_topic: 'campus-totals/park/status', origin: { name: 'campus-energy' } })
      expect((config['device'] as Config)['identifiers']).toHaveLength(1)
    }
  })

  it('have ids of their own, also where keys differ by a sign alone', () => {
    const more = ['a/b', 'a_b', 'a.b', 'a__b'].flatMap((key) => configsOf(CAMPUS, total({ kind: 'meter', key })))
    const ids = [...configs.map(({ config }) => config), ...more.map(({ payload }) => read(payload))].map((c) => c['unique_id'])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('read their values, coverage and begin of the day from the state of their part', () => {
    const moment = { now: instant(1_772_438_400_000), midnight: instant(1_772_380_800_000) }
    const { topic, payload } = stateOf(CAMPUS, total(), moment)
    expect(read(payload)).toEqual({
      rate: 12.5,
      meters: 4,
      meters_fresh: 3,
      today: 100.25,
      coverage: 0.98,
      last_reset: '2026-03-01T16:00:00.000Z',
      time: '2026-03-02T08:00:00.000Z',
    })
    for (const config of configsOf(CAMPUS, total()).map((c) => read(c.payload))) {
      expect(config).toMatchObject({ state_topic: topic, json_attributes_topic: topic })
      const field = /value_json\.(\w+)/.exec(String(config['value_template']))?.[1] ?? ''
      expect(read(payload)[field]).toBe(config['device_class'] === 'power' ? 12.5 : 100.25)
    }
  })

  it('follow the STATE of a host application where the campus has edge nodes', () => {
    const presence = hostPresence([{ ...sourceOf('sparkplug', {}), id: 'edges', settings: { host: 'park' } }])
    const [config] = configsOf({ ...CAMPUS, presence }, total()).map((c) => read(c.payload))
    expect(config).toMatchObject({
      availability_topic: 'spBv1.0/STATE/park',
      availability_template: "{{ 'online' if value_json.online else 'offline' }}",
    })
  })
})
