// From nothing to the finished report of a year: devices sized, played over MQTT, stored, rolled up, reported. Embedded pair.

import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { bench } from './frame.mjs'
import { withFolder } from './processes.mjs'

const CAMPUS = resolve(import.meta.dirname, '../../bin/campus.js')

bench('reference-year', {
  runs: 1,
  rows: { 'reference-year-from-nothing': { unit: 's', peer: 'limit', theirs: 300, aim: 1, cost: true } },
  once: () =>
    withFolder(async (dir) => {
      const env = { ...process.env, CAMPUS__DATA__DIR: join(dir, 'data'), CAMPUS__BROKER__PORT: '0' }
      const run = (...args) => execFileSync(process.execPath, [CAMPUS, ...args], { cwd: dir, env, stdio: ['ignore', 'pipe', 'ignore'] })
      const from = performance.now()
      run('reference-year')
      run('report', '2020', '--format', 'json')
      return { 'reference-year-from-nothing': { ours: (performance.now() - from) / 1000 } }
    }),
})
