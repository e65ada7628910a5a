/** The campus file with its includes, and where the register's file of it lies. */

import { dirname, join, resolve } from 'node:path'
import { faultText } from '../../../config/fault-text.ts'
import { checkCampus, type LoadInput } from '../../../config/load.ts'
import type { Config } from '../../../config/types.ts'
import { createFaults } from '../../../config/yaml/faults.ts'
import { parseTree } from '../../../config/yaml/parse.ts'
import { child } from '../../../config/yaml/tree.ts'
import { REGISTER_FILE } from '../../../devices/index.ts'
import { errorText } from '../../../kernel/index.ts'
import { type CommandContext, CommandError } from '../../support/command.ts'
import { conventionsOf } from '../../support/conventions.ts'

const DATA = 'data:'
const FOLDER_PATTERN = 'campus.d/*.yaml'

export interface CampusFiles {
  readonly input: LoadInput
  readonly loaded: Config
  /** Units that points of the file state, by point. */
  readonly units: ReadonlyMap<string, string>
  /** Of the register. */
  readonly file: string
  readonly text: string | null
  readonly covers: (pattern: string, from: string | null) => boolean
  /** Line that the campus file needs so that it reads the register's file; null: it reads it already. */
  readonly include: string | null
}

export function inputOf(ctx: CommandContext, config: string | null): LoadInput {
  const file = ctx.campusFile?.(config) ?? config ?? 'campus.yaml'
  return {
    file,
    text: readText(ctx, file),
    readInclude: (pattern, from) => ctx.files.glob(pattern, from).map((f) => ({ file: f, text: ctx.files.read(f) })),
    env: ctx.env,
    conventions: conventionsOf(ctx),
    readSecret: (path) => optionalText(ctx, path),
  }
}

function readText(ctx: CommandContext, file: string): string {
  try {
    return ctx.files.read(file)
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
}

function optionalText(ctx: CommandContext, file: string): string | null {
  try {
    return ctx.files.read(file)
  } catch {
    return null
  }
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

/** Throws CommandError with all faults when the campus file has some. */
export function loadRegister(ctx: CommandContext, config: string | null): CampusFiles {
  const input = inputOf(ctx, config)
  const { result, tree } = checkCampus(input)
  if (!result.ok) throw new CommandError(`the campus file has faults; correct them first:\n${result.faults.map(faultText).join('\n')}`, 2)
  const units = new Map(
    (tree?.lists.points ?? []).flatMap(({ value: { id, unit } }) => (id === undefined || unit === undefined ? [] : [[id, unit]])),
  )
  const patterns = includesOf(input)
  const pattern = patterns.find((p) => /\*\.ya?ml$/.test(p))
  const folder = folderOf(pattern ?? FOLDER_PATTERN, input.file, result.config.data.dir)
  const file = join(folder, REGISTER_FILE)
  return {
    input,
    loaded: result.config,
    units,
    file,
    text: optionalText(ctx, file),
    covers: (p, from) => /\*\.ya?ml$/.test(p) && resolve(from === null ? '.' : dirname(from), dirname(p)) === folder,
    include: pattern !== undefined ? null : patterns.length === 0 ? `include: ${FOLDER_PATTERN}` : FOLDER_PATTERN,
  }
}
