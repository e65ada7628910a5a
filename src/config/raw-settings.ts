/** The raw value of a setting: of the flags, else the environment, else the file. */

import type { CampusTree } from './files.ts'
import type { Overrides, RawSetting, RawSettings } from './types.ts'
import { spotOf } from './yaml/tree.ts'

export function settingsOf(tree: CampusTree, env: ReadonlyMap<string, RawSetting>, overrides: Overrides): RawSettings {
  const flags: Readonly<Record<string, unknown>> = {
    'data.dir': overrides.dataDir,
    'http.host': overrides.httpHost,
    'http.port': overrides.httpPort,
  }
  const main = tree.main as Readonly<Record<string, unknown>>
  return (name, where) => {
    if (where === 'file') return inFile(tree, main, name)
    if (flags[name] !== undefined) return { value: flags[name], spot: { file: 'command line', line: null, column: null }, path: name }
    return env.get(name) ?? inFile(tree, main, name)
  }
}

function inFile(tree: CampusTree, main: Readonly<Record<string, unknown>>, name: string): RawSetting | undefined {
  const [section = '', ...keys] = name.split('.')
  let value = main[section]
  // `broker: embedded` is short for `broker: { url: embedded }`.
  if (typeof value === 'string') return keys[0] === 'url' ? { value, spot: spotOf(tree.root.tree, [section]), path: section } : undefined
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value === undefined ? undefined : { value, spot: spotOf(tree.root.tree, [section, ...keys]), path: name }
}
