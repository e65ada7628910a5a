// npm run proof:savings [-- --seed N --worlds N]: savings against the known truth of simulated campuses. Exit 1 when a target is missed.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { ROOT } from './freshness.mjs'

function wishes() {
  const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, worlds: { type: 'string', default: '200' } } })
  for (const name of ['seed', 'worlds']) {
    const value = Number(values[name])
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number above 0, not "${values[name]}"`)
  }
  return values
}

function main() {
  const { seed, worlds } = wishes()
  // One world goes through the running program: a build within its start would take longer than a start may.
  build()
  const env = { ...process.env, PROOF_SEED: seed, PROOF_WORLDS: worlds }
  const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'proof']
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] })
  child.on('exit', (code) => (process.exitCode = code ?? 1))
}

try {
  main()
} catch (error) {
  process.stderr.write(`proof:savings: ${error.message}\n`)
  process.exitCode = 2
}
