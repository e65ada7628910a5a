/** The process: arguments and environment in, an exit code out. Adapters are loaded by the commands that need them. */

import { runCli } from './cli/run.ts'
import { takeToken } from './cli/support/bearer.ts'
import type { CommandContext } from './cli/support/command.ts'
import { visibleText } from './kernel/index.ts'
import { campusFile } from './main/campus-file.ts'
import { COMMANDS } from './main/commands.ts'
import { files, readBytes, writeBytes } from './main/files.ts'
import { VERSION } from './main/home.ts'
import { connectRunning, findRunning } from './main/client/running-service.ts'

const { args, token } = takeToken(process.argv.slice(2), process.env['CAMPUS_TOKEN'])

const context: CommandContext = {
  args: [...args],
  stdin: process.stdin,
  // Files and pipes get every byte.
  stdout: (text) => void process.stdout.write(process.stdout.isTTY ? visibleText(text) : text),
  stderr: (text) => void process.stderr.write(process.stderr.isTTY ? visibleText(text) : text),
  files,
  readBytes,
  writeBytes,
  env: process.env,
  now: () => Date.now(),
  campusFile: (file) => campusFile({ file }).file,
  terminal: process.stderr.isTTY,
  connect: async (file) => (await findRunning(file, token)) ?? (await import('./main/client/api-client.ts')).connect(file, token),
  connectRunning: (file) => connectRunning(file, token),
}

// A reader that goes away (`campus points | head`) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = await runCli(COMMANDS, VERSION, context)
