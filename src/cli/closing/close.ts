import { ask, withApi } from '../support/api.ts'
import { type Command, CommandError, UsageError } from '../support/command.ts'
import { parse, periodOf, SERVICE_FLAGS, text } from '../support/options.ts'
import { PERIOD_FORMS } from '../../domain/time/period-names.ts'
import type { ClosedRow } from './statement-rows.ts'

const FLAGS = { ...SERVICE_FLAGS, out: { type: 'string' }, force: { type: 'boolean' }, reason: { type: 'string' } } as const

export const closeCommand: Command = {
  name: 'close',
  summary: 'close a period: its report is signed and kept with its evidence',
  usage: [
    'campus close PERIOD [--out FILE.zip] [--force --reason TEXT] [--json] [--token TOKEN] [--config FILE]',
    '',
    `PERIOD is ${PERIOD_FORMS}. It has to be over.`,
    'The report becomes revision 1 and no longer changes: what comes later is a restatement, see `campus restate --help`.',
    'Closing needs the role approver, and somebody who did not make the entries that the report rests on: pass his token with',
    '--token or in CAMPUS_TOKEN. A period with too little data is closed with --force, and the report prints the reason.',
    'The evidence file holds all inputs; `campus verify FILE` computes the report from it. --out writes a copy of it.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const period = periodOf(positionals[0])
    const [force, reason, out] = [values['force'] === true, text(values, 'reason'), text(values, 'out')]
    if (force && reason === null) throw new UsageError('--force needs --reason TEXT: the report prints it')
    const body = { period, ...(force ? { force } : {}), ...(reason === null ? {} : { reason }) }
    const closed = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<ClosedRow>(api, 'POST', '/api/v1/statements', body),
    )
    const evidence = out ?? closed.evidence
    if (out !== null) copyEvidence(ctx, closed.evidence, out)
    const { revision, hash, key } = closed
    if (values['json']) ctx.stdout(`${JSON.stringify({ period, revision, hash, evidence, key })}\n`)
    else ctx.stdout(`${period} is closed, revision ${revision}\nhash      ${hash}\nevidence  ${evidence}\nkey       ${key}\n`)
    return 0
  },
}

type EvidenceFiles = Pick<Parameters<Command['run']>[0], 'readBytes' | 'writeBytes'>

function copyEvidence({ readBytes, writeBytes }: EvidenceFiles, from: string, to: string): void {
  if (readBytes === undefined || writeBytes === undefined) throw new CommandError('files cannot be copied here')
  writeBytes(to, readBytes(from))
}
