/** The mapping of `decode --mapping`: JSON or YAML, one source body. */

import { createFaults } from '../../config/yaml/faults.ts'
import { parseTree } from '../../config/yaml/parse.ts'
import type { YamlTree } from '../../config/yaml/tree.ts'
import type { Mapping } from '../../domain/index.ts'
import { CommandError } from '../support/command.ts'

function plainOf(tree: YamlTree): unknown {
  if (tree.kind === 'scalar') return tree.value
  if (tree.kind === 'list') return tree.items.map(plainOf)
  return Object.fromEntries(tree.entries.map((e) => [e.key, plainOf(e.value)]))
}

/** YAML holds JSON, so one reader serves both. A CommandError names faults of the syntax with their line. */
export function readMapping(file: string, text: string): Mapping {
  const faults = createFaults(() => [file])
  const tree = parseTree(file, text, faults)
  const lines = faults.list().map((f) => `${f.file}:${f.line ?? 1}: ${f.message}`)
  if (lines.length > 0) throw new CommandError(`the mapping cannot be read:\n${lines.join('\n')}`, 2)
  if (tree?.kind !== 'dict') throw new CommandError(`${file}: a mapping is a group of keys (topic, time, points ...)`, 2)
  return plainOf(tree) as Mapping
}
