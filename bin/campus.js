#!/usr/bin/env node
// The program: builds when dist is missing or older than the sources, then runs it. Build output goes to stderr.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

async function ready() {
  if (!existsSync(join(root, 'src'))) return
  const { isFresh } = await import('../scripts/freshness.mjs')
  if (isFresh()) return
  const { build } = await import('../scripts/build.mjs')
  build()
}

try {
  await ready()
} catch (error) {
  process.stderr.write(`campus: ${error.message}\n`)
  process.exit(1)
}
await import(pathToFileURL(join(root, 'dist/src/main.js')).href)
