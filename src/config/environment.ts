/** `CAMPUS__SECTION__KEY`: settings from the environment, checked by the same schema as the file. */

import { CAMPUS_FILE, plain } from './schema.ts'
import type { Faults } from './yaml/faults.ts'
import { didYouMean } from './yaml/nearest.ts'
import { type JsonSchema, read } from './yaml/read.ts'
import { quoted, type Scalar, type Spot } from './yaml/tree.ts'

export type Env = Readonly<Record<string, string | undefined>>

/** A value with where it was said. */
export interface Said {
  readonly value: unknown
  readonly spot: Spot
  readonly path: string
}

const PREFIX = 'CAMPUS__'
const SECTIONS = ['broker', 'store', 'data', 'http', 'journal', 'limits'] as const
const SECRET: JsonSchema = { type: ['string', 'number'] }
/** Keys that may come as the name of a file that holds them. */
const FROM_FILE = new Set(['broker.url', 'broker.username', 'broker.password', 'store.url', 'store.username', 'store.password'])
/** Names of secrets are shown, their values never. */
const HIDDEN = new Set(['broker.url', 'broker.password', 'store.url', 'store.password'])

/** `http.port` -> its schema. */
function settings(): ReadonlyMap<string, JsonSchema> {
  const found = new Map<string, JsonSchema>()
  for (const section of SECTIONS) {
    const schema = plain(CAMPUS_FILE).properties?.[section]
    const group = [schema, ...(schema?.anyOf ?? [])].find((s) => s?.type === 'object')
    for (const [key, rule] of Object.entries(group?.properties ?? {})) found.set(`${section}.${key}`, rule)
  }
  found.set('broker.password', SECRET)
  found.set('store.password', SECRET)
  return found
}

const variableOf = (setting: string): string => PREFIX + setting.toUpperCase().replace('.', '__')

/** Settings by name (`http.port`). Empty variables count as not set. Faults name the variable. */
export function readEnvironment(env: Env, readSecret: (path: string) => string | null, faults: Faults): ReadonlyMap<string, Said> {
  const known = settings()
  const byVariable = new Map(
    [...known.keys()].flatMap((s) => [[variableOf(s), s] as const, ...(FROM_FILE.has(s) ? [[`${variableOf(s)}_FILE`, s] as const] : [])]),
  )
  const found = new Map<string, Said>()
  for (const [variable, given] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || given === undefined || given === '') continue
    const place = { spot: { file: 'environment', line: null, column: null }, path: variable }
    const setting = byVariable.get(variable)
    if (setting === undefined) {
      faults.blameSpot(
        place,
        'there is no such setting',
        didYouMean(variable, byVariable.keys()) ?? `known are ${[...known.keys()].map(variableOf).join(', ')}`,
      )
    } else if (found.has(setting)) faults.blameSpot(place, `${variableOf(setting)} is given twice, as a value and as a file`, 'keep one')
    else {
      const text = variable.endsWith('_FILE') ? readSecret(given)?.trimEnd() : given
      if (text === undefined) faults.blameSpot(place, `the file ${quoted(given)} cannot be read`, 'name a file that this process may read')
      else found.set(setting, { ...place, value: typed(known.get(setting) ?? {}, { text, hidden: HIDDEN.has(setting) }, place, faults) })
    }
  }
  return found
}

type SaidText = { readonly text: string; readonly hidden: boolean }

function typed(schema: JsonSchema, said: SaidText, place: { spot: Spot; path: string }, faults: Faults): unknown {
  const { text } = said
  const number = /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null
  const scalar: Scalar = { kind: 'scalar', value: number ?? text, source: text, spot: place.spot }
  if (!said.hidden) return read(schema, scalar, { faults, path: place.path })
  return text
}
