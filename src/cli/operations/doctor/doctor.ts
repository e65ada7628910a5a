import type { ApiClient, Command } from '../../support/command.ts'
import { UsageError } from '../../support/command.ts'
import { parse, SERVICE_FLAGS, text } from '../../support/options.ts'
import { table } from '../../support/table.ts'
import type { DoctorFinding, DoctorLevel } from './doctor-finding.ts'

export interface DoctorRequest {
  /** `--config`, or null. */
  readonly config: string | null
  readonly connect: () => Promise<ApiClient>
}

const COLUMNS = ['', 'check', 'where', 'what'].map((title) => ({ title }))
const MARKS: Readonly<Record<DoctorLevel, string>> = { ok: 'ok', warning: 'WARNING', fault: 'FAULT' }

/** What to do stands below what is wrong. */
function rowsOf({ level, check, where, what, action }: DoctorFinding): string[][] {
  const row = [MARKS[level], check, where, what]
  return action === null ? [row] : [row, ['', '', '', `-> ${action}`]]
}

export function createDoctorCommand(examine: (request: DoctorRequest) => Promise<readonly DoctorFinding[]>): Command {
  return {
    name: 'doctor',
    summary: 'check data folder, clock, disk, broker, store, certificates, backups and notices',
    usage: [
      'campus doctor [--json] [--config FILE]',
      '',
      'Looks at everything that the service stands on and says what to do about each fault, beside the running service or without one.',
      'It writes and removes a file of its own in the data folder, a row of its own in the store, and a message of its own at an external broker.',
      'Without a running service it opens the data folder for a moment, as other commands do. Exit 1 when there is a fault; warnings exit 0.',
    ].join('\n'),
    async run(ctx) {
      const { values, positionals } = parse(ctx.args, SERVICE_FLAGS)
      if (positionals.length > 0) throw new UsageError(`"${positionals[0] ?? ''}" is no option`)
      const config = text(values, 'config')
      const findings = await examine({ config, connect: () => ctx.connect(config) })
      const count = (level: DoctorLevel): number => findings.filter((finding) => finding.level === level).length
      const ok = count('fault') === 0
      if (values['json'] === true) ctx.stdout(`${JSON.stringify({ ok, findings })}\n`)
      else ctx.stdout(table(COLUMNS, findings.flatMap(rowsOf)))
      ctx.stderr(`${count('fault')} faults, ${count('warning')} warnings\n`)
      return ok ? 0 : 1
    },
  }
}
