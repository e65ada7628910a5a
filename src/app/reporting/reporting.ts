/** Reporting use cases composed from the entry store, the savings and the figures. */

import { effectiveEntries, FACTOR_SETS, FIGURE_IDS, isFigureId, periodSpan } from '../../domain/index.ts'
import type { PeriodQuery, ReportingApi, Unknown } from '../../figures/api.ts'
import { measureView } from '../../figures/document/savings/measure-view.ts'
import { savingsView } from '../../figures/document/savings/savings-view.ts'
import { factorsOf } from '../../figures/factors/factor-table.ts'
import { isBoundary } from '../../figures/inputs/boundary.ts'
import type { FigureInputs } from '../../figures/inputs/figure-inputs.ts'
import { matchScope2 } from '../../figures/matching/scope2-hours.ts'
import { createFiguresService, type FiguresService } from '../../figures/figures-service.ts'
import { createReplacedValues } from '../monitoring/replaced-values.ts'
import type { AppParts, AppState } from '../context.ts'
import { baselineUseCases } from './baselines.ts'
import { documentOf, explainFigure, previewFactor, unknownPeriod } from './answers.ts'
import type { EntryStore } from './entry-store.ts'
import { computeOutlook, outlookYear } from './outlook.ts'
import { createEntryViews, missingFactorViews, type EntryViews } from './entry-views.ts'
import { siteCheckRow } from './site-checks.ts'
import { createFigureSources, type FigureSourceParts, type FigureSourceState } from './figure-sources.ts'

const notRecorded = (id: string): Unknown => ({
  unknown: `there is no "${id}" that could be withdrawn: not recorded, or withdrawn already`,
})

type ReadInputs = (period: string, boundary: string | null) => Promise<FigureInputs | null>

export type ReportingParts = FigureSourceParts & Pick<AppParts, 'readings' | 'version'>
export type ReportingState = FigureSourceState

interface ForwardParts {
  readonly campus: () => AppState['campus']
  readonly figuresService: FiguresService
  readonly buckets: ReportingParts['buckets']
  readonly inputsOf: (query: PeriodQuery) => Promise<FigureInputs | Unknown>
}

/** Electricity by the hour, and where a year comes out. */
function forwardUseCases({ campus, figuresService, buckets, inputsOf }: ForwardParts): Pick<ReportingApi, 'scope2Hours' | 'outlook'> {
  return {
    async scope2Hours(_context, period) {
      const inputs = await inputsOf({ period, boundary: null })
      return 'unknown' in inputs ? inputs : matchScope2(inputs, buckets)
    },
    async outlook(_context, period) {
      const year = outlookYear(period)
      const inputs = await inputsOf({ period: year, boundary: null })
      if ('unknown' in inputs) return inputs
      const { timezone, fiscalStart } = campus()
      return computeOutlook({ figuresService, zone: timezone, spanOf: (name) => periodSpan(timezone, name, fiscalStart) }, year, inputs)
    },
  }
}

