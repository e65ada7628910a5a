/** What a report holds and what it does not, source by source: included, not occurring, not estimated, elsewhere, and why. */

import { type CompletenessStatement, nameIn, WATER_SOURCES } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { slicesOf, within } from '../formulas/energy.ts'
import { enteredInPeriod } from '../inputs/entered.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { pointsWithRole } from '../inputs/figure-inputs.ts'
import { textIn, type Language } from '../messages/language.ts'
import { SOURCE_NAMES, STATUS_NAMES } from '../messages/notes.ts'
import { message, type Message, renderMessage } from '../messages/reasons.ts'
import { drawn } from '../formulas/water.ts'

export interface ReportSource {
  readonly id: string
  readonly names: Readonly<Record<Language, string>>
  readonly status: CompletenessStatement['status']
  /** What a statement says stands as the campus file has it. */
  readonly why: Message | string
  /** Sites of the boundary that have a meter with data or an entry, and those that have none. */
  readonly sites: readonly string[]
  readonly without: readonly string[]
  readonly statement: CompletenessStatement | null
}

export interface CompletenessRow {
  readonly source: string
  readonly name: string
  readonly status: string
  readonly status_name: string
  readonly why: string
  readonly sites: readonly string[]
  readonly without: readonly string[]
}

const WASTE = ['waste.hazardous', 'waste.non-hazardous', 'food-waste'] as const
const NEVER_COMPUTED = ['scope-3', 'packaging'] as const

const namesOf = (id: string): ReportSource['names'] => {
  const texts = SOURCE_NAMES[id] ?? [id, id, id]
  return { en: textIn(texts, 'en'), 'zh-Hans': textIn(texts, 'zh-Hans'), 'zh-Hant': textIn(texts, 'zh-Hant') }
}

/** What is there decides; a statement speaks where nothing is there. */
function sourceOf(
  ledger: FigureInputs,
  boundary: Boundary,
  { id, names, has }: { id: string; names: ReportSource['names']; has: (site: Boundary) => boolean },
): ReportSource {
  const statement = ledger.campus.accounting?.completeness.find((s) => s.source === id) ?? null
  const there = boundary.sites.filter((site) => has(within(boundary, site))).map((s) => s.id)
  const without = boundary.sites.map((s) => s.id).filter((s) => !there.includes(s))
  const frame = { id, names, sites: there, without, statement }
  if (there.length > 0) {
    const words = without.length === 0 ? 'included-at' : 'included-part'
    return { ...frame, status: 'included', why: message(words, { sites: there.join(', '), without: without.join(', ') }) }
  }
  if (statement !== null && statement.status !== 'included') return { ...frame, status: statement.status, why: statement.why }
  return { ...frame, status: 'not-estimated', why: message('not-told') }
}

function dataCentre(ledger: FigureInputs, boundary: Boundary): ReportSource {
  const has = (site: Boundary): boolean => pointsWithRole(ledger, site, { role: 'dc-facility', quantity: 'energy' }).length > 0
  const own = sourceOf(ledger, boundary, { id: 'data-centre', names: namesOf('data-centre'), has })
  const outside = ledger.campus.sites.filter((s) => s.kind === 'data-centre' && !boundary.sites.includes(s)).map((s) => s.id)
  if (own.sites.length > 0 || own.statement !== null || outside.length === 0) return own
  return { ...own, status: 'elsewhere', why: message('outside-boundary', { sites: outside.join(', '), boundary: boundary.id }) }
}

export function sourcesOf(ledger: FigureInputs, boundary: Boundary): ReportSource[] {
  const of = (id: string, names: ReportSource['names'], has: (site: Boundary) => boolean): ReportSource =>
    sourceOf(ledger, boundary, { id, names, has })
  const carriers = ledger.carriers.map((carrier) => {
    const name = (language: Language): string => nameIn(carrier.name, language, carrier.id)
    const names = { en: name('en'), 'zh-Hans': name('zh-Hans'), 'zh-Hant': name('zh-Hant') }
    return of(carrier.id, names, (site) => slicesOf(ledger, carrier, site).some((s) => s.own.value !== null))
  })
  const waters = WATER_SOURCES.map((source) =>
    of(`${source.id}-water`, namesOf(`${source.id}-water`), (site) =>
      ledger.period.months.some((month) => drawn(ledger, source, site, month).value !== null),
    ),
  )
  const wastes = WASTE.map((key) =>
    of(
      key,
      namesOf(key),
      (site) =>
        enteredInPeriod(
          ledger,
          key,
          site.sites.map((s) => s.id),
        ).value !== null,
    ),
  )
  const others = NEVER_COMPUTED.map((id): ReportSource => {
    const source = of(id, namesOf(id), () => false)
    return source.statement === null ? { ...source, why: message('entries-only') } : source
  })
  return [...carriers, ...waters, ...wastes, dataCentre(ledger, boundary), ...others]
}

export function completenessRow({ id, names, status, why, sites, without }: ReportSource, language: Language): CompletenessRow {
  const status_name = textIn(STATUS_NAMES[status] ?? [status, status, status], language)
  const told = typeof why === 'string' ? why : renderMessage(why, language)
  return { source: id, name: names[language], status, status_name, why: told, sites, without }
}
