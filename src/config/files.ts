/** The campus file and what it includes, read by the schema; templates expanded. */

import { errorText } from '../kernel/index.ts'
import type { SiteEntry, CampusFile } from './schema.ts'
import { campusSchemas } from './campus-schemas.ts'
import { plain } from './schema.ts'
import { CHANGE, type ChangeEntry, POINT, type PointEntry } from './schema/point.ts'
import { ALARM_RULE, type AlarmRuleEntry, FAULT_RULE, type FaultRuleEntry, MAINTENANCE, type MaintenanceEntry } from './schema/alarm.ts'
import { ACTUATOR, type ActuatorEntry, CONTROL_POLICY, type PolicyEntry } from './schema/control.ts'
import { CALENDAR, type CalendarEntry, MEASURE, type MeasureEntry } from './schema/saving.ts'
import type { SourceEntry } from './schema/source.ts'
import type { ConventionDescriptor } from '../domain/index.ts'
import type { ExaminedPart } from './campus/examine.ts'
import { applyChanges } from './campus/points/changes.ts'
import { DEFAULTS, MOST_POINTS } from './defaults.ts'
import { expandTemplate, type TemplateList } from './yaml/expand.ts'
import { createFaults, type Faults, type TreePlace } from './yaml/faults.ts'
import { parseTree } from './yaml/parse.ts'
import { type JsonSchema, type DeepPartial, read } from './yaml/read.ts'
import { child, pathText, quote, type YamlTree as Yaml } from './yaml/tree.ts'

export interface Included {
  readonly file: string
  readonly text: string
}

/** `from` is the file that includes; null: the pattern is relative to the folder of the process, as the data folder is. */
export type ReadInclude = (pattern: string, from: string | null) => readonly Included[]

interface FilesInput {
  readonly file: string
  readonly text: string
  readonly readInclude: ReadInclude
  /** Data folder that flags or environment name; null: the campus file's, or the default. */
  readonly dataDir: string | null
  readonly conventions: readonly ConventionDescriptor[]
}

export interface CampusTree {
  readonly root: TreePlace
  /** The campus file and what it includes. */
  readonly roots: readonly TreePlace[]
  /** What the campus file itself says, without its faulty parts. */
  readonly main: DeepPartial<CampusFile>
  readonly lists: {
    readonly sites: readonly ExaminedPart<SiteEntry>[]
    readonly sources: readonly ExaminedPart<SourceEntry>[]
    readonly points: readonly ExaminedPart<PointEntry>[]
    readonly calendars: readonly ExaminedPart<CalendarEntry>[]
    readonly measures: readonly ExaminedPart<MeasureEntry>[]
    readonly actuators: readonly ExaminedPart<ActuatorEntry>[]
    readonly policies: readonly ExaminedPart<PolicyEntry>[]
    readonly alarms: readonly ExaminedPart<AlarmRuleEntry>[]
    readonly findings: readonly ExaminedPart<FaultRuleEntry>[]
    readonly maintenance: readonly ExaminedPart<MaintenanceEntry>[]
  }
  /** Files that a key names by path or pattern, beside the file that it stands in; a fault where there is none. */
  readonly readBeside: (pattern: string, place: TreePlace) => readonly Included[]
  /** Files that were included, in order. */
  readonly included: readonly string[]
}

interface FilesReading {
  readonly faults: Faults
  /** Files as they are met; the order of the faults. */
  readonly seen: string[]
}

export function readFiles(input: FilesInput, reading: FilesReading): CampusTree | null {
  const { faults } = reading
  const root = groupOf(input, faults)
  if (root === null) return null
  const schemas = campusSchemas(input.conventions)
  const main = read(schemas.file, root, { faults, path: '' }) as DeepPartial<CampusFile>
  const others = includesOf(root, input, reading)
  for (const tree of others) read(schemas.included, tree, { faults, path: '' })
  const trees = [root, ...others]
  const SITE = schemas.file.properties?.['sites']?.items ?? {}
  const roots = trees.map((tree) => ({ tree, path: '' }))
  const lists = {
    sites: trees.flatMap((t) => entriesOf<SiteEntry>(t, 'sites', SITE)),
    sources: trees.flatMap((t) => entriesOf<SourceEntry>(t, 'sources', schemas.source)),
    points: [
      ...trees.flatMap((t) => entriesOf<PointEntry>(t, 'points', plain(POINT))),
      ...expandTemplates<PointEntry>(trees, 'points', plain(POINT), faults),
    ],
    calendars: trees.flatMap((t) => entriesOf<CalendarEntry>(t, 'calendars', plain(CALENDAR))),
    measures: trees.flatMap((t) => entriesOf<MeasureEntry>(t, 'measures', plain(MEASURE))),
    actuators: [
      ...trees.flatMap((t) => entriesOf<ActuatorEntry>(t, 'actuators', plain(ACTUATOR))),
      ...expandTemplates<ActuatorEntry>(trees, 'actuators', plain(ACTUATOR), faults),
    ],
    policies: trees.flatMap((t) => entriesOf<PolicyEntry>(t, 'policies', plain(CONTROL_POLICY))),
    alarms: trees.flatMap((t) => entriesOf<AlarmRuleEntry>(t, 'alarms', plain(ALARM_RULE))),
    findings: trees.flatMap((t) => entriesOf<FaultRuleEntry>(t, 'findings', plain(FAULT_RULE))),
    maintenance: trees.flatMap((t) => entriesOf<MaintenanceEntry>(t, 'maintenance', plain(MAINTENANCE))),
  }
  const changes = trees.flatMap((t) => entriesOf<ChangeEntry>(t, 'changes', plain(CHANGE)))
  const changed = { ...lists, ...applyChanges(lists, changes, faults) }
  const readBeside = (pattern: string, place: TreePlace): readonly Included[] =>
    readPattern(pattern, place, { ...input, file: place.tree.spot.file, root }, faults)
  return { root: { tree: root, path: '' }, roots, main, lists: changed, readBeside, included: reading.seen.slice(1) }
}

