// Node-RED as a peer: MQTT in -> JSON -> a batch of 1,000 lines -> one write. Installed on demand from its own lock file.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { flowOf } from './node-red/flow.mjs'

const HOME = join(import.meta.dirname, 'node-red')
const INSTALL_MS = 10 * 60_000
const RED = 'node_modules/node-red'

let ready

const versionIn = (file, pick) => (existsSync(join(HOME, file)) ? pick(JSON.parse(readFileSync(join(HOME, file), 'utf8'))) : null)

function installed() {
  const wanted = versionIn('package-lock.json', (lock) => lock.packages[RED].version)
  if (versionIn(`${RED}/package.json`, (p) => p.version) === wanted) return true
  process.stderr.write(`installing Node-RED ${wanted} as a peer ...\n`)
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error']
  const done = spawnSync('npm', args, { cwd: HOME, stdio: ['ignore', 'ignore', 'inherit'], timeout: INSTALL_MS })
  if (done.status === 0) return true
  process.stderr.write('left out: Node-RED could not be installed (npm ci in test/bench/peers/node-red); its rows are missing\n')
  return false
}

// Nothing but the flow: no editor, no HTTP.
const settings = { httpAdminRoot: false, httpNodeRoot: false, logging: { console: { level: 'warn', metrics: false, audit: false } } }

/** A peer's plan, or null where Node-RED cannot be had. */
export function nodeRed() {
  ready ??= installed()
  if (!ready) return null
  return {
    protocol: 5,
    inflight: 1000,
    command(dir, at) {
      writeFileSync(join(dir, 'settings.js'), `module.exports = ${JSON.stringify(settings)}\n`)
      writeFileSync(join(dir, 'flows.json'), JSON.stringify(flowOf(at)))
      return [
        process.execPath,
        join(HOME, RED, 'red.js'),
        '--userDir',
        dir,
        '--settings',
        join(dir, 'settings.js'),
        join(dir, 'flows.json'),
      ]
    },
  }
}
