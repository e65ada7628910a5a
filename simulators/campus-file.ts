/** What a simulation needs of a campus file: id, zone, place, and which point each device field serves. Own reader, on purpose not the service's. */

import { parse } from 'yaml'
import type { FailSafeRule } from './reacting/controlled-load.ts'

export interface CampusFile {
  readonly id: string
  readonly timezone: string
  readonly latitude: number
  readonly longitude: number
  /** `<device> <field>` -> point id */
  readonly points: ReadonlyMap<string, string>
  readonly measures: readonly MeasureFile[]
  readonly actuators: readonly ActuatorFile[]
}

/** A device that takes commands, and what ends a commanded state when nobody speaks to it. */
export interface ActuatorFile {
  readonly device: string
  readonly rule: FailSafeRule
}

/** Share of full output between two minutes of the local day. */
export interface Window {
  readonly from: number
  readonly to: number
  readonly share: number
}

/** What is controlled, and how it would run without control. */
export interface MeasureFile {
  readonly id: string
  readonly schedule: Readonly<Record<'workday' | 'weekend', readonly Window[]>>
  /** Patterns of point ids without their last part. */
  readonly loads: readonly string[]
}

type Tree = Readonly<Record<string, unknown>>

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise)
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
const tree = (value: unknown): Tree => (isTree(value) ? value : {})

export function fieldKey(device: string, field: string): string {
  return `${device} ${field}`
}

export function readCampusFile(yaml: string): CampusFile {
  const file = tree(parse(yaml) as unknown)
  const campus = tree(file['campus'])
  const location = tree(campus['location'])
  const points = new Map<string, string>()
  for (const point of [...list(file['points']), ...list(file['templates']).flatMap((t) => expand(t, 'points'))]) {
    for (const row of list(tree(point)['from'])) {
      const { device, field } = tree(row)
      points.set(fieldKey(String(device), String(field)), String(tree(point)['id']))
    }
  }
  return {
    id: text(campus['id'], 'campus'),
    timezone: text(campus['timezone'], 'UTC'),
    latitude: Number(location['latitude'] ?? 0),
    longitude: Number(location['longitude'] ?? 0),
    points,
    measures: list(file['measures']).map(measureOf),
    actuators: [...list(file['actuators']), ...list(file['templates']).flatMap((t) => expand(t, 'actuators'))].map(actuatorOf),
  }
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

function actuatorOf(entry: unknown): ActuatorFile {
  const actuator = tree(entry)
  const safe = tree(actuator['fail_safe'])
  const [, amount = '0', unit = 's'] = /^(\d+)([smh])$/.exec(String(safe['after'])) ?? []
  const by = safe['by'] === 'device-timeout' || safe['by'] === 'gateway-watchdog' ? safe['by'] : 'none'
  return { device: String(tree(actuator['command'])['device']), rule: { by, after: Number(amount) * (UNIT_MS[unit] ?? 1000) } }
}

function measureOf(entry: unknown): MeasureFile {
  const measure = tree(entry)
  const schedule = tree(measure['schedule'])
  return {
    id: text(measure['id'], ''),
    schedule: { workday: windowsOf(schedule['workday']), weekend: windowsOf(schedule['weekend']) },
    loads: list(measure['loads']).filter((l) => typeof l === 'string'),
  }
}

/** `"07:00-23:00": 0.95`; a window may pass midnight. */
function windowsOf(windows: unknown): readonly Window[] {
  return Object.entries(tree(windows)).flatMap(([times, share]) => {
    const [from = 0, to = 0] = times.split('-').map((t) => Number(t.slice(0, 2)) * 60 + Number(t.slice(3, 5)))
    const value = Number(share)
    if (to > from) return [{ from, to, share: value }]
    return [
      { from, to: 1440, share: value },
      { from: 0, to, share: value },
    ]
  })
}

/** The entries of a template for every combination of its `for:` values, `{name}` replaced in every text. */
export function expand(template: unknown, key: string): readonly unknown[] {
  const given = tree(template)
  const combinations = Object.entries(tree(given['for'])).reduce<Readonly<Record<string, string>>[]>(
    (all, [name, values]) => all.flatMap((one) => range(values).map((value) => ({ ...one, [name]: value }))),
    [{}],
  )
  return combinations.flatMap((values) => list(given[key]).map((entry) => replaced(entry, values)))
}

/** `1..3` -> 1 2 3, `a..c` -> a b c, `01..12` keeps its width; a list as it is. */
function range(values: unknown): readonly string[] {
  if (Array.isArray(values)) return values.map(String)
  const found = /^(\w+)\.\.(\w+)$/.exec(String(values))
  if (found === null) return [String(values)]
  const [from = '', to = ''] = found.slice(1)
  if (/^\d+$/.test(from)) return count(Number(from), Number(to)).map((n) => String(n).padStart(from.length, '0'))
  return count(from.charCodeAt(0), to.charCodeAt(0)).map((c) => String.fromCharCode(c))
}

function count(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
}

function replaced(value: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return value.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  if (Array.isArray(value)) return value.map((v: unknown) => replaced(v, values))
  if (!isTree(value)) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, replaced(v, values)]))
}
