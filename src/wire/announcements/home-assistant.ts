/**
 * Totals of the campus as entities of Home Assistant: retained configurations by its MQTT discovery
 * (home-assistant.io/integrations/mqtt/#mqtt-discovery), and the states that they read.
 */

import { type Instant, instant, iso, type ServicePresence } from '../../domain/index.ts'

/** Name under `origin`: our own configurations suggest nothing to us. */
export const ORIGIN = 'campus-energy'

export type TotalMedium = 'electricity' | 'tap-water' | 'reclaimed-water'

/** What a part of the campus draws now and has used since local midnight, of one medium. */
export interface CampusTotal {
  readonly kind: 'campus' | 'building' | 'meter'
  /** Id of the campus, `<site>/<building>`, or the stem of a meter's points. */
  readonly key: string
  /** Building that a meter belongs to; null: none. */
  readonly building: string | null
  readonly medium: TotalMedium
  /** kW or m3/h; of `meters` so many spoke lately. */
  readonly rate: { readonly value: number | null; readonly fresh: number; readonly meters: number }
  /** kWh or m3 since midnight, with the measured share of the time passed. */
  readonly today: { readonly value: number | null; readonly coverage: number | null }
}

export interface AnnouncedCampus {
  readonly id: string
  readonly name: string
  readonly version: string
  /** Topic under which Home Assistant looks for configurations. */
  readonly prefix: string
  /** Null: states alone tell that the service lives. */
  readonly presence: ServicePresence | null
}

export interface RetainedText {
  readonly topic: string
  readonly payload: string
}

type Json = Readonly<Record<string, unknown>>

/** Beyond this without a state an entity is unavailable, s: states come three times a minute. */
const EXPIRE_AFTER = 300

interface MediumForm {
  readonly label: string
  readonly rate: Json
  readonly amount: Json
}

const WATER = {
  rate: { device_class: 'volume_flow_rate', unit_of_measurement: 'm³/h' },
  amount: { device_class: 'water', unit_of_measurement: 'm³' },
}
const FORMS: Readonly<Record<TotalMedium, MediumForm>> = {
  electricity: {
    label: '',
    rate: { device_class: 'power', unit_of_measurement: 'kW' },
    amount: { device_class: 'energy', unit_of_measurement: 'kWh' },
  },
  'tap-water': { label: 'tap water ', ...WATER },
  'reclaimed-water': { label: 'reclaimed water ', ...WATER },
}

/** Characters that an id of an entity takes; every other one by its code, so that two keys never meet. */
const entityPart = (text: string): string => text.replace(/[^A-Za-z0-9-]/g, (c) => `_${c.charCodeAt(0).toString(16)}`)

const root = (campus: string): string => `campus-totals/${campus}`

export function totalsPresence(campus: string): ServicePresence {
  return { topic: `${root(campus)}/status`, payload: (online) => (online ? 'online' : 'offline') }
}

function stateTopic({ id }: AnnouncedCampus, { kind, key, medium }: CampusTotal): string {
  return `${root(id)}/${kind}/${key}/${medium}`
}

/** A presence in JSON is that of a host application of Sparkplug B. */
function availability({ presence }: AnnouncedCampus): Json {
  if (presence === null) return {}
  const plain = presence.payload(true, instant(0)) === 'online'
  return {
    availability_topic: presence.topic,
    ...(plain ? {} : { availability_template: "{{ 'online' if value_json.online else 'offline' }}" }),
  }
}

/** Campus and buildings are devices; a meter stands in that of its building. */
function deviceOf({ id, name, version }: AnnouncedCampus, { kind, key, building }: CampusTotal): Json {
  const campus = `campus_${entityPart(id)}`
  const own = kind === 'building' ? key : building
  if (own === null) return { identifiers: [campus], name, manufacturer: ORIGIN, model: 'Campus', sw_version: version }
  return {
    identifiers: [`${campus}_${entityPart(own)}`],
    name: `${name} ${own}`,
    manufacturer: ORIGIN,
    model: 'Building',
    via_device: campus,
  }
}

const ATTRIBUTES = `{{ {'coverage': value_json.coverage, 'meters': value_json.meters, 'meters_fresh': value_json.meters_fresh, 'time': value_json.time} | tojson }}`

/** Two configurations: the rate now, and the amount since local midnight. */
export function configsOf(campus: AnnouncedCampus, total: CampusTotal): readonly RetainedText[] {
  const { kind, key, medium } = total
  const { label, rate, amount } = FORMS[medium]
  const topic = stateTopic(campus, total)
  const own = kind === 'meter' ? `${key} ` : ''
  const entity = (what: string, name: string, more: Json): RetainedText => {
    const id = ['campus', campus.id, kind, key, medium, what].map(entityPart).join('_')
    const config = {
      name: `${own}${label}${name}`,
      unique_id: id,
      // A suggestion: Home Assistant makes it unique.
      default_entity_id: `sensor.${id.replaceAll('-', '_').toLowerCase()}`,
      state_topic: topic,
      json_attributes_topic: topic,
      json_attributes_template: ATTRIBUTES,
      expire_after: EXPIRE_AFTER,
      ...more,
      ...availability(campus),
      device: deviceOf(campus, total),
      origin: { name: ORIGIN, sw_version: campus.version },
    }
    return { topic: `${campus.prefix}/sensor/${id}/config`, payload: JSON.stringify(config) }
  }
  const [now, today] = medium === 'electricity' ? ['power', 'energy today'] : ['flow', 'today']
  return [
    entity('rate', now ?? '', { ...rate, state_class: 'measurement', value_template: '{{ value_json.rate }}' }),
    entity('today', today ?? '', {
      ...amount,
      state_class: 'total',
      value_template: '{{ value_json.today }}',
      last_reset_value_template: '{{ value_json.last_reset }}',
    }),
  ]
}

export interface TotalsMoment {
  readonly now: Instant
  readonly midnight: Instant
}

/** A value that is not known is null, which Home Assistant shows as unknown. */
export function stateOf(campus: AnnouncedCampus, total: CampusTotal, { now, midnight }: TotalsMoment): RetainedText {
  const { rate, today } = total
  const state = {
    rate: rate.value,
    meters: rate.meters,
    meters_fresh: rate.fresh,
    today: today.value,
    coverage: today.coverage,
    last_reset: iso(midnight),
    time: iso(now),
  }
  return { topic: stateTopic(campus, total), payload: JSON.stringify(state) }
}
