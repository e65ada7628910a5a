/** The process: arguments and environment in, adapters picked, an exit code out. */

import { alarmsCommand } from './cli/alarms.ts'
import { checkCommand } from './cli/check.ts'
import type { CommandContext } from './cli/command.ts'
import { deadLettersCommand } from './cli/dead-letters.ts'
import { decodeCommand } from './cli/decode.ts'
import { discoverCommand } from './cli/discover.ts'
import { explainCommand } from './cli/explain.ts'
import { exportCommand } from './cli/export.ts'
import { factCommand } from './cli/fact.ts'
import { factorCommand } from './cli/factor.ts'
import { healthCommand } from './cli/health.ts'
import { importCommand } from './cli/import.ts'
import { pointsCommand } from './cli/points.ts'
import { archiveCommand, replayCommand } from './cli/replay.ts'
import { reportCommand } from './cli/report.ts'
import { rebuildCommand, rollupCommand } from './cli/rollup.ts'
import { runCli } from './cli/run.ts'
import { savingsCommand } from './cli/savings.ts'
import { tokenCommand } from './cli/token.ts'
import { connect, connectRunning } from './main/api-client.ts'
import { campusFile } from './main/configuration.ts'
import { files } from './main/files.ts'
import { referenceYearCommand } from './main/reference-year.ts'
import { simulateCommand } from './main/simulate.ts'
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
