/** Presets: mappings with a name, each a YAML file of the form of one `sources:` entry. */

import { type ConventionDescriptor, type Mapping, MAPPING_CONVENTION } from '../domain/index.ts'
import type { ExaminedPart } from './campus/examine.ts'
import { sourcesOf } from './campus/sources/sources.ts'
import { plain } from './schema.ts'
import { SOURCE, type SourceEntry } from './schema/source.ts'
import type { Fault } from './types.ts'
import { createFaults, type Faults } from './yaml/faults.ts'
import { parseTree } from './yaml/parse.ts'
import { type DeepPartial, read } from './yaml/read.ts'

export interface PresetFile {
  /** Path, for faults; its last part is `<id>.yaml`. */
  readonly file: string
  readonly text: string
}

export interface PresetList {
  /** The conventions, then the presets by name. */
  readonly conventions: readonly ConventionDescriptor[]
  readonly faults: readonly Fault[]
}

/** Adds the presets to the conventions: one list of what `preset:` may name. A file with faults adds nothing. */
export function addPresets(conventions: readonly ConventionDescriptor[], files: readonly PresetFile[]): PresetList {
  const faults = createFaults(() => files.map((f) => f.file))
  const presets = files.flatMap((file) => presetOf(file, conventions, faults))
  return { conventions: [...conventions, ...presets.sort((a, b) => (a.name < b.name ? -1 : 1))], faults: faults.list() }
}

function presetOf({ file, text }: PresetFile, conventions: readonly ConventionDescriptor[], faults: Faults): ConventionDescriptor[] {
  const tree = parseTree(file, text, faults)
  if (tree === null) return []
  const place = { tree, path: '' }
  const before = faults.count()
  const value = (read(plain(SOURCE), tree, { faults, path: '' }) ?? {}) as DeepPartial<SourceEntry>
  const part: ExaminedPart<SourceEntry> = { value, place, sound: faults.count() === before }
  const base = conventions.filter((c) => c.name === MAPPING_CONVENTION)
  const [source] = sourcesOf([part], { embedded: false, conventions: base, presets: true }, { faults, zone: 'UTC' }).sources
  if (source === undefined) return []
  const { id: name, mapping } = source
  if (conventions.some((c) => c.name === name)) faults.blame(place, ['id'], `there is a convention "${name}" already`, 'choose another id')
  else if (!file.endsWith(`${name}.yaml`))
    faults.blame(place, ['id'], `the preset "${name}" stands in ${file}`, `name the file ${name}.yaml`)
  else return base.map((b) => ({ ...b, name, ...ownParts(mapping) }))
  return []
}

/** What a preset says of itself, apart from the mapping that its sources inherit. */
function ownParts({ recognise, ...body }: Mapping): Pick<ConventionDescriptor, 'topics' | 'retained' | 'recognition' | 'body'> {
  const topics = topicsOf(body)
  return { topics, retained: holdsStates(body), recognition: recognise ?? topics.map((topic) => ({ topic })), body }
}

function topicsOf({ topic, forms }: Mapping): readonly string[] {
  const topics = [topic, ...(forms ?? []).map((form) => form.topic)].filter((t) => t !== undefined)
  return [...new Set(topics)]
}

/** Retained messages are wanted of a preset that reads who is connected. */
function holdsStates({ availability, forms }: Mapping): boolean {
  return availability !== undefined || (forms ?? []).some((form) => form.availability !== undefined)
}
