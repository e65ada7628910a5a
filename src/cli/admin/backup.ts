import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, type CommandContext, CommandError, UsageError } from '../support/command.ts'
import { parse, SERVICE_FLAGS, text } from '../support/options.ts'
import { type Bar, progressBar } from '../support/progress-bar.ts'

export interface BackupCommandParts {
  /** Writes a file beside its name, reads it back, and puts it in its place. */
  readonly write: (path: string, chunks: AsyncIterable<Uint8Array>, passphrase: string | null) => Promise<void>
  readonly passphrase: (env: CommandContext['env']) => string | null
}

interface Job {
  readonly id: string
  readonly done: number
  readonly total: number | null
}

/** The service is asked how far it is no more often than this, in chunks. */
const CHUNKS_BETWEEN = 64

export function createBackupCommand({ write, passphrase }: BackupCommandParts): Command {
  return {
    name: 'backup',
    summary: 'write a backup of everything the service keeps into one file, also while it runs',
    usage: [
      'campus backup FILE [--json] [--config FILE]',
      '',
      'Readings, buckets, entries, closed periods with their evidence, tokens, raw messages, refused messages, the signing key and the campus file.',
      'The file is written beside its name, read back, and put in its place: a kill leaves the old file or the new one.',
      'It holds the key that signs statements: keep it in safe hands, or set CAMPUS__BACKUP__PASSPHRASE (or ..._FILE) and it is encrypted.',
      '`campus restore FILE` brings it back, into either kind of store. It is a tar archive: `tar -tf FILE` lists what is in it.',
    ].join('\n'),
    async run(ctx) {
      const { values, positionals } = parse(ctx.args, SERVICE_FLAGS)
      const [path] = positionals
      if (path === undefined || positionals.length > 1) throw new UsageError('name the file to write')
      const secret = passphrase(ctx.env)
      const bytes = await withApi(
        () => ctx.connect(text(values, 'config')),
        async (api) => {
          if (api.download === undefined) throw new CommandError('a backup cannot be made here')
          const watch = watchProgress(ctx, api)
          try {
            await write(path, watch.count(api.download('/api/v1/backup')), secret)
            return watch.bytes()
          } finally {
            watch.stop()
          }
        },
      )
      const encrypted = secret !== null
      if (values['json']) ctx.stdout(`${JSON.stringify({ file: path, bytes, encrypted })}\n`)
      else ctx.stdout(`${path}: ${bytes} bytes, checked${encrypted ? ', encrypted' : ''}\n`)
      return 0
    },
  }
}

interface Watch {
  count(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
  bytes(): number
  stop(): void
}

/** A bar of rows, drawn as the bytes come. */
function watchProgress(ctx: CommandContext, api: ApiClient): Watch {
  let [bytes, chunks] = [0, 0]
  let bar: Bar | null = null
  const update = async (): Promise<void> => {
    const { jobs } = await ask<{ jobs: readonly Job[] }>(api, 'GET', '/api/v1/progress')
    const job = jobs.find(({ id }) => id === 'backup')
    if (job === undefined || job.total === null || job.total === 0) return
    bar ??= progressBar(ctx, 'backup', job.total)
    bar.update(job.done)
  }
  return {
    async *count(source) {
      for await (const chunk of source) {
        bytes += chunk.length
        if (chunks++ % CHUNKS_BETWEEN === 0) await update().catch(() => undefined)
        yield chunk
      }
      await update().catch(() => undefined)
    },
    bytes: () => bytes,
    stop: () => bar?.stop(),
  }
}
