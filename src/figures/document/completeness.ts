/** What a report holds and what it does not, source by source: included, not occurring, not estimated, elsewhere, and why. */

import { type CompletenessStatement, type Names, WATER_SOURCES } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { slicesOf, siteBoundary } from '../formulas/energy.ts'
import { sumEntriesInPeriod } from '../inputs/entry-amounts.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { pointsWithRole } from '../inputs/figure-inputs.ts'
import { message, type Message } from '../messages/message.ts'
import { campusName } from './carriers.ts'
import type { SourceStatement } from './report-document.ts'
import { waterUse } from '../formulas/water.ts'

export interface ReportSource {
  readonly id: string
  /** As the campus file names it; null: the catalogue does. */
  readonly name: Names | null
  readonly status: CompletenessStatement['status']
  /** What a statement says stands as the campus file has it. */
  readonly why: Message | string
  /** Sites of the boundary that have a meter with data or an entry, and those that have none. */
  readonly sites: readonly string[]
  readonly without: readonly string[]
  readonly statement: CompletenessStatement | null
}

const WASTE = ['waste.hazardous', 'waste.non-hazardous', 'food-waste'] as const
const NEVER_COMPUTED = ['scope-3', 'packaging'] as const

/** What is there decides; a statement speaks where nothing is there. */
function sourceOf(
  inputs: FigureInputs,
  boundary: Boundary,
  { id, name, has }: { id: string; name: Names | null; has: (site: Boundary) => boolean },
): ReportSource {
  const statement = inputs.campus.accounting?.completeness.find((s) => s.source === id) ?? null
  const sites = boundary.sites.filter((site) => has(siteBoundary(boundary, site))).map((s) => s.id)
  const without = boundary.sites.map((s) => s.id).filter((s) => !sites.includes(s))
  const frame = { id, name, sites, without, statement }
  if (sites.length > 0) {
    const code = without.length === 0 ? 'included-at' : 'included-part'
    return { ...frame, status: 'included', why: message(code, { sites: sites.join(', '), without: without.join(', ') }) }
  }
  if (statement !== null && statement.status !== 'included') return { ...frame, status: statement.status, why: statement.why }
  return { ...frame, status: 'not-estimated', why: message('no-statement') }
}

function dataCentre(inputs: FigureInputs, boundary: Boundary): ReportSource {
  const has = (site: Boundary): boolean => pointsWithRole(inputs, site, { role: 'dc-facility', quantity: 'energy' }).length > 0
  const own = sourceOf(inputs, boundary, { id: 'data-centre', name: null, has })
  const outside = inputs.campus.sites.filter((s) => s.kind === 'data-centre' && !boundary.sites.includes(s)).map((s) => s.id)
  if (own.sites.length > 0 || own.statement !== null || outside.length === 0) return own
  return { ...own, status: 'elsewhere', why: message('outside-boundary', { sites: outside.join(', '), boundary: boundary.id }) }
}

export function sourcesOf(inputs: FigureInputs, boundary: Boundary): ReportSource[] {
  const of = (id: string, has: (site: Boundary) => boolean, name: Names | null = null): ReportSource =>
    sourceOf(inputs, boundary, { id, name, has })
  const carriers = inputs.carriers.map((carrier) =>
    of(carrier.id, (site) => slicesOf(inputs, carrier, site).some((s) => s.own.value !== null), campusName(carrier)),
  )
  const waters = WATER_SOURCES.map((source) =>
    of(`${source.id}-water`, (site) => inputs.period.months.some((month) => waterUse(inputs, source, site, month).value !== null)),
  )
  const wastes = WASTE.map((key) =>
    of(
      key,
      (site) =>
        sumEntriesInPeriod(
          inputs,
          key,
          site.sites.map((s) => s.id),
        ).value !== null,
    ),
  )
  const others = NEVER_COMPUTED.map((id): ReportSource => {
    const source = of(id, () => false)
    return source.statement === null ? { ...source, why: message('entries-only') } : source
  })
  return [...carriers, ...waters, ...wastes, dataCentre(inputs, boundary), ...others]
}

export function sourceStatement({ id, name, status, why, sites, without }: ReportSource): SourceStatement {
  return { source: id, name, status, why, sites, without }
}
