import { verifyEvidence } from '../../app/closing/verify-evidence.ts'
import type { Clock, UnpackedEvidence } from '../../ports/index.ts'
import { type Command, CommandError, UsageError } from '../support/command.ts'
import { parse, text } from '../support/options.ts'

const FLAGS = { json: { type: 'boolean' }, key: { type: 'string' } } as const

/** What of the machine the command needs. */
export interface VerifyTools {
  readonly unpack: (bytes: Uint8Array) => UnpackedEvidence
  readonly clock: Clock
  readonly sha256: (text: string) => string
}

export function createVerifyCommand({ unpack, clock, sha256 }: VerifyTools): Command {
  return {
    name: 'verify',
    summary: 'compute every figure of an evidence file again, from the file alone',
    usage: [
      'campus verify FILE.zip [--key FINGERPRINT] [--json]',
      '',
      'Needs no store, no campus file and no network. Exit 0: every figure comes out as it was signed; 1: the faults are listed.',
      '--key: the fingerprint that the report or `campus close` printed. Without it a file that somebody changed and signed again',
      'with a key of his own is not found.',
    ].join('\n'),
    async run(ctx) {
      const { values, positionals } = parse(ctx.args, FLAGS)
      const [file] = positionals
      if (file === undefined) throw new UsageError('which file? `campus close` names it')
      if (ctx.readBytes === undefined) throw new CommandError('files cannot be read here')
      const { entries, faults, key } = unpack(ctx.readBytes(file))
      const verification = await verifyEvidence(entries, { clock, sha256 })
      const expected = text(values, 'key')
      const foreign = expected === null || expected === key ? [] : [`signed with the key ${key ?? 'of nobody'}, not with ${expected}`]
      const all = [...foreign, ...faults, ...verification.faults]
      const { statement, figures } = verification
      if (values['json']) ctx.stdout(`${JSON.stringify({ ok: all.length === 0, figures, faults: all, key, statement })}\n`)
      else
        ctx.stdout(
          all.length === 0 ? `${file}: ${sentenceOf(statement, figures)}\nkey  ${key ?? ''}\n` : all.map((f) => `${file}: ${f}\n`).join(''),
        )
      return all.length === 0 ? 0 : 1
    },
  }
}

function sentenceOf(statement: { period: string; revision: number } | null, figures: number): string {
  return `${statement?.period ?? ''} revision ${statement?.revision ?? ''}: ${figures} figures computed again, all as signed`
}
