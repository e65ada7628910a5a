/** Frozen baselines of a measure as the API shows them, and their supersession. */

import { type Campus, formatIn } from '../../domain/index.ts'
import type { BaselineQuery, BaselinesView, ReportingApi, Unknown } from '../../figures/api.ts'
import { renderMessage } from '../../figures/messages/message.ts'
import type { FrozenBaseline, SupersededBaseline } from '../../savings/baseline-log.ts'
import type { BaselineState, FrozenBaselines } from '../../savings/frozen-baselines.ts'

type Row = BaselinesView['baselines'][number]

function frozenRow(zone: string, { hash, full, frozenAt }: FrozenBaseline): NonNullable<Row['frozen']> {
  return { hash, full_output: full, frozen_at: formatIn(zone, frozenAt) }
}

function supersededRow(zone: string, { baseline, at, by, reason }: SupersededBaseline): Row['superseded'][number] {
  return { ...frozenRow(zone, baseline), superseded_at: formatIn(zone, at), by, reason }
}

function rowOf(zone: string, { load, within, frozen, dataHash, superseded }: BaselineState): Row {
  return {
    load,
    from: formatIn(zone, within.from),
    to: formatIn(zone, within.to),
    frozen: frozen === null ? null : frozenRow(zone, frozen),
    moved: frozen === null ? null : frozen.hash !== dataHash,
    superseded: superseded.map((row) => supersededRow(zone, row)),
  }
}

export function baselineUseCases(
  frozen: FrozenBaselines | null,
  campus: () => Campus,
): Pick<ReportingApi, 'baselines' | 'supersedeBaseline'> {
  const none = (id: string): Unknown => ({
    unknown: `"${id}" is no measure whose baseline is learned; a written schedule is changed in the campus file`,
  })
  const viewOf = (measure: string, states: readonly BaselineState[]): BaselinesView => ({
    measure,
    baselines: states.map((state) => rowOf(campus().timezone, state)),
  })
  return {
    async baselines(_context, id) {
      // A written schedule freezes nothing.
      return campus().measures.some((m) => m.id === id) ? viewOf(id, (await frozen?.states(id)) ?? []) : none(id)
    },
    async supersedeBaseline({ principal, reason }, id, { load, language = 'en' }: BaselineQuery) {
      if (frozen === null || !frozen.isLearned(id)) return none(id)
      const found = await frozen.supersede(id, load, { by: principal.key, reason })
      if (!('why' in found)) return viewOf(id, found)
      if (found.why !== null) return { unknown: `nothing was superseded: ${renderMessage(found.why, language)}` }
      return { unknown: `no baseline of ${load === null ? `"${id}"` : `"${load}"`} is frozen yet: the first claim freezes it` }
    },
  }
}
