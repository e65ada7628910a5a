/** Office floors in groups: each group is played by a simulator of its own with faults of its own, one service listens to all of them. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import { tempDir } from './service.ts'

const REFERENCE = resolve(import.meta.dirname, '../../simulators/campuses/reference')
const FLOORS = 3
const ZONES = 2
/** Loads that nobody switches: a switched one may rightly stand still. */
const LOADS = { lighting: 2310, sockets: 3780, ac: 5000 }

interface Template {
  readonly for: Readonly<Record<string, unknown>>
  readonly points: readonly Readonly<Record<string, unknown>>[]
}

interface CampusFile {
  readonly templates: readonly Template[]
}

export interface GroupWish {
  readonly name: string
  /** Rules for the registers, such as `max_rate` and `rollover`. */
  readonly rules?: Readonly<Record<string, unknown>>
}

export interface FaultCampus {
  /** Text of the campus file for the service: all groups. */
  readonly config: string
  /** Folder for the simulator of each group. */
  readonly folders: ReadonlyMap<string, string>
  readonly devices: number
}

const isLoad = (point: Readonly<Record<string, unknown>>): boolean => /\/(lighting|sockets|ac)\/(energy|power)$/.test(String(point['id']))

function templateOf(reference: CampusFile, group: number, { rules = {} }: GroupWish): Template {
  const [blockA] = reference.templates
  if (blockA === undefined) throw new Error('the reference campus has no template')
  const first = group * FLOORS + 1
  return {
    for: { ...blockA.for, floor: `${first}..${first + FLOORS - 1}` },
    // The meters upstream are left out.
    points: blockA.points.filter(isLoad).map((point) => {
      const own = { ...point, ...(String(point['id']).endsWith('/energy') ? rules : {}) }
      return Object.fromEntries(Object.entries(own).filter(([key]) => key !== 'parent' && key !== 'stuck_after'))
    }),
  }
}

export function faultCampus(groups: readonly GroupWish[], anchor: string): FaultCampus {
  const text = (name: string): string => readFileSync(join(REFERENCE, name), 'utf8')
  const reference = parse(text('campus.yaml')) as CampusFile
  const model = parse(text('model.yaml')) as object
  const root = tempDir('faults')
  const templates = groups.map((group, i) => templateOf(reference, i, group))
  const file = (own: readonly Template[]): string =>
    stringify({ ...reference, templates: own, points: [], measures: [] }, { aliasDuplicateObjects: false })
  const folders = new Map<string, string>()
  groups.forEach(({ name }, i) => {
    const folder = join(root, String(i))
    const template = templates[i] as Template
    mkdirSync(folder)
    writeFileSync(join(folder, 'campus.yaml'), file([template]))
    const devices = Object.entries(LOADS).map(([use, watts]) => ({ kind: 'load', for: template.for, id: `a-{floor}-{zone}-${use}`, watts }))
    writeFileSync(join(folder, 'model.yaml'), stringify({ ...model, anchor, devices }))
    folders.set(name, folder)
  })
  return { config: file(templates), folders, devices: groups.length * FLOORS * ZONES * Object.keys(LOADS).length }
}
