// npm run chaos -- --seed N --minutes M: random faults against real processes. Exit 1 unless nothing was lost, doubled or made up; 2 for bad usage.

import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { build } from './build.mjs'
import { ROOT } from './freshness.mjs'
import { provideServers } from './servers.mjs'

const load = async (file) => (await runnerImport(join(ROOT, file), { configFile: false, root: ROOT, logLevel: 'warn' })).module
const say = (text) => process.stdout.write(`${text}\n`)

/** The wishes, or null with exit code 2. */
async function wishes() {
  const { USAGE, UnusableWish, wishesOf } = await load('test/chaos/options.ts')
  try {
    return wishesOf(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof UnusableWish)) throw error
    process.stderr.write(`${error.message}\n\n${USAGE}\n`)
    process.exitCode = 2
    return null
  }
}

/** Servers where the pair needs them; says what to install where they are missing. */
function ready({ pairs }) {
  const { env, missing } = provideServers()
  Object.assign(process.env, env)
  const absent = pairs.includes('servers') ? missing.filter((s) => s.name !== 'chromium') : []
  for (const { name, package: debian } of absent)
    process.stderr.write(`the pair "servers" needs ${name}; on Debian or Ubuntu: apt-get install ${debian}\n`)
  return absent.length === 0
}

/** Everything of the run is in one folder; it goes however the run ends, and the processes with it. */
function ownFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'campus-chaos-'))
  process.env.TMPDIR = folder
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(128 + constants.signals[signal]))
}

async function main() {
  const wanted = await wishes()
  if (wanted === null) return
  if (!ready(wanted)) {
    process.exitCode = 1
    return
  }
  build()
  ownFolder()
  const { chaos } = await load('test/chaos/chaos.ts')
  process.exit(await chaos(wanted, say))
}

main().catch((error) => {
  process.stderr.write(`chaos failed: ${error.stack ?? error}\n`)
  process.exit(1)
})
