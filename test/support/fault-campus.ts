/** Office floors in groups, each zone with three loads and each floor with a water meter: each group is played by a simulator of its own with faults of its own, one service listens to all of them. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import { tempDir } from './service.ts'

const REFERENCE = resolve(import.meta.dirname, '../../simulators/campuses/reference')
const FLOORS = 3
const ZONES = 2
/** Loads that nobody switches: a switched one may rightly stand still. */
const LOADS = { lighting: 2310, sockets: 3780, ac: 5000 }

/** People and litres of a head and working day, on a floor. */
const WATER = { people: 220, litres: 36 }

interface Template {
  readonly for: Readonly<Record<string, unknown>>
  readonly points: readonly Readonly<Record<string, unknown>>[]
}

interface CampusFile {
  readonly templates: readonly Template[]
}

export interface GroupWish {
  readonly name: string
  /** Rules for the registers of energy, such as `max_rate` and `rollover`. */
  readonly rules?: Readonly<Record<string, unknown>>
  /** The same for water. */
  readonly waterRules?: Readonly<Record<string, unknown>>
}

export interface FaultCampus {
  /** Text of the campus file for the service: all groups. */
  readonly config: string
  /** Folder for the simulator of each group. */
  readonly folders: ReadonlyMap<string, string>
  readonly devices: number
}

const isLoad = (point: Readonly<Record<string, unknown>>): boolean => /\/(lighting|sockets|ac)\/(energy|power)$/.test(String(point['id']))

const floorsOf = (group: number): string => `${group * FLOORS + 1}..${group * FLOORS + FLOORS}`

function loadsOf(reference: CampusFile, group: number, { rules = {} }: GroupWish): Template {
  const [blockA] = reference.templates
  if (blockA === undefined) throw new Error('the reference campus has no template')
  return {
    for: { ...blockA.for, floor: floorsOf(group) },
    // The meters upstream are left out.
    points: blockA.points.filter(isLoad).map((point) => {
      const own = { ...point, ...(String(point['id']).endsWith('/energy') ? rules : {}) }
      return Object.fromEntries(Object.entries(own).filter(([key]) => key !== 'parent' && key !== 'stuck_after'))
    }),
  }
}

function waterOf(group: number, { waterRules = {} }: GroupWish): Template {
  const point = (field: string): Readonly<Record<string, unknown>> => ({
    id: `park/block-a/{floor}/water/${field}`,
    place: { site: 'park', building: 'block-a', floor: '{floor}' },
    use: 'domestic',
    medium: 'tap-water',
    interval: '15m',
    from: [{ source: 'native', device: 'a-{floor}-water', field }],
  })
  return { for: { floor: floorsOf(group) }, points: [{ ...point('volume'), ...waterRules }, point('flow')] }
}

export function faultCampus(groups: readonly GroupWish[], anchor: string): FaultCampus {
  const text = (name: string): string => readFileSync(join(REFERENCE, name), 'utf8')
  const reference = parse(text('campus.yaml')) as CampusFile
  const model = parse(text('model.yaml')) as object
  const root = tempDir('faults')
  const templates = groups.map((group, i) => [loadsOf(reference, i, group), waterOf(i, group)] as const)
  const file = (own: readonly Template[]): string =>
    stringify({ ...reference, templates: own, points: [], measures: [] }, { aliasDuplicateObjects: false })
  const folders = new Map<string, string>()
  groups.forEach(({ name }, i) => {
    const folder = join(root, String(i))
    const own = templates[i] ?? []
    const [loads, water] = own
    mkdirSync(folder)
    writeFileSync(join(folder, 'campus.yaml'), file(own))
    const zones = Object.entries(LOADS).map(([use, watts]) => ({ kind: 'load', for: loads?.for, id: `a-{floor}-{zone}-${use}`, watts }))
    const devices = [...zones, { kind: 'water', for: water?.for, id: 'a-{floor}-water', ...WATER, talkative: true }]
    writeFileSync(join(folder, 'model.yaml'), stringify({ ...model, anchor, devices }))
    folders.set(name, folder)
  })
  return { config: file(templates.flat()), folders, devices: groups.length * FLOORS * (ZONES * Object.keys(LOADS).length + 1) }
}
