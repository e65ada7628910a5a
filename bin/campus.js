#!/usr/bin/env node
// The program: builds when dist is missing or older than the sources, then runs it. Build output goes to stderr.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

async function ready() {
  if (!existsSync(join(root, 'src'))) {
    if (existsSync(join(root, 'dist/src/main.js'))) return
    throw new Error('neither dist nor sources are here: the package is incomplete, install it again')
  }
  const { isFresh } = await import('../scripts/freshness.mjs')
  if (isFresh()) return
  const { build } = await import('../scripts/build.mjs')
  build()
}

function fail(reason) {
  process.stderr.write(`campus: ${reason}\n`)
  process.exit(1)
}

await ready().catch((error) => fail(error.message))
if (process.argv[2] === 'start') (await import(pathToFileURL(join(root, 'dist/src/adapters/system/heap.js')).href)).limitHeapGrowth()
await import(pathToFileURL(join(root, 'dist/src/main.js')).href).catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !error.message.startsWith('Cannot find package')) throw error
  fail(`${error.message.split(' imported')[0]}: run \`npm ci\` first`)
})
