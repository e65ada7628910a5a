// npm run bench [-- --json FILE --only NAME --runs N]: ours beside its peers on this machine, ratios and medians. Exit 0 whatever they are.

import { readdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { benchmarks, runAll, tableOf } from '../test/bench/frame.mjs'
import { build } from './build.mjs'
import { ROOT } from './freshness.mjs'

const options = { json: { type: 'string' }, only: { type: 'string' }, runs: { type: 'string', default: '3' } }

/** --runs and --only as they are meant, or an error that says what they take. */
function wishes() {
  const { values } = parseArgs({ options })
  const [runs, only, json] = [Number(values.runs), values.only ? String(values.only) : null, values.json ? String(values.json) : null]
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs takes a whole number above 0, not "${String(values.runs)}"`)
  const names = benchmarks().map((b) => b.name)
  if (only !== null && !names.some((n) => n.includes(only)))
    throw new Error(`--only: no benchmark is called "${only}"; there are ${names.join(', ')}`)
  return { runs, only, json }
}

/** Other work on the machine tells in the numbers. */
const load = () => loadavg()[0].toFixed(1)

async function main() {
  const folder = join(ROOT, 'test/bench')
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.bench.mjs'))) await import(pathToFileURL(join(folder, file)).href)
  const { runs, only, json } = wishes()
  build()
  const before = load()
  const results = await runAll({ only, runs, say: (text) => process.stderr.write(`${text}\n`) })
  process.stdout.write(`${tableOf(results)}\n`)
  process.stdout.write(
    `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node.js ${process.version}; load before ${before}, after ${load()}\n`,
  )
  if (json !== null) writeFileSync(json, `${JSON.stringify({ results }, null, 2)}\n`)
}

main().catch((error) => {
  process.stderr.write(`bench failed: ${error.message}\n`)
  process.exitCode = 1
})
