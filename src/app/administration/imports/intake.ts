/** Takes rows in: each belongs to an import, and is logged with what it replaces before it is journalled. */

import { type Instant, instant, MINUTE, type RequestContext } from '../../../domain/index.ts'
import type { AppParts, AppState } from '../../context.ts'
import type { Refusal } from '../../refusal.ts'
import { importRows } from './import-rows.ts'
import type { AcceptedRows, ImportedRows } from './import-types.ts'
import { judgeRows } from './judge-rows.ts'
import type { ImportEntry, ImportRegister } from './register.ts'
import { countLogged, countRows, type RunningTotals, totalsOf } from './totals.ts'

export interface IntakeParts {
  readonly parts: Pick<AppParts, 'journal' | 'clock' | 'readings' | 'writer' | 'importLog'>
  readonly state: Pick<AppState, 'campus'>
  readonly register: ImportRegister
}

/** Its calls run one after another: rows are logged with what the rows before them left. */
export interface Intake {
  readonly add: (context: RequestContext, rows: ImportedRows) => Promise<AcceptedRows | Refusal>
  readonly finish: (entry: ImportEntry) => Promise<ImportEntry>
  /** The entry with what it has taken in so far. */
  readonly withTotals: (entry: ImportEntry) => ImportEntry
}

/** Rows of a program that opens no import belong to its last one while they follow within this time. */
const SAME_IMPORT = 10 * MINUTE

interface UnnamedImport {
  readonly id: string
  readonly until: Instant
}

export function createIntake({ parts, state, register }: IntakeParts): Intake {
  const running = new Map<string, RunningTotals>()
  const idFor = createIdChoice(register)
  return {
    async add(context, { import: named, ...rows }) {
      const refusal = judgeRows(rows, state.campus, parts.clock.now())
      if (refusal !== null) return refusal
      const id = await idFor(context, named, rows.point)
      if (typeof id !== 'string') return id
      const counted = running.get(id) ?? (await countLogged(parts.importLog, id))
      const { seq, logged } = await importRows(parts, id, rows)
      countRows(counted, rows.point, logged)
      running.set(id, counted)
      return { accepted: rows.rows.length, seq, import: id }
    },
    async finish(entry) {
      const counted = running.get(entry.id) ?? (await countLogged(parts.importLog, entry.id))
      running.delete(entry.id)
      const points = counted.points.size === 0 ? entry.points : [...counted.points]
      return register.record(entry.id, { stored: { ...totalsOf(counted), points } }, parts.clock.now())
    },
    withTotals(entry) {
      const counted = entry.state === 'open' ? running.get(entry.id) : undefined
      return counted === undefined ? entry : { ...entry, ...totalsOf(counted), points: [...counted.points] }
    },
  }
}

type IdChoice = (context: RequestContext, named: string | undefined, point: string) => Promise<string | Refusal>

/** The import that is named, where it takes rows; else one of the principal. */
function createIdChoice(register: ImportRegister): IdChoice {
  const unnamed = new Map<string, UnnamedImport>()
  return async ({ principal, at }, named, point) => {
    if (named !== undefined) {
      const entry = await register.find(named)
      if (entry === null) return unknownImport(named)
      return entry.state === 'open' ? named : { refused: 'refused', detail: `"${named}" is ${entry.state}: open another import` }
    }
    const last = unnamed.get(principal.key)
    const reused = last !== undefined && at < last.until ? await register.find(last.id) : null
    const id = reused?.state === 'open' ? reused.id : (await register.open({ file: null, by: principal.key, points: [point] }, at)).id
    unnamed.set(principal.key, { id, until: instant(at + SAME_IMPORT) })
    return id
  }
}

export const unknownImport = (id: string): Refusal => ({ refused: 'unknown-import', detail: `no import "${id}"` })
