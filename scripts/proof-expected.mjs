// npm run proof:expected: how much of real data lies in the typical band that is computed from the days before. Exit 1 outside 85 to 95 %.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './freshness.mjs'

const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'proof', 'test/proof/expected.test.ts']
const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
child.on('exit', (code) => (process.exitCode = code ?? 1))
