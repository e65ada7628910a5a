/** Imports in the hands of those who prepare data: opened, filled with rows, closed, listed, undone. */

import type { RequestContext } from '../../../domain/index.ts'
import { createSerialQueue } from '../../../kernel/index.ts'
import type { AppParts, AppState } from '../../context.ts'
import type { Progress } from '../../operations/progress.ts'
import type { Refusal } from '../../refusal.ts'
import type { AcceptedRows, ImportedRows, NewImport, UndoneImport } from './import-types.ts'
import { createIntake, type Intake, unknownImport } from './intake.ts'
import { createImportRegister, type ImportEntry, type ImportRegister } from './register.ts'
import { undoImport } from './undo.ts'

export interface ImportsDeps {
  readonly parts: Pick<AppParts, 'journal' | 'clock' | 'readings' | 'writer' | 'importLog' | 'records'>
  readonly state: Pick<AppState, 'campus'>
  readonly progress: Progress
  /** Reads the newest readings of these points again. */
  readonly renewLatest: (points: readonly string[]) => Promise<void>
}

export interface Imports {
  readonly open: (context: RequestContext, about: NewImport) => Promise<ImportEntry | Refusal>
  readonly add: (context: RequestContext, rows: ImportedRows) => Promise<AcceptedRows | Refusal>
  readonly finish: (id: string) => Promise<ImportEntry | Refusal>
  readonly list: () => Promise<readonly ImportEntry[]>
  readonly undo: (context: RequestContext, id: string) => Promise<UndoneImport | Refusal>
  /** Imports whose rows are taken back: a replay of the archive leaves them out. */
  readonly undoneIds: () => Promise<ReadonlySet<string>>
}

export function createImports(deps: ImportsDeps): Imports {
  const { parts, state } = deps
  const register = createImportRegister(parts.records)
  const queue = createSerialQueue()
  const intake = createIntake({ parts, state, register })
  return {
    undoneIds: () => register.undoneIds(),
    async open({ principal, at }, { file, points }) {
      const missing = points.find((id) => !state.campus.points.some((p) => p.id === id))
      if (missing !== undefined) return { refused: 'refused', detail: `no point "${missing}" in the campus file` }
      // What devices sent before is stored first: its values can come back.
      await parts.writer.drained(parts.journal.state().lastSeq)
      return queue.run(() => register.open({ file, by: principal.key, points }, at))
    },
    add: (context, rows) => queue.run(() => intake.add(context, rows)),
    finish: (id) =>
      queue.run(async () => {
        const entry = await register.find(id)
        if (entry === null) return unknownImport(id)
        return entry.state === 'open' ? intake.finish(entry) : entry
      }),
    list: async () => (await register.list()).map(intake.withTotals),
    undo: (context, id) => queue.run(() => undo({ ...deps, register, intake }, context, id)),
  }
}

interface UndoParts extends ImportsDeps {
  readonly register: ImportRegister
  readonly intake: Intake
}

async function undo(
  { parts, state, progress, renewLatest, register, intake }: UndoParts,
  { principal, at }: RequestContext,
  id: string,
): Promise<UndoneImport | Refusal> {
  const found = await register.find(id)
  if (found === null) return unknownImport(id)
  if (found.state === 'undone') return { refused: 'refused', detail: `"${id}" was undone already` }
  const entry = found.state === 'open' ? await intake.finish(found) : found
  const all = await register.list()
  const later = all.slice(all.findIndex((e) => e.id === id) + 1).filter((e) => e.state === 'open' || e.state === 'stored')
  await register.record(id, { undoing: { by: principal.key } }, at)
  const inFile = new Set(state.campus.points.map((p) => p.id))
  const onProgress = (done: number, total: number): void =>
    progress.report({ id: `undo-${id}`, name: 'undo', state: done < total ? 'running' : 'done', done, total, unit: 'readings', detail: id })
  const { seq, ...outcome } = await undoImport(parts, { entry, later, hasPoint: (p) => inFile.has(p), onProgress })
  await parts.writer.drained(seq)
  await renewLatest(entry.points)
  return { ...outcome, seq, import: await register.record(id, { undone: { ...outcome, by: principal.key, at } }, parts.clock.now()) }
}
