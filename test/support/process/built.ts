/** Modules of the built program, for what only runs built: worker threads. Builds first when the sources are newer. */

import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = resolve(import.meta.dirname, '../../..')

async function moduleAt(path: string): Promise<unknown> {
  return import(pathToFileURL(join(ROOT, path)).href)
}

let building: Promise<void> | null = null

async function buildOnce(): Promise<void> {
  const { build } = (await moduleAt('scripts/build.mjs')) as { build: () => void }
  build()
}

/** `path` within dist, such as `src/main/store-thread/client.js`. */
export async function built<T>(path: string): Promise<T> {
  building ??= buildOnce()
  await building
  return (await moduleAt(join('dist', path))) as T
}
