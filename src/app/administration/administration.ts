/** Data and access in the hands of administrators: dead letters, imports, rollups, archive, tokens. */

import type { AuditTrail } from '../../audit/trail.ts'
import type { RoleName, Span } from '../../domain/index.ts'
import type { AppParts, AppState } from '../context.ts'
import type { Progress } from '../operations/progress.ts'
import type { Refusal } from '../refusal.ts'
import type { AdministrationApi } from './api.ts'
import { accountActions } from './account.ts'
import { createBackup } from './backup.ts'
import { dropDeadLetters, replayDeadLetters } from './dead-letters.ts'
import { createFileImport } from './imports/file-import.ts'
import { createImports, type Imports } from './imports/imports.ts'
import { forgetDevice } from './forget.ts'
import { clearForReplay, type ReplayQuery, replayStep, refuseUnknownSource } from './replay.ts'
import type { RollupQueue } from './rollup-queue.ts'
import { createStoredWait } from './stored-wait.ts'
import { tokenActions } from './tokens.ts'
import { sessionActions, userActions } from './users.ts'

export interface AdministrationParts {
  readonly parts: AppParts
  readonly state: AppState
  readonly rollups: RollupQueue
  readonly progress: Progress
  readonly trail: Pick<AuditTrail, 'list' | 'verify'>
  /** Reads the newest readings of these points again, after readings were removed. */
  readonly renewLatest: (points: readonly string[]) => Promise<void>
}

export function createAdministration(deps: AdministrationParts): AdministrationApi {
  const { parts, state } = deps
  const imports = createImports(deps)
  const demandsFactor = (role: RoleName): boolean => state.config.access.secondFactor.includes(role)
  parts.access.demandFactor(demandsFactor)
  return {
    ...deadLetterActions(parts),
    ...rollupActions(deps),
    ...archiveActions(deps, imports),
    ...tokenActions(parts.access, () => state.campus),
    ...userActions(parts.access, () => state.campus),
    ...sessionActions(parts.access),
    ...accountActions({ access: parts.access, campus: () => state.campus, demandsFactor }),
    ...importActions(imports),
    importFile: createFileImport({ ...deps, imports }),
    backup: async () => ({ chunks: createBackup(deps) }),
    forget: (context, wish) => forgetDevice(deps, context, wish),
    clearSimulation: (_context, span) => clearSimulation(deps, span),
    audit: (_context, query) => deps.trail.list(query),
    verifyAudit: () => deps.trail.verify(),
    session: async ({ principal }) => principal,
  }
}

type ImportActions = Pick<AdministrationApi, 'openImport' | 'importRows' | 'finishImport' | 'imports' | 'undoImport'>

function importActions(imports: Imports): ImportActions {
  return {
    openImport: imports.open,
    importRows: imports.add,
    finishImport: (_context, id) => imports.finish(id),
    imports: () => imports.list(),
    undoImport: imports.undo,
  }
}

type DeadLetterActions = Pick<AdministrationApi, 'deadLetters' | 'deadLetter' | 'replayDeadLetters' | 'dropDeadLetters'>

function deadLetterActions({ deadLetters, journal }: AppParts): DeadLetterActions {
  return {
    deadLetters: (_context, query) => deadLetters.list(query),
    async deadLetter(_context, id) {
      const letter = await deadLetters.get(id)
      const detail = `no dead letter "${id}": it was dropped, replayed, or had to make room`
      return letter ?? { refused: 'unknown-dead-letter', detail }
    },
    replayDeadLetters: async (_context, choice) => ({ replayed: await replayDeadLetters({ deadLetters, journal }, choice) }),
    dropDeadLetters: async (_context, choice) => ({ dropped: await dropDeadLetters(deadLetters, choice) }),
  }
}

function rollupActions({ parts, rollups }: AdministrationParts): Pick<AdministrationApi, 'awaitStored' | 'rollUp' | 'rebuild'> {
  const { writer, journal } = parts
  const awaitStored = createStoredWait({ ...parts, rollups })
  return {
    awaitStored: (_context, until) => awaitStored(until),
    async rollUp(_context, span) {
      if (span !== null) return rollups.recompute(span)
      await writer.drained(journal.state().lastSeq)
      return rollups.rollUp()
    },
    rebuild: (_context, verify) => rollups.rebuild(verify),
  }
}

function archiveActions(
  { parts, state, rollups, renewLatest }: AdministrationParts,
  imports: Imports,
): Pick<AdministrationApi, 'archive' | 'replayArchive' | 'clearForReplay'> {
  const { archive, journal, deadLetters } = parts
  const ofKnownSource = async <T>({ source }: Pick<ReplayQuery, 'source'>, work: () => Promise<T>): Promise<T | Refusal> =>
    refuseUnknownSource(state.campus, source) ?? work()
  return {
    archive: async () => archive.state(),
    replayArchive: (_context, query) =>
      ofKnownSource(query, async () => {
        const undoneImports = await imports.undoneIds()
        return replayStep({ archive, journal, deadLetters, undoneImports, campus: state.campus, limits: parts.config.limits }, query)
      }),
    clearForReplay: (_context, query) =>
      ofKnownSource(query, () => clearForReplay({ parts, campus: state.campus, rollups, renewLatest }, query)),
  }
}

async function clearSimulation(
  { parts, state, rollups, renewLatest }: AdministrationParts,
  span: Span,
): Promise<{ readonly points: number } | Refusal> {
  if (!parts.config.simulated)
    return { refused: 'refused', detail: 'the campus is not simulated; readings of real meters are never removed' }
  const { writer, journal, readings, buckets } = parts
  await writer.drained(journal.state().lastSeq)
  const points = state.campus.points.map((p) => p.id)
  await rollups.runAlone(async () => {
    await readings.remove(points, span)
    // Buckets last: a rollup that is due afterwards finds neither readings nor buckets.
    await buckets.remove(points, span)
  })
  await renewLatest(points)
  return { points: points.length }
}
