/** The accounts: books, ledger and figures put together for the API. */

import { effectiveEntries, FACTOR_SETS, FIGURE_IDS, isFigureId } from '../../domain/index.ts'
import { createFiguresService } from '../../figures/service.ts'
import type { ReportingApi, Unknown } from '../../figures/api.ts'
import { isBoundary } from '../../figures/inputs/boundary.ts'
import { factorsOf } from '../../figures/factors/factor-table.ts'
import type { FigureInputs } from '../../figures/inputs/figure-inputs.ts'
import { savingsView } from '../../figures/document/savings-view.ts'
import { createSaver } from '../../savings/saver.ts'
import type { AppParts } from '../context.ts'
import { explained, NO_PERIOD, preview, reportFor } from './answers.ts'
import { type EntryViews, viewsOf } from './entry-views.ts'
import type { AppState } from '../context.ts'
import { type EntryStore, createEntryStore } from './entry-store.ts'

const NO_ENTRY = (id: string): Unknown => ({ unknown: `there is no "${id}" that could be withdrawn: not recorded, or withdrawn already` })

export type AccountParts = Pick<AppParts, 'records' | 'clock' | 'readings' | 'buckets' | 'version'>

export interface AccountState extends Pick<AppState, 'campus'> {
  readonly config: Pick<AppState['config'], 'seasons' | 'factorSet'>
}

export function createReporting(parts: AccountParts, state: AccountState): ReportingApi {
  const { records, clock, buckets } = parts
  const campus = (): AppState['campus'] => state.campus
  const books = createEntryStore({ records, clock, campus })
  const saver = createSaver({ campus, buckets, clock })
  const accountant = createFiguresService({
    campus,
    seasons: () => state.config.seasons,
    factorSet: () => state.config.factorSet,
    buckets,
    facts: () => books.facts(),
    factors: () => books.factors(),
    savings: (within) => saver.savings(within),
    clock,
  })
  const { factView, factorView } = viewsOf(() => campus().timezone)

  /** The ledger of a period, or which of the two words is not known. */
  async function asked(period: string, boundary: string | null): Promise<FigureInputs | Unknown> {
    if (boundary !== null && !isBoundary(campus(), boundary)) {
      const sites = campus().sites.map((s) => s.id)
      return { unknown: `"${boundary}" is no boundary; there are all, offices, shops, data-centre, ${sites.join(', ')}, site/building` }
    }
    return (await accountant.inputs(period, boundary)) ?? NO_PERIOD(period)
  }

  return {
    ...factActions(books, factView),
    async factors(set, all = false) {
      const chosen = set ?? state.config.factorSet
      if (!FACTOR_SETS.some((s) => s === chosen)) return { unknown: `"${chosen}" is no factor set; there are ${FACTOR_SETS.join(', ')}` }
      const recorded = await books.factors()
      const gone = all ? recorded.filter((f) => f.withdrawn !== undefined && (f.set === chosen || f.set === '*')) : []
      return { set: chosen, factors: [...factorsOf(chosen, recorded), ...gone].map(factorView) }
    },
    async addFactor(entry, author) {
      const done = await books.addFactor(entry, author)
      return 'faults' in done ? done : { factor: factorView(done.factor) }
    },
    async withdrawFactor(id, reason, author) {
      const factor = await books.withdrawFactor(id, reason, author)
      return factor === null ? NO_ENTRY(id) : { factor: factorView(factor) }
    },
    previewFactor: (entry, period) => preview({ books, accountant, clock, set: state.config.factorSet }, entry, period),
    async report(period, boundary, language = 'en') {
      const ledger = await asked(period, boundary)
      return 'unknown' in ledger ? ledger : reportFor({ accountant, factorSet: state.config.factorSet }, ledger, { boundary, language })
    },
    async savings(period, boundary, language) {
      const ledger = await asked(period, boundary)
      return 'unknown' in ledger ? ledger : savingsView(ledger, boundary, language)
    },
    async explain(id, period, boundary, language = 'en') {
      if (!isFigureId(id)) return { unknown: `"${id}" is no figure; there are ${FIGURE_IDS.join(', ')}` }
      const ledger = await asked(period, boundary)
      return 'unknown' in ledger ? ledger : explained(parts, ledger, accountant.figure(ledger, id, boundary), language)
    },
  }
}

/** Entries: what there is, new ones, those taken out. */
function factActions(
  books: EntryStore,
  factView: EntryViews['factView'],
): Pick<ReportingApi, 'facts' | 'addFact' | 'addFacts' | 'withdrawFact'> {
  const addFacts: ReportingApi['addFacts'] = async (entries, author) => {
    const done = await books.addFacts(entries, author)
    return 'faults' in done ? done : { facts: done.map(({ fact, warnings }) => ({ fact: factView(fact, true), warnings })) }
  }
  return {
    async facts() {
      const all = await books.facts()
      const counting = new Set(effectiveEntries(all))
      return all.map((fact) => factView(fact, counting.has(fact)))
    },
    addFacts,
    async addFact(entry, author) {
      const done = await addFacts([entry], author)
      const [made] = 'faults' in done ? [] : done.facts
      return made ?? { faults: 'faults' in done ? done.faults : [] }
    },
    async withdrawFact(id, reason, author) {
      const fact = await books.withdrawFact(id, reason, author)
      return fact === null ? NO_ENTRY(id) : { fact: factView(fact, false) }
    },
  }
}
