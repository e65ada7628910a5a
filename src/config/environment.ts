/** `CAMPUS__SECTION__KEY`: settings from the environment, checked by the same schema as the file. */

import { CAMPUS_FILE, plain } from './schema.ts'
import { CHAT_NAMES, type RawSetting } from './types.ts'
import type { Faults } from './yaml/faults.ts'
import { didYouMean } from './yaml/nearest.ts'
import { type JsonSchema, read } from './yaml/read.ts'
import { quote, type Scalar, type Spot } from './yaml/tree.ts'

export type Env = Readonly<Record<string, string | undefined>>

const PREFIX = 'CAMPUS__'
const SECTIONS = ['broker', 'store', 'data', 'http', 'journal', 'archive', 'backup', 'limits', 'notify', 'access'] as const
const SECRET: JsonSchema = { type: ['string', 'number'] }
/** Keys that may come as the name of a file that holds them. */
const FROM_FILE = new Set([
  'broker.url',
  'broker.username',
  'broker.password',
  'store.url',
  'store.username',
  'store.password',
  'backup.passphrase',
  'notify.webhook.url',
  'notify.webhook.secret',
  'notify.mail.smtp',
  'notify.mail.password',
  'access.oidc.client_secret',
  ...CHAT_NAMES.flatMap((chat) => [`notify.${chat}.url`, `notify.${chat}.secret`]),
])
/** They are in the environment and nowhere else. */
const SECRETS = [
  'broker.password',
  'store.password',
  'backup.passphrase',
  'notify.webhook.secret',
  'notify.mail.password',
  'notify.dingtalk.secret',
  'notify.feishu.secret',
  'access.oidc.client_secret',
]
/** Names of secrets are shown, their values never. The address of a chat holds its key. */
const HIDDEN = new Set([
  'broker.url',
  'store.url',
  'notify.webhook.url',
  'notify.mail.smtp',
  ...CHAT_NAMES.map((chat) => `notify.${chat}.url`),
  ...SECRETS,
])

/** Keys of a group and of the groups within it, by path. */
function keysOf(schema: JsonSchema | undefined, path: string): [string, JsonSchema][] {
  const group = [schema, ...(schema?.anyOf ?? [])].find((s) => s?.type === 'object')
  if (schema === undefined || group === undefined) return schema === undefined ? [] : [[path, schema]]
  return Object.entries(group.properties ?? {}).flatMap(([key, rule]) => keysOf(rule, `${path}.${key}`))
}

/** `http.port` -> its schema. */
function settingSchemas(): ReadonlyMap<string, JsonSchema> {
  const sections = SECTIONS.flatMap((section) => keysOf(plain(CAMPUS_FILE).properties?.[section], section))
  return new Map([...sections, ...SECRETS.map((name) => [name, SECRET] as const)])
}

const variableOf = (setting: string): string => PREFIX + setting.toUpperCase().replaceAll('.', '__')

/** Settings by name (`http.port`). Empty variables count as not set. Faults name the variable. */
export function readEnvironment(env: Env, readSecret: (path: string) => string | null, faults: Faults): ReadonlyMap<string, RawSetting> {
  const schemas = settingSchemas()
  const byVariable = new Map(
    [...schemas.keys()].flatMap((s) => [[variableOf(s), s] as const, ...(FROM_FILE.has(s) ? [[`${variableOf(s)}_FILE`, s] as const] : [])]),
  )
  const found = new Map<string, RawSetting>()
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || value === undefined || value === '') continue
    const place = { spot: { file: 'environment', line: null, column: null }, path: variable }
    const setting = byVariable.get(variable)
    if (setting === undefined) {
      faults.blameSpot(
        place,
        'there is no such setting',
        didYouMean(variable, byVariable.keys()) ?? `known are ${[...schemas.keys()].map(variableOf).join(', ')}`,
      )
    } else if (found.has(setting)) faults.blameSpot(place, `${variableOf(setting)} is given twice, as a value and as a file`, 'keep one')
    else {
      const text = variable.endsWith('_FILE') ? readSecret(value)?.trimEnd() : value
      if (text === undefined) faults.blameSpot(place, `the file ${quote(value)} cannot be read`, 'name a file that this process may read')
      else
        found.set(setting, { ...place, value: readTyped(schemas.get(setting) ?? {}, { text, hidden: HIDDEN.has(setting) }, place, faults) })
    }
  }
  return found
}

type RawText = { readonly text: string; readonly hidden: boolean }

function readTyped(schema: JsonSchema, raw: RawText, place: { spot: Spot; path: string }, faults: Faults): unknown {
  const { text } = raw
  const number = /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null
  const truth = schema.type === 'boolean' && /^(true|false)$/.test(text) ? text === 'true' : null
  const scalar: Scalar = { kind: 'scalar', value: truth ?? number ?? text, source: text, spot: place.spot }
  if (!raw.hidden) return read(schema, scalar, { faults, path: place.path })
  return text
}
