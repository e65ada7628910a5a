/** The process: arguments and environment in, adapters picked, an exit code out. */

import { alarmsCommand } from './cli/operations/alarms.ts'
import { checkCommand } from './cli/admin/check.ts'
import type { CommandContext } from './cli/support/command.ts'
import { deadLettersCommand } from './cli/data/dead-letters.ts'
import { decodeCommand } from './cli/data/decode.ts'
import { discoverCommand } from './cli/data/discover.ts'
import { explainCommand } from './cli/reporting/explain.ts'
import { exportCommand } from './cli/data/export.ts'
import { entryCommand, factCommand } from './cli/reporting/entry.ts'
import { factorCommand } from './cli/reporting/factor.ts'
import { healthCommand } from './cli/operations/health.ts'
import { importCommand } from './cli/data/import.ts'
import { pointsCommand } from './cli/data/points.ts'
import { archiveCommand, replayCommand } from './cli/data/replay.ts'
import { reportCommand } from './cli/reporting/report.ts'
import { rebuildCommand, rollupCommand } from './cli/data/rollup.ts'
import { runCli } from './cli/run.ts'
import { savingsCommand } from './cli/reporting/savings.ts'
import { tokenCommand } from './cli/admin/token.ts'
import { connect, connectRunning } from './main/api-client.ts'
import { campusFile } from './main/configuration.ts'
import { files } from './main/files.ts'
import { referenceYearCommand } from './main/demo/reference-year.ts'
import { simulateCommand } from './main/demo/simulate.ts'
import { startCommand } from './main/start.ts'
import { VERSION } from './main/version.ts'

const COMMANDS = [
  startCommand,
  checkCommand,
  pointsCommand,
  importCommand,
  decodeCommand,
  discoverCommand,
  deadLettersCommand,
  rollupCommand,
  rebuildCommand,
  replayCommand,
  archiveCommand,
  exportCommand,
  entryCommand,
  factCommand,
  factorCommand,
  reportCommand,
  explainCommand,
  savingsCommand,
  alarmsCommand,
  simulateCommand,
  referenceYearCommand,
  tokenCommand,
  healthCommand,
]

const context: CommandContext = {
  args: process.argv.slice(2),
  stdin: process.stdin,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  files,
  env: process.env,
  now: () => Date.now(),
  campusFile: (given) => campusFile({ file: given }).file,
  terminal: process.stderr.isTTY,
  connect,
  connectRunning,
}

// A reader that goes away (`campus points | head`) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = await runCli(COMMANDS, VERSION, context)
