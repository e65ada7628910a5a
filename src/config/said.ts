/** What flags, environment and file say about a setting, in this order. */

import type { Said } from './environment.ts'
import type { Tree } from './files.ts'
import type { Overrides } from './load.ts'
import type { Settings } from './settings.ts'
import { spotOf } from './yaml/tree.ts'

export function settingsOf(tree: Tree, env: ReadonlyMap<string, Said>, overrides: Overrides): Settings {
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

function inFile(tree: Tree, main: Readonly<Record<string, unknown>>, name: string): Said | undefined {
  const [section = '', key = ''] = name.split('.')
  const group = main[section]
  // `broker: embedded` is short for `broker: { url: embedded }`.
  if (typeof group === 'string') return key === 'url' ? { value: group, spot: spotOf(tree.root.tree, [section]), path: section } : undefined
  if (typeof group !== 'object' || group === null) return undefined
  const value = (group as Readonly<Record<string, unknown>>)[key]
  return value === undefined ? undefined : { value, spot: spotOf(tree.root.tree, [section, key]), path: name }
}
