/** Where the register's file of a campus lies, and what the campus file needs so that it reads it. */

import { dirname, join, resolve } from 'node:path'
import { checkCampus, type LoadInput } from '../config/load.ts'
import type { CampusTree } from '../config/files.ts'
import type { Config, Fault } from '../config/types.ts'
import { createFaults } from '../config/yaml/faults.ts'
import { parseTree } from '../config/yaml/parse.ts'
import { child } from '../config/yaml/tree.ts'
import { REGISTER_FILE } from './document.ts'

const DATA = 'data:'
const FOLDER_PATTERN = 'campus.d/*.yaml'
const YAML_FILES = /\*\.ya?ml$/

export interface RegisterFile {
  /** The campus file, with how its includes are read. */
  readonly input: LoadInput
  readonly config: Config
  /** The lists of the campus file and its includes as they were written. */
  readonly tree: CampusTree | null
  /** Path of the register's file, and its text; null: there is none yet. */
  readonly file: string
  readonly text: string | null
  /** Whether an include pattern names the register's file. */
  readonly covers: (pattern: string, from: string | null) => boolean
  /** What the campus file needs so that it reads the register's file: a line, or an entry of its list; null: it reads it already. */
  readonly include: { readonly line: string } | { readonly entry: string } | null
}

function includesOf({ file, text }: LoadInput): readonly string[] {
  const tree = parseTree(
    file,
    text,
    createFaults(() => [file]),
  )
  const include = tree === null ? undefined : child(tree, 'include')
  const items = include?.kind === 'list' ? include.items : include === undefined ? [] : [include]
  return items.flatMap((item) => (item.kind === 'scalar' && item.value !== null ? [item.source] : []))
}

/** Folder of a pattern: `campus.d/*.yaml` beside the campus file, `data:campus.d/*.yaml` in the data folder. */
function folderOf(pattern: string, file: string, dataDir: string): string {
  return pattern.startsWith(DATA) ? resolve(dataDir, dirname(pattern.slice(DATA.length))) : resolve(dirname(file), dirname(pattern))
}

/** The faults of a campus file that has some. `read`: text of a file, null where there is none. */
export function locateRegister(
  input: LoadInput,
  read: (file: string) => string | null,
): RegisterFile | { readonly faults: readonly Fault[] } {
  const { result, tree } = checkCampus(input)
  if (!result.ok) return { faults: result.faults }
  const patterns = includesOf(input)
  const pattern = patterns.find((p) => YAML_FILES.test(p))
  const folder = folderOf(pattern ?? FOLDER_PATTERN, input.file, result.config.data.dir)
  const file = join(folder, REGISTER_FILE)
  return {
    input,
    config: result.config,
    tree,
    file,
    text: read(file),
    covers: (p, from) => YAML_FILES.test(p) && resolve(from === null ? '.' : dirname(from), dirname(p)) === folder,
    include: pattern !== undefined ? null : patterns.length === 0 ? { line: `include: ${FOLDER_PATTERN}` } : { entry: FOLDER_PATTERN },
  }
}

/** The campus file with the line that includes the register's folder. */
export function includeRegister({ input, include }: Pick<RegisterFile, 'input' | 'include'>): string {
  return include !== null && 'line' in include ? `${input.text.trimEnd()}\n${include.line}\n` : input.text
}

/** Units that points of the campus file state, by point. */
export function unitsOf({ tree }: Pick<RegisterFile, 'tree'>): ReadonlyMap<string, string> {
  return new Map(
    (tree?.lists.points ?? []).flatMap(({ value: { id, unit } }) => (id === undefined || unit === undefined ? [] : [[id, unit]])),
  )
}

/** The campus as it is with another text of the register's file. */
export function checkWith(
  register: Pick<RegisterFile, 'input' | 'file' | 'covers'>,
  text: string,
): ReturnType<typeof checkCampus>['result'] {
  const { input, file, covers } = register
  const readInclude: LoadInput['readInclude'] = (pattern, from) => {
    const files = input.readInclude(pattern, from)
    const others = files.filter((f) => f.file !== file)
    return covers(pattern, from) || files.length > others.length
      ? [...others, { file, text }].sort((a, b) => (a.file < b.file ? -1 : 1))
      : files
  }
  return checkCampus({ ...input, readInclude }).result
}
