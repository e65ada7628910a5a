/** The command line: one table of commands, one way to fail. */

import { type Command, type CommandContext, type CommandEntry, CommandError, UsageError } from './support/command.ts'

export const PROGRAM = 'campus'

export function overview(commands: readonly CommandEntry[], version: string): string {
  const width = Math.max(...commands.map((c) => c.name.length))
  return [
    `${PROGRAM} ${version} - campus smart-energy monitoring`,
    '',
    `usage: ${PROGRAM} <command> [options]`,
    '',
    ...commands.map((c) => `  ${c.name.padEnd(width)}  ${c.summary}`),
    '',
    `\`${PROGRAM} <command> --help\` explains one. Exit codes: 0 done, 1 failed, 2 bad usage or configuration.`,
    'Without --config a command uses ./campus.yaml if it is there, else the demo (reference campus, data in ./data).',
    '',
  ].join('\n')
}

/** The name nearest to what was typed, where few enough letters differ. */
export function nearest(word: string, names: readonly string[]): string | null {
  const ranked = names.map((k) => ({ k, d: distance(word, k) })).sort((a, b) => a.d - b.d)
  const best = ranked[0]
  return best && best.d <= Math.max(1, Math.floor(word.length / 3)) ? best.k : null
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

export async function runCli(commands: readonly CommandEntry[], version: string, context: CommandContext): Promise<number> {
  const [name, ...args] = context.args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    context.stdout(overview(commands, version))
    return name === undefined ? 2 : 0
  }
  if (name === '--version' || name === '-v') {
    context.stdout(`${version}\n`)
    return 0
  }
  const entry = commands.find((c) => c.name === name)
  if (!entry) return reportUnknown(name, commands, context)
  const command = await entry.load()
  if (args.includes('--help') || args.includes('-h')) {
    context.stdout(`${command.usage}\n`)
    return 0
  }
  return runGuarded(command, { ...context, args })
}

function reportUnknown(name: string, commands: readonly CommandEntry[], context: CommandContext): number {
  const hint = nearest(
    name,
    commands.map((c) => c.name),
  )
  context.stderr(`${PROGRAM}: there is no command "${name}"${hint ? `; did you mean "${hint}"?` : ''}\n\`${PROGRAM} --help\` lists them\n`)
  return 2
}

/** Prints what the machine, a port or the service reports as a sentence. A bug keeps its trace. */
async function runGuarded(command: Command, context: CommandContext): Promise<number> {
  try {
    return await command.run(context)
  } catch (error) {
    if (error instanceof UsageError) {
      context.stderr(`${PROGRAM} ${command.name}: ${error.message}\n\n${command.usage}\n`)
      return 2
    }
    if (error instanceof CommandError) {
      context.stderr(`${PROGRAM} ${command.name}: ${error.message}\n`)
      return error.exit
    }
    const reported = error instanceof Error && (error.name === 'PortError' || typeof (error as NodeJS.ErrnoException).code === 'string')
    if (!reported) throw error
    context.stderr(`${PROGRAM} ${command.name}: ${error.message}\n`)
    return 1
  }
}
