// npm test: finds or installs the real servers, builds, runs every suite, and ends with one line of counts.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { build } from './build.mjs'
import { ROOT } from './freshness.mjs'
import { provideServers } from './servers.mjs'

/** Suites that start whole programs run alone; the others share the cores. */
const ROUNDS = [['unit', 'contract'], ['flow', 'fault'], ['browser']]

function vitest(projects, env, report) {
  const args = [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...projects.flatMap((p) => ['--project', p]),
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ]
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

const firstLine = (text = '') => text.split('\n')[0]

const NOT_RUN = new Set(['skipped', 'pending', 'todo', 'disabled'])

/** What vitest's JSON report says; a file that could not be loaded counts as one failure. */
function countsOf(report) {
  const files = JSON.parse(readFileSync(report, 'utf8')).testResults
  const tests = files.flatMap((file) => file.assertionResults)
  const left = tests.filter((t) => NOT_RUN.has(t.status))
  const failures = tests.filter((t) => t.status === 'failed').map((t) => `${t.fullName}: ${firstLine(t.failureMessages[0])}`)
  const broken = files.filter((f) => f.status === 'failed' && !f.assertionResults.some((t) => t.status === 'failed'))
  failures.push(...broken.map((f) => `${relative(ROOT, f.name)}: ${firstLine(f.message)}`))
  return {
    passed: tests.filter((t) => t.status === 'passed').length,
    failed: failures.length,
    failures,
    skipped: left.length,
    // A suite says in its title why it is skipped.
    because: [...new Set(left.map((t) => t.ancestorTitles.find((a) => a.includes('(skipped')) ?? t.fullName))],
  }
}

function counts(report) {
  try {
    return countsOf(report)
  } catch {
    return { passed: 0, failed: 1, failures: [`${report}: no readable report`], skipped: 0, because: [] }
  }
}

async function main() {
  const { env, missing } = provideServers()
  const strict = process.env.CI === 'true'
  for (const { name, suites, package: debian } of missing)
    process.stderr.write(`${strict ? 'missing' : 'skipped'}: ${suites}: no ${name} here; on Debian or Ubuntu: apt-get install ${debian}\n`)
  build()
  const folder = mkdtempSync(join(tmpdir(), 'campus-test-'))
  const sum = { passed: 0, failed: strict ? missing.length : 0, skipped: 0 }
  const because = []
  const failures = []
  for (const [i, projects] of ROUNDS.entries()) {
    const report = join(folder, `${i}.json`)
    const code = await vitest(projects, env, report)
    const round = counts(report)
    if (code !== 0 && round.failed === 0) {
      round.failed = 1
      round.failures.push(`${projects.join(', ')}: an error outside the tests, printed above`)
    }
    for (const key of Object.keys(sum)) sum[key] += round[key]
    because.push(...round.because)
    failures.push(...round.failures)
  }
  rmSync(folder, { recursive: true, force: true })
  for (const failure of failures) process.stdout.write(`failed: ${failure}\n`)
  for (const title of because) process.stdout.write(`not run: ${title}\n`)
  process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}\n`)
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0
}

main().catch((error) => {
  process.stderr.write(`${error.stack ?? error}\n`)
  process.stdout.write('\n0 passed, 1 failed\n')
  process.exitCode = 1
})