/** The file as a group of keys; null, after a fault, when it is not one. */
function groupOf(input: Included, faults: Faults): Yaml | null {
  const tree = parseTree(input.file, input.text, faults)
  if (tree === null || tree.kind === 'dict') return tree
  faults.blame({ tree, path: '' }, [], 'a campus file is a group of keys', 'begin with `campus:`')
  return null
}

function includesOf(root: Yaml, input: FilesInput, reading: FilesReading): Yaml[] {
  const include = child(root, 'include')
  const patterns = include?.kind === 'list' ? include.items : include ? [include] : []
  return patterns.flatMap((pattern) => {
    if (pattern.kind !== 'scalar' || pattern.value === null) return []
    return readPattern(pattern.source, { tree: pattern, path: 'include' }, { ...input, root }, reading.faults).flatMap((file) => {
      if (reading.seen.includes(file.file)) return []
      reading.seen.push(file.file)
      return groupOf(file, reading.faults) ?? []
    })
  })
}

/** A pattern that begins so names files in the data folder. */
const DATA = 'data:'

function dataDirOf({ dataDir, root }: FilesInput & { readonly root: Yaml }): string {
  const data = child(root, 'data')
  const dir = data === undefined ? undefined : child(data, 'dir')
  return dataDir ?? (dir?.kind === 'scalar' && dir.value !== null ? dir.source : DEFAULTS.data.dir)
}

/** No file for a pattern with a wildcard is fine; a file that is named must be there. */
function readPattern(pattern: string, place: TreePlace, input: FilesInput & { readonly root: Yaml }, faults: Faults): readonly Included[] {
  try {
    const files = pattern.startsWith(DATA)
      ? input.readInclude(`${dataDirOf(input)}/${pattern.slice(DATA.length)}`, null)
      : input.readInclude(pattern, input.file)
    if (files.length === 0 && !pattern.includes('*'))
      faults.blame(place, [], `there is no file ${quote(pattern)}`, 'the path is relative to this file')
    return files
  } catch (error) {
    faults.blame(place, [], `${quote(pattern)} cannot be read: ${errorText(error)}`)
    return []
  }
}

/** Faults of these stand in the list already: the whole file was read before. */
function entriesOf<T>(tree: Yaml, list: string, schema: JsonSchema): ExaminedPart<T>[] {
  const items = child(tree, list)
  if (items?.kind !== 'list') return []
  return items.items.flatMap((item, i) =>
    partOf<T>(
      { tree: item, path: pathText(list, [i]) },
      schema,
      createFaults(() => []),
    ),
  )
}

function partOf<T>(place: TreePlace, schema: JsonSchema, faults: Faults): ExaminedPart<T>[] {
  const before = faults.count()
  const value = read(schema, place.tree, { faults, path: place.path })
  if (value === undefined || place.tree.kind !== 'dict') return []
  return [{ value: value as DeepPartial<T>, place, sound: faults.count() === before }]
}

function expandTemplates<T>(trees: readonly Yaml[], list: TemplateList, schema: JsonSchema, faults: Faults): ExaminedPart<T>[] {
  const places = trees.flatMap((tree) => {
    const templates = child(tree, 'templates')
    const items = templates?.kind === 'list' ? templates.items : []
    return items.flatMap((t, i) => expandTemplate({ tree: t, path: pathText('templates', [i]) }, list, faults))
  })
  return places.slice(0, MOST_POINTS).flatMap((place) => partOf<T>(place, schema, faults))
}
