/** The accounts: books, ledger and figures put together for the API. */

import { countingFacts, type Fact, type Factor, FACTOR_SETS, FIGURE_IDS, formatIn, isFigureId } from '../domain/index.ts'
import { type Accountant, createAccountant } from '../figures/accountant.ts'
import type { Accounts, FactorView, FactView, Moved, Unknown } from '../figures/api.ts'
import { type Figure, isBoundary } from '../figures/compute.ts'
import { examineFactor } from '../figures/factor-entry.ts'
import { factorsOf } from '../figures/factor-table.ts'
import type { Ledger } from '../figures/ledger.ts'
import { type Explanation, explanationOf, metersOf, reportOf } from '../figures/report.ts'
import { savingsView } from '../figures/savings-view.ts'
import { createSaver } from '../savings/saver.ts'
import type { AppParts } from '../app.ts'
import type { AppState } from './api.ts'
import { type Books, createBooks } from './books.ts'

const NO_PERIOD = (text: string): Unknown => ({ unknown: `"${text}" is no period; write 2026, 2026-Q1 or 2026-03` })

export type AccountParts = Pick<AppParts, 'records' | 'clock' | 'buckets' | 'version'>

export interface AccountState extends Pick<AppState, 'campus'> {
  readonly config: Pick<AppState['config'], 'seasons' | 'factorSet'>
}

export function createAccounts(parts: AccountParts, state: AccountState): Accounts {
  const { records, clock, buckets } = parts
  const campus = (): AppState['campus'] => state.campus
  const books = createBooks({ records, clock, campus })
  const saver = createSaver({ campus, buckets, clock })
  const accountant = createAccountant({
    campus,
    seasons: () => state.config.seasons,
    factorSet: () => state.config.factorSet,
    buckets,
    facts: () => books.facts(),
    factors: () => books.factors(),
    savings: (within) => saver.savings(within),
    clock,
  })

  /** The ledger of a period, or which of the two words is not known. */
  async function asked(period: string, boundary: string | null): Promise<Ledger | Unknown> {
    if (boundary !== null && !isBoundary(campus(), boundary)) {
      const sites = campus().sites.map((s) => s.id)
      return { unknown: `"${boundary}" is no boundary; there are all, offices, shops, ${sites.join(', ')}, site/building` }
    }
    return (await accountant.ledger(period)) ?? NO_PERIOD(period)
  }

  return {
    ...entriesOf(
      books,
      () => campus().timezone,
      () => state.config.factorSet,
    ),
    previewFactor: (entry, period) => preview({ books, accountant, clock, set: state.config.factorSet }, entry, period),
    async report(period, boundary) {
      const ledger = await asked(period, boundary)
      return 'unknown' in ledger
        ? ledger
        : reportOf({ ledger, factorSet: state.config.factorSet, boundary }, accountant.figures(ledger, boundary))
    },
    async savings(period, boundary) {
      const ledger = await asked(period, boundary)
      return 'unknown' in ledger ? ledger : savingsView(ledger, boundary)
    },
    async explain(id, period, boundary) {
      if (!isFigureId(id)) return { unknown: `"${id}" is no figure; there are ${FIGURE_IDS.join(', ')}` }
      const ledger = await asked(period, boundary)
      return 'unknown' in ledger ? ledger : explain(parts, ledger, accountant.figure(ledger, id, boundary))
    },
  }
}

type Entries = Pick<Accounts, 'facts' | 'addFact' | 'factors' | 'addFactor'>

/** What was recorded, and what is recorded now. `set` is the campus's set of factor rows. */
function entriesOf(books: Books, zone: () => string, set: () => string): Entries {
  const at = (time: Fact['recordedAt']): string => formatIn(zone(), time)
  const factView = ({ recordedAt, ...fact }: Fact, counts: boolean): FactView => ({ ...fact, recorded_at: at(recordedAt), counts })
  const factorView = ({ recordedAt, ...row }: Factor): FactorView => ({ ...row, recorded_at: recordedAt === null ? null : at(recordedAt) })
  return {
    async facts() {
      const all = await books.facts()
      const counting = new Set(countingFacts(all))
      return all.map((fact) => factView(fact, counting.has(fact)))
    },
    async addFact(entry, author) {
      const done = await books.addFact(entry, author)
      return 'faults' in done ? done : { fact: factView(done.fact, true), warnings: done.warnings }
    },
    async factors(asked) {
      const chosen = asked ?? set()
      if (!FACTOR_SETS.some((s) => s === chosen)) return { unknown: `"${chosen}" is no factor set; there are ${FACTOR_SETS.join(', ')}` }
      return { set: chosen, factors: factorsOf(chosen, await books.factors()).map(factorView) }
    },
    async addFactor(entry, author) {
      const done = await books.addFactor(entry, author)
      return 'faults' in done ? done : { factor: factorView(done.factor) }
    },
  }
}

/** A figure with the registers of its meters where the period begins and ends. */
async function explain({ buckets, version }: AccountParts, ledger: Ledger, figure: Figure | null): Promise<Explanation | Unknown> {
  if (figure === null) return { unknown: 'the campus has no site' }
  const meters = metersOf(figure)
  const { from, to } = ledger.period.span
  const [first, last] = await Promise.all([buckets.closings(meters, from), buckets.closings(meters, to)])
  return explanationOf(ledger, figure, { first, last }, version)
}

interface PreviewParts {
  readonly books: Books
  readonly accountant: Accountant
  readonly clock: AppParts['clock']
  readonly set: string
}

async function preview(
  { books, accountant, clock, set }: PreviewParts,
  entry: Parameters<Accounts['previewFactor']>[0],
  period: string,
): ReturnType<Accounts['previewFactor']> {
  const examined = examineFactor(entry)
  if (!examined.ok) return { faults: examined.faults }
  const ledger = await accountant.ledger(period)
  if (ledger === null) return NO_PERIOD(period)
  const row: Factor = { id: 'preview', ...examined.factor, recordedAt: clock.now() }
  const after = accountant.figures({ ...ledger, factors: factorsOf(set, [...(await books.factors()), row]) }, null)
  const before = new Map(accountant.figures(ledger, null).map((f) => [f.id, f.value]))
  const moved: Moved[] = after
    .filter((f) => f.value !== before.get(f.id))
    .map(({ id, boundary, unit, value }) => ({ id, boundary, unit, before: before.get(id) ?? null, after: value }))
  return { moved }
}