export function createReporting(parts: ReportingParts, state: ReportingState): ReportingApi {
  const { clock } = parts
  const replaced = createReplacedValues(parts)
  const campus = (): AppState['campus'] => state.campus
  const { entryStore, sources, siteChecks, frozen } = createFigureSources(parts, state)
  const figuresService = createFiguresService(sources)
  const views = createEntryViews(() => campus().timezone)

  const readAll: ReadInputs = (period, boundary) => figuresService.readInputs(period, boundary)
  const readClaims: ReadInputs = (period) => figuresService.readClaims(period)

  /** The inputs of a period, or which of the two names is unknown. */
  async function inputsOf(query: PeriodQuery, read: ReadInputs = readAll): Promise<FigureInputs | Unknown> {
    const { period, boundary } = query
    if (boundary !== null && !isBoundary(campus(), boundary)) {
      const sites = campus().sites.map((s) => s.id)
      return { unknown: `"${boundary}" is no boundary; there are all, offices, shops, data-centre, ${sites.join(', ')}, site/building` }
    }
    return (await read(period, boundary)) ?? unknownPeriod(period)
  }

  return {
    ...entryUseCases(entryStore, views),
    ...baselineUseCases(frozen, campus),
    ...factorUseCases(entryStore, views, () => state.config.factorSet),
    ...forwardUseCases({ campus, figuresService, buckets: parts.buckets, inputsOf }),
    previewFactor: (_context, draft, period) =>
      previewFactor({ entryStore, figuresService, clock, set: state.config.factorSet }, draft, period),
    async document(_context, query) {
      const inputs = await inputsOf(query)
      return 'unknown' in inputs ? inputs : documentOf({ figuresService, factorSet: state.config.factorSet }, inputs, query.boundary)
    },
    async savings(_context, query) {
      const inputs = await inputsOf(query, readClaims)
      if ('unknown' in inputs) return inputs
      const { boundary, language = 'en' } = query
      const checks = await siteChecks(inputs.period.span, inputs.savings ?? [])
      return savingsView(
        inputs,
        boundary,
        language,
        checks.map((check) => siteCheckRow(campus().timezone, language, check)),
      )
    },
    async measure(_context, id, query) {
      const inputs = await inputsOf(query, readClaims)
      if ('unknown' in inputs) return inputs
      const ids = campus().measures.map((m) => m.id)
      const none = { unknown: `there is no measure "${id}"; the campus file has ${ids.length === 0 ? 'none' : ids.join(', ')}` }
      return measureView(inputs, id, query.boundary, query.language) ?? none
    },
    async explain(_context, id, query) {
      if (!isFigureId(id)) return { unknown: `unknown figure "${id}"; use one of ${FIGURE_IDS.join(', ')}` }
      const inputs = await inputsOf(query)
      if ('unknown' in inputs) return inputs
      return explainFigure({ ...parts, replaced }, inputs, figuresService.computeFigure(inputs, id, query.boundary), query.language ?? 'en')
    },
  }
}

type EntryUseCases = Pick<ReportingApi, 'entries' | 'addEntry' | 'addEntries' | 'withdrawEntry'>

function entryUseCases(store: EntryStore, { entryView }: EntryViews): EntryUseCases {
  const addEntries: ReportingApi['addEntries'] = async (context, drafts) => {
    const added = await store.addEntries(context, drafts)
    return 'faults' in added ? added : { entries: added.map(({ entry, warnings }) => ({ entry: entryView(entry, true), warnings })) }
  }
  return {
    async entries() {
      const all = await store.entries()
      const counting = new Set(effectiveEntries(all))
      return all.map((entry) => entryView(entry, counting.has(entry)))
    },
    addEntries,
    async addEntry(context, draft) {
      const added = await addEntries(context, [draft])
      const [recorded] = 'faults' in added ? [] : added.entries
      return recorded ?? { faults: 'faults' in added ? added.faults : [] }
    },
    async withdrawEntry(context, id) {
      const entry = await store.withdrawEntry(context, id)
      return entry === null ? notRecorded(id) : { entry: entryView(entry, false) }
    },
  }
}

type FactorUseCases = Pick<ReportingApi, 'factors' | 'addFactor' | 'withdrawFactor'>

function factorUseCases(store: EntryStore, { factorView }: EntryViews, campusSet: () => string): FactorUseCases {
  return {
    async factors(_context, { set, all = false, language = 'en' }) {
      const chosen = set ?? campusSet()
      if (!FACTOR_SETS.some((s) => s === chosen)) return { unknown: `"${chosen}" is no factor set; there are ${FACTOR_SETS.join(', ')}` }
      const recorded = await store.factors()
      const withdrawn = all ? recorded.filter((f) => f.withdrawn !== undefined && (f.set === chosen || f.set === '*')) : []
      const factors = [...factorsOf(chosen, recorded), ...withdrawn].map(factorView)
      return { set: chosen, factors, not_found: missingFactorViews(language) }
    },
    async addFactor(context, draft) {
      const added = await store.addFactor(context, draft)
      return 'faults' in added ? added : { factor: factorView(added.factor) }
    },
    async withdrawFactor(context, id) {
      const factor = await store.withdrawFactor(context, id)
      return factor === null ? notRecorded(id) : { factor: factorView(factor) }
    },
  }
}
