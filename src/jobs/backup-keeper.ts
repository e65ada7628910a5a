/** Scheduled backups: makes one, removes those that are no longer wanted, and knows how the last one went. */

import type { Instant } from '../domain/index.ts'
import { errorText } from '../kernel/index.ts'
import type { BackupFolder, Clock, Events, KeptBackup, Records } from '../ports/index.ts'
import { expiredBackups, type Retention } from './backup-retention.ts'

export interface BackupPlan {
  /** Null: none are made. */
  readonly dir: string | null
  readonly campus: string
  readonly zone: string
  readonly keep: Retention
}

export interface BackupState {
  readonly newest: KeptBackup | null
  /** When and why the last attempt failed; null when it succeeded, or there was none. */
  readonly failure: { readonly at: Instant; readonly why: string } | null
  /** First start with a folder: nothing can be older. */
  readonly since: Instant
}

export interface BackupKeeper {
  /** Rejects when there is none of this moment. */
  run(): Promise<void>
  /** Null while none are planned. */
  state(): Promise<BackupState | null>
}

export interface BackupKeeperParts {
  readonly plan: () => BackupPlan
  readonly folder: BackupFolder
  /** The bytes of a backup of now. */
  readonly create: () => AsyncIterable<Uint8Array>
  readonly records: Records
  readonly clock: Pick<Clock, 'now'>
  readonly events: Events
}

const STREAM = 'backup'

interface Outcome {
  readonly file?: string
  readonly bytes?: number
  readonly error?: string
}

export function createBackupKeeper(parts: BackupKeeperParts): BackupKeeper {
  const { plan, folder, create, records, clock, events } = parts

  async function make(dir: string, { campus, zone, keep }: BackupPlan): Promise<void> {
    const at = clock.now()
    const made = await folder.write(dir, { at, campus }, create())
    await records.append(STREAM, 'made', at, { file: made.name, bytes: made.bytes } satisfies Outcome)
    events.emit({ code: 'backup-made', level: 'info', detail: `${made.name}: ${made.bytes} bytes, checked` })
    const all = await folder.list(dir, campus)
    const expired = new Set(
      expiredBackups(
        all.map((backup) => backup.at),
        keep,
        zone,
      ),
    )
    for (const { name } of all.filter((backup) => expired.has(backup.at))) await folder.remove(dir, name)
  }

  return {
    async run() {
      const current = plan()
      if (current.dir === null) return
      try {
        await make(current.dir, current)
      } catch (error) {
        const why = errorText(error)
        await records.append(STREAM, 'failed', clock.now(), { error: why } satisfies Outcome)
        events.emit({ code: 'backup-failed', level: 'error', detail: `the scheduled backup into "${current.dir}" failed: ${why}` })
        throw error
      }
    },
    async state() {
      const { dir, campus } = plan()
      if (dir === null) return null
      const all = await records.read(STREAM)
      const [first, last] = [all[0], all.at(-1)]
      const { error } = (last?.body ?? {}) as Outcome
      // A folder that cannot be read has none.
      const kept = await folder.list(dir, campus).catch(() => [])
      const failure = last === undefined || error === undefined ? null : { at: last.at, why: error }
      return { newest: kept.at(-1) ?? null, failure, since: first?.at ?? clock.now() }
    },
  }
}
