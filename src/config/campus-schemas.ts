/** The schemas of the campus file with the keys that conventions add to a source. */

import type { ConventionDescriptor } from '../domain/index.ts'
import { CAMPUS_FILE, INCLUDED_FILE, plain } from './schema.ts'
import { SOURCE } from './schema/source.ts'
import type { JsonSchema } from './yaml/read.ts'

export interface CampusSchemas {
  readonly file: JsonSchema
  readonly included: JsonSchema
  /** One entry of `sources:`. */
  readonly source: JsonSchema
}

/** Keys of a source that its mapping vocabulary does not have, by convention. */
export function settingNames(conventions: readonly ConventionDescriptor[]): ReadonlySet<string> {
  return new Set(conventions.flatMap((c) => Object.keys(c.settings)))
}

function withSources(schema: JsonSchema, source: JsonSchema): JsonSchema {
  const sources = schema.properties?.['sources']
  return sources === undefined ? schema : { ...schema, properties: { ...schema.properties, sources: { ...sources, items: source } } }
}

export function campusSchemas(conventions: readonly ConventionDescriptor[]): CampusSchemas {
  const settings = Object.assign({}, ...conventions.map((c) => c.settings)) as Readonly<Record<string, JsonSchema>>
  const base = plain(SOURCE)
  const source = { ...base, properties: { ...base.properties, ...settings } }
  return { file: withSources(plain(CAMPUS_FILE), source), included: withSources(plain(INCLUDED_FILE), source), source }
}

/** JSON Schema (draft 2020-12) of the campus file; `schema/campus.schema.json` is this, written down. */
export function campusJsonSchema(conventions: readonly ConventionDescriptor[]): Readonly<Record<string, unknown>> {
  const body = JSON.parse(JSON.stringify(campusSchemas(conventions).file)) as Record<string, unknown>
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Campus file', ...body }
}
