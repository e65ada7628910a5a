/** A campus that can be played: its file and, beside it, the model of its devices. */

import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { type CampusFile, expand, fieldKey, readCampusFile } from './campus-file.ts'
import { createCampusModel, type CampusModel } from './campus-model.ts'
import { makeForm } from './devices/catalog.ts'
import type { SpokenMake } from './devices/device.ts'
import { buildDevices, type Entry } from './models/build.ts'
import { type Calendar, createCalendar, dayOfDate } from './models/environment/calendar.ts'
import type { Device } from './models/device.ts'
import { type DrawPlan, USUAL } from './models/environment/seasons.ts'
import { hash } from './models/random.ts'
import { type Climate, createWeather } from './models/environment/weather.ts'
import { createZone, type Zone } from './models/zone.ts'

export interface Campus {
  readonly file: CampusFile
  /** Text of the campus file, for the service to load. */
  readonly text: string
  readonly zone: Zone
  readonly calendar: Calendar
  readonly devices: readonly Device[]
  readonly climate: Climate
  /** Local date on which its meters were read first. */
  readonly anchor: number
  /** Entries of the model, templates expanded, with the sizes that hold. */
  readonly entries: readonly Entry[]
}

/** What a play changes of the model. */
export interface Tuning {
  /** Numbers of entries by id, instead of the model's. */
  readonly sizes?: ReadonlyMap<string, Readonly<Record<string, number>>>
  /** Seasons of the solar loops. */
  readonly plan?: DrawPlan
  /** What the sky sends beside the usual sky of the place; default 1. */
  readonly brightness?: number
}

/** `npm` packages keep the data beside the sources, builds beside the compiled files. */
const PLACES = [join(import.meta.dirname, 'campuses'), join(import.meta.dirname, '../../simulators/campuses')]

/** Where a campus lives: the name of one that comes with the program, a folder, or one of its two files. */
export function folderOf(nameOrFile: string): string {
  const known = PLACES.map((place) => join(place, nameOrFile)).find((dir) => existsSync(join(dir, 'model.yaml')))
  if (known !== undefined && /^[\w-]+$/.test(nameOrFile)) return known
  const path = resolve(nameOrFile)
  const folder = existsSync(path) && statSync(path).isDirectory() ? path : dirname(path)
  if (existsSync(path) && existsSync(join(folder, 'model.yaml')) && existsSync(join(folder, 'campus.yaml'))) return folder
  throw new Error(`"${nameOrFile}" is no campus that can be played; give "reference", or a folder that holds campus.yaml and model.yaml`)
}

export function loadCampus(nameOrFile: string, tuning: Tuning = {}): Campus {
  const folder = folderOf(nameOrFile)
  const text = readFileSync(join(folder, 'campus.yaml'), 'utf8')
  return campusOf(text, readFileSync(join(folder, 'model.yaml'), 'utf8'), tuning)
}

interface Model {
  readonly anchor?: string
  readonly climate?: { readonly temperature?: readonly number[]; readonly tilt?: number }
  readonly calendar?: { readonly holidays?: readonly string[]; readonly worked?: readonly string[] }
  readonly devices?: readonly Entry[]
  /** By id of a device. */
  readonly makes?: Readonly<Record<string, SpokenMake>>
}

function withMake(device: Device, makes: Readonly<Record<string, SpokenMake>>): Device {
  const speaks = Object.hasOwn(makes, device.id) ? makes[device.id] : undefined
  return speaks === undefined ? device : { ...device, speaks }
}

/** The file names a device of another make as its make does; here it has the id of the model. */
function addressesOf({ points, actuators }: CampusFile, devices: readonly Device[]): Pick<CampusFile, 'points' | 'actuators'> {
  const all = new Map(points)
  const ids = new Map<string, string>()
  for (const { id, fields, speaks } of devices) {
    if (speaks === undefined) continue
    ids.set(speaks.name, id)
    for (const { name } of fields) {
      const { device, field } = makeForm(speaks.make).address(speaks.name, name)
      const point = points.get(fieldKey(device, field))
      if (point !== undefined) all.set(fieldKey(id, name), point)
    }
  }
  return { points: all, actuators: actuators.map((a) => ({ ...a, device: ids.get(a.device) ?? a.device })) }
}

/** From the texts of both files. Throws with the entry that is wrong. */
export function campusOf(campusText: string, modelText: string, tuning: Tuning = {}): Campus {
  const read = readCampusFile(campusText)
  const model = parse(modelText) as Model
  const listed = (model.devices ?? []).flatMap((entry) =>
    'for' in entry ? expand({ for: entry['for'], devices: [without(entry, 'for')] }, 'devices') : [entry],
  ) as Entry[]
  const entries = listed.map((entry) => ({ ...entry, ...tuning.sizes?.get(String(entry['id'])) }))
  const devices = buildDevices(entries, tuning.plan ?? USUAL).map((device) => withMake(device, model.makes ?? {}))
  const file = { ...read, ...addressesOf(read, devices) }
  return {
    file,
    text: campusText,
    zone: createZone(file.timezone),
    calendar: createCalendar({ holidays: model.calendar?.holidays ?? [], worked: model.calendar?.worked ?? [] }),
    devices,
    entries,
    climate: {
      latitude: file.latitude,
      longitude: file.longitude,
      temperature: temperatures(model),
      tilt: model.climate?.tilt ?? Math.abs(file.latitude),
      brightness: tuning.brightness ?? 1,
    },
    anchor: dayOfDate(model.anchor ?? '2019-01-01'),
  }
}

function temperatures(model: Model): readonly number[] {
  const given = model.climate?.temperature ?? []
  if (given.length !== 12) throw new Error(`"climate.temperature" has ${given.length} values; give the mean of each of the 12 months`)
  return given
}

function without(entry: Entry, key: string): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([k]) => k !== key))
}

/** The campus with a seed. `since` moves the anchor (local date), `first` gives the registers there. */
export function openCampusModel(
  campus: Campus,
  seed: number,
  from: { since?: number; first?: ReadonlyMap<string, number> } = {},
): CampusModel {
  return createCampusModel({
    devices: campus.devices,
    zone: campus.zone,
    calendar: campus.calendar,
    weather: createWeather(hash(seed, 7), campus.climate),
    seed: hash(seed, 1),
    anchor: from.since ?? campus.anchor,
    ...(from.first === undefined ? {} : { first: from.first }),
  })
}
