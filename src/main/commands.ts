/** The commands of the program by name. Each is loaded when it is called: `campus --help` loads none. */

import type { Command, CommandEntry } from '../cli/support/command.ts'

/** A command that reads campus files or mappings gets the presets that ship with the program. */
async function withPresets(command: Command): Promise<Command> {
  const { conventions } = await import('./presets.ts')
  return { ...command, run: (ctx) => command.run({ ...ctx, conventions }) }
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'start',
    summary: 'run the service; --demo simulates the reference campus',
    load: async () => (await import('./start.ts')).startCommand,
  },
  {
    name: 'check',
    summary: 'examine the campus file: all faults at once, each with line and hint',
    load: async () => withPresets((await import('../cli/admin/check.ts')).checkCommand),
  },
  {
    name: 'points',
    summary: 'list the points with last value, unit, age and coverage',
    load: async () => (await import('../cli/data/points.ts')).pointsCommand,
  },
  {
    name: 'import',
    summary: 'readings from a file (CSV, XLSX, Green Button, NEM12): the same validation and rollups as live data',
    load: async () => (await import('../cli/data/import.ts')).importCommand,
  },
  {
    name: 'decode',
    summary: 'what messages mean: NDJSON of messages on stdin, readings on stdout',
    load: async () => withPresets((await import('../cli/data/decode.ts')).decodeCommand),
  },
  {
    name: 'discover',
    summary: 'fields that devices send and no point asks for, with a suggestion each',
    load: async () => (await import('../cli/data/discover.ts')).discoverCommand,
  },
  {
    name: 'dead-letters',
    summary: 'what was refused and why: list, show, replay after a fix, drop, export',
    load: async () => (await import('../cli/data/dead-letters.ts')).deadLettersCommand,
  },
  {
    name: 'rollup',
    summary: 'compute what is due, or recompute a span from raw readings',
    load: async () => (await import('../cli/data/rollup.ts')).rollupCommand,
  },
  {
    name: 'rebuild',
    summary: 'recompute every bucket from raw readings; --verify compares with what stands',
    load: async () => (await import('../cli/data/rollup.ts')).rebuildCommand,
  },
  {
    name: 'replay',
    summary: 'decode archived raw messages again, after a mapping was put right',
    load: async () => (await import('../cli/data/replay.ts')).replayCommand,
  },
  {
    name: 'archive',
    summary: 'how far back raw messages are kept, and for how many days there is room',
    load: async () => (await import('../cli/data/replay.ts')).archiveCommand,
  },
  {
    name: 'export',
    summary: 'buckets of all or some points as NDJSON: exact totals, coverage, closing readings',
    load: async () => (await import('../cli/data/export.ts')).exportCommand,
  },
  {
    name: 'entry',
    summary: 'dated entries: head count, area, waste, meals, bills, targets; never overwritten',
    load: async () => (await import('../cli/reporting/entry.ts')).entryCommand,
  },
  {
    name: 'fact',
    summary: 'the same as entry, its former name',
    load: async () => (await import('../cli/reporting/entry.ts')).factCommand,
  },
  {
    name: 'factor',
    summary: 'emission and conversion factors: dated rows with their source; what a new row would move',
    load: async () => (await import('../cli/reporting/factor.ts')).factorCommand,
  },
  {
    name: 'report',
    summary: 'the figures of a month, a quarter or a year',
    load: async () => (await import('../cli/reporting/report.ts')).reportCommand,
  },
  {
    name: 'explain',
    summary: 'a figure down to meters, registers, factor rows and entries',
    load: async () => (await import('../cli/reporting/explain.ts')).explainCommand,
  },
  {
    name: 'savings',
    summary: 'what each measure saved in a month, a quarter or a year',
    load: async () => (await import('../cli/reporting/savings.ts')).savingsCommand,
  },
  {
    name: 'alarms',
    summary: 'what somebody has to look at; acknowledge it',
    load: async () => (await import('../cli/operations/alarms.ts')).alarmsCommand,
  },
  {
    name: 'simulate',
    summary: 'play a campus over MQTT: devices, faults, and a truth file',
    load: async () => (await import('./demo/simulate.ts')).simulateCommand,
  },
  {
    name: 'reference-year',
    summary: 'play a year of the reference campus over MQTT and record its entries',
    load: async () => (await import('./demo/reference-year.ts')).referenceYearCommand,
  },
  {
    name: 'token',
    summary: 'create, list and revoke access tokens',
    load: async () => (await import('../cli/admin/token.ts')).tokenCommand,
  },
  {
    name: 'health',
    summary: 'whether the running service is ready; exit 1 when it is not',
    load: async () => (await import('../cli/operations/health.ts')).healthCommand,
  },
]
