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
    summary: 'run the service, with --demo on the simulated reference campus',
    load: async () => (await import('./start.ts')).startCommand,
  },
  {
    name: 'check',
    summary: 'validate the campus file and name all faults, each with line and hint',
    load: async () => withPresets((await import('../cli/admin/check.ts')).checkCommand),
  },
  {
    name: 'points',
    summary: 'list the points with last value, unit, age and coverage',
    load: async () => (await import('../cli/data/points.ts')).pointsCommand,
  },
  {
    name: 'import',
    summary: 'import readings from a file: CSV, XLSX, Green Button or NEM12',
    load: async () => (await import('../cli/data/import.ts')).importCommand,
  },
  {
    name: 'decode',
    summary: 'decode messages (NDJSON) from stdin and print their readings',
    load: async () => withPresets((await import('../cli/data/decode.ts')).decodeCommand),
  },
  {
    name: 'discover',
    summary: 'list the fields of devices that have no point, with a suggestion for each',
    load: async () => withPresets((await import('../cli/data/discover.ts')).discoverCommand),
  },
  {
    name: 'devices',
    summary: 'list the devices, or write and read them as a sheet',
    load: async () => withPresets((await import('../cli/data/devices.ts')).devicesCommand),
  },
  {
    name: 'quantities',
    summary: 'list every quantity with its unit, the units that are read, and its kind',
    load: async () => (await import('../cli/data/quantities.ts')).quantitiesCommand,
  },
  {
    name: 'findings',
    summary: 'list what was wasted in a week, and record what is done about it',
    load: async () => (await import('../cli/operations/findings.ts')).findingsCommand,
  },
  {
    name: 'dead-letters',
    summary: 'list, show, replay, drop and export unusable messages',
    load: async () => (await import('../cli/data/dead-letters.ts')).deadLettersCommand,
  },
  {
    name: 'rollup',
    summary: 'compute the buckets that are due, or a span again from raw readings',
    load: async () => (await import('../cli/data/rollup.ts')).rollupCommand,
  },
  {
    name: 'rebuild',
    summary: 'recompute every bucket from raw readings, or compare them with --verify',
    load: async () => (await import('../cli/data/rollup.ts')).rebuildCommand,
  },
  {
    name: 'replay',
    summary: 'decode archived raw messages again after a mapping is corrected',
    load: async () => (await import('../cli/data/replay.ts')).replayCommand,
  },
  {
    name: 'archive',
    summary: 'show how far back raw messages reach and how many days fit',
    load: async () => (await import('../cli/data/replay.ts')).archiveCommand,
  },
  {
    name: 'export',
    summary: 'export buckets as NDJSON with exact totals, coverage and closing readings',
    load: async () => (await import('../cli/data/export.ts')).exportCommand,
  },
  {
    name: 'entry',
    summary: 'add, list and withdraw dated entries: head count, area, waste, meals, bills, targets',
    load: async () => (await import('../cli/reporting/entry.ts')).entryCommand,
  },
  {
    name: 'fact',
    summary: 'run entry under its former name',
    load: async () => (await import('../cli/reporting/entry.ts')).factCommand,
  },
  {
    name: 'factor',
    summary: 'list, add and withdraw emission and conversion factors, and preview what a new row changes',
    load: async () => (await import('../cli/reporting/factor.ts')).factorCommand,
  },
  {
    name: 'report',
    summary: 'print the figures of a period: a month, a quarter, a year or a fiscal year',
    load: async () => (await import('../cli/reporting/report.ts')).reportCommand,
  },
  {
    name: 'portfolio',
    summary: 'show the figures of many campuses as one group',
    load: async () => (await import('./portfolio/portfolio.ts')).portfolioCommand,
  },
  {
    name: 'explain',
    summary: 'trace a figure to its meters, registers, factor rows and entries',
    load: async () => (await import('../cli/reporting/explain.ts')).explainCommand,
  },
  {
    name: 'savings',
    summary: 'print what each measure saved in a period, fit a baseline to CSV files, or supersede a frozen one',
    load: async () => (await import('../cli/reporting/savings.ts')).savingsCommand,
  },
  {
    name: 'correct',
    summary: 'correct stored values over a span, with a preview of the figures that move',
    load: async () => (await import('../cli/closing/correct.ts')).correctCommand,
  },
  {
    name: 'outlook',
    summary: 'show where a year comes out: amounts, cost, target, forecast with its band',
    load: async () => (await import('../cli/reporting/outlook.ts')).outlookCommand,
  },
  {
    name: 'scope2',
    summary: 'match electricity with its instruments hour by hour, beside the totals of the period',
    load: async () => (await import('../cli/reporting/scope2.ts')).scope2Command,
  },
  {
    name: 'consistency',
    summary: 'list what does not fit together in a period, a line a cause, before it is signed',
    load: async () => (await import('../cli/closing/review.ts')).consistencyCommand,
  },
  {
    name: 'calendar',
    summary: 'list what each month and year waits for before it is signed, and whose work it is',
    load: async () => (await import('../cli/closing/review.ts')).calendarCommand,
  },
  {
    name: 'submit',
    summary: 'submit the figures of a period to the approver, or return them to the preparer',
    load: async () => (await import('../cli/closing/review.ts')).submitCommand,
  },
  {
    name: 'close',
    summary: 'close a period: its report is signed and kept with its evidence',
    load: async () => (await import('../cli/closing/close.ts')).closeCommand,
  },
  {
    name: 'restate',
    summary: 'list what would change a closed period, accept it as the next revision, or reject it',
    load: async () => (await import('../cli/closing/restate.ts')).restateCommand,
  },
  {
    name: 'statements',
    summary: 'list closed periods with revision, author, hash and reason',
    load: async () => (await import('../cli/closing/restate.ts')).statementsCommand,
  },
  {
    name: 'verify',
    summary: 'compute every figure of an evidence file again, from the file alone',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    name: 'alarms',
    summary: 'list and acknowledge alarms',
    load: async () => (await import('../cli/operations/alarms.ts')).alarmsCommand,
  },
  {
    name: 'control',
    summary: 'show what control does and why, preview it, override actuators, stop and resume it',
    load: async () => (await import('../cli/control/control.ts')).controlCommand,
  },
  {
    name: 'simulate',
    summary: 'play a campus over MQTT, with faults and a truth file',
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
    name: 'user',
    summary: 'invite, list and disable people, give one another role, a new password or a new second factor',
    load: async () => (await import('../cli/admin/user.ts')).userCommand,
  },
  {
    name: 'audit',
    summary: 'list who changed what, and check that no event of the audit was changed or removed',
    load: async () => (await import('../cli/admin/audit.ts')).auditCommand,
  },
  {
    name: 'broker-config',
    summary: 'write mosquitto.conf, users and access list for the devices of the campus file',
    load: async () => (await import('./broker/broker-config.ts')).brokerConfigCommand,
  },
  {
    name: 'backup',
    summary: 'write a backup of everything the service keeps into one file, also while it runs',
    load: async () => (await import('./backup/commands.ts')).backupCommand,
  },
  {
    name: 'restore',
    summary: 'bring a backup back into an empty data folder and an empty store of either kind',
    load: async () => (await import('./backup/commands.ts')).restoreCommand,
  },
  {
    name: 'forget',
    summary: 'remove what a device tells of people: readings of occupancy and raw messages',
    load: async () => (await import('../cli/admin/forget.ts')).forgetCommand,
  },
  {
    name: 'doctor',
    summary: 'check data folder, clock, disk, broker, store, certificates, backups and notices',
    load: async () => (await import('./doctor/doctor.ts')).doctorCommand,
  },
  {
    name: 'health',
    summary: 'test whether the running service is ready; exit with 1 when it is not',
    load: async () => (await import('../cli/operations/health.ts')).healthCommand,
  },
]
