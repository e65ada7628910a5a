// Whether dist is as new as the sources: the newest change among them against the time of the last whole build.

import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '..')
export const DIST = join(ROOT, 'dist')
const STAMP = '.stamp'
const SOURCES = ['src', 'simulators', 'dashboards/web', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs']

function newest(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  // A folder's own time moves when a file in it is added or removed.
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist')
    .reduce((most, entry) => Math.max(most, newest(join(path, entry.name))), stat.mtimeMs)
}

export function stampFile(dir) {
  return join(dir, STAMP)
}

/** A package that ships without sources is as new as it will ever be. */
export function isFresh() {
  const built = existsSync(stampFile(DIST)) ? statSync(stampFile(DIST)).mtimeMs : 0
  if (!existsSync(join(ROOT, 'src'))) return built > 0
  return built > 0 && SOURCES.every((source) => newest(join(ROOT, source)) <= built)
}
