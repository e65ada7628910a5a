// npm run test:lts [-- VERSION]: unit and flow suites under another Node.js, fetched from the npm registry. Default: the current LTS.

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ROOT } from './freshness.mjs'

const LTS = '26'
const wanted = process.argv[2] ?? LTS
const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

/** The binary of a version, installed once into node_modules/.cache. */
function binary() {
  const folder = join(ROOT, 'node_modules/.cache', `${name}-${wanted}`)
  const path = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  process.stderr.write(`fetching ${name}@${wanted} ...\n`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  execFileSync(npm, ['install', '--prefix', folder, '--no-save', '--no-package-lock', `${name}@${wanted}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return path
}

const node = binary()
const nodeVersion = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
build()
process.stderr.write(`unit and flow suites under Node.js ${nodeVersion}\n`)
const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
const { status } = spawnSync(node, [vitest, 'run', '--project', 'unit', '--project', 'flow', '--reporter=dot'], {
  cwd: ROOT,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
