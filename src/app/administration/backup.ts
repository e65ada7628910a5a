/** A backup as an answer: its bytes, and how far it is. */

import type { Backups } from '../../ports/index.ts'
import type { Progress } from '../operations/progress.ts'
import type { RollupQueue } from './rollup-queue.ts'

interface BackupMaking {
  readonly parts: { readonly backups: Backups }
  readonly rollups: Pick<RollupQueue, 'holdRemovals'>
  readonly progress: Pick<Progress, 'report'>
}

const JOB = { id: 'backup', name: 'backup', unit: 'rows', detail: '' }

/** Nothing is read before the first chunk is asked for. What removes rows waits until the last one was taken, or the reader leaves. */
export async function* createBackup({ parts, rollups, progress }: BackupMaking): AsyncGenerator<Uint8Array> {
  const release = await rollups.holdRemovals()
  let [done, total] = [0, 0]
  const report = (state: 'running' | 'done' | 'failed'): void => progress.report({ ...JOB, state, done, total })
  let complete = false
  try {
    yield* parts.backups.create((rows, of) => {
      ;[done, total] = [rows, of]
      report('running')
    })
    complete = true
  } finally {
    release()
    report(complete ? 'done' : 'failed')
  }
}
