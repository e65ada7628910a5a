import { type Command, type CommandContext, UsageError } from '../support/command.ts'
import { parse, SERVICE_FLAGS, text } from '../support/options.ts'
import { type Bar, progressBar } from '../support/progress-bar.ts'

export interface RestoreRequest {
  readonly file: string
  readonly config: string | null
  readonly env: CommandContext['env']
  /** What is done, and bytes of the file that are handled, of how many. */
  readonly onProgress: (step: RestoreStep, done: number, total: number) => void
}

export type RestoreStep = 'checking' | 'restoring'

export interface RestoredBackup {
  readonly campus: string
  readonly createdAt: string
  readonly dir: string
  readonly store: string
  /** Campus files that were written because there was none. */
  readonly written: readonly string[]
}

export function createRestoreCommand(restore: (request: RestoreRequest) => Promise<RestoredBackup>): Command {
  return {
    name: 'restore',
    summary: 'bring a backup back into an empty data folder and an empty store of either kind',
    usage: [
      'campus restore FILE [--json] [--config FILE]',
      '',
      'The whole file is checked first; a damaged one, one of another campus and one of a newer program are refused. Nothing is overwritten: the data',
      'folder and the store of the campus file have to be empty. CAMPUS__DATA__DIR and CAMPUS__STORE__URL name others. After an interrupted restore',
      'the service does not start on the folder; run the same command again. Without --config and without ./campus.yaml the campus file of the',
      'backup is written to ./campus.yaml. An encrypted backup needs CAMPUS__BACKUP__PASSPHRASE (or ..._FILE).',
    ].join('\n'),
    async run(ctx) {
      const { values, positionals } = parse(ctx.args, SERVICE_FLAGS)
      const [file] = positionals
      if (file === undefined || positionals.length > 1) throw new UsageError('name the backup file')
      const bars = new Map<RestoreStep, Bar>()
      const onProgress = (step: RestoreStep, done: number, total: number): void => {
        const bar = bars.get(step) ?? progressBar(ctx, step, total)
        if (!bars.has(step)) for (const former of bars.values()) former.stop()
        bars.set(step, bar)
        bar.update(done)
      }
      const result = await restore({ file, config: text(values, 'config'), env: ctx.env, onProgress }).finally(() => {
        for (const bar of bars.values()) bar.stop()
      })
      const { campus, createdAt, dir, store, written } = result
      if (values['json']) {
        ctx.stdout(`${JSON.stringify({ campus, created_at: createdAt, data: dir, store, written })}\n`)
        return 0
      }
      for (const path of written) ctx.stdout(`written  ${path}\n`)
      ctx.stdout(`campus ${campus} as of ${createdAt}: data in ${dir}, store ${store}\n\`campus start\` begins where the backup ended.\n`)
      return 0
    },
  }
}
