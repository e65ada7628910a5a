/** Which period and which part of the campus: chosen, and kept in the address. */

import type { VNode } from 'preact'
import { nameOf, t } from '../i18n.ts'
import { asKind, type Kind, type Period, periodText } from '../periods.ts'
import { placeName } from '../places.ts'
import { campus } from '../state.ts'
import { monthOfYear } from '../office-format.ts'

export interface PeriodChoiceProps {
  readonly period: Period
  readonly boundary: string | null
  /** What holds when no boundary is chosen. */
  readonly otherwise: string
  readonly choose: (period: string, boundary: string | null) => void
}

const KINDS: readonly Kind[] = ['month', 'quarter', 'year']
const EARLIEST = 1990
const LATEST = 2100

function Part({ period, choose }: { period: Period; choose: (next: Period) => void }): VNode | null {
  const { kind, part } = period
  if (kind === 'year') return null
  const parts = Array.from({ length: kind === 'month' ? 12 : 4 }, (_, i) => i + 1)
  return (
    <label>
      {t(`period.${kind}`)}
      <select value={String(part)} onChange={(e) => choose({ ...period, part: Number(e.currentTarget.value) })}>
        {parts.map((n) => (
          <option key={n} value={String(n)}>
            {kind === 'month' ? monthOfYear(n) : t('period.quarter.n', { n })}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Boundaries of the campus: all, by kind of site, its sites and buildings. */
function boundaries(): readonly (readonly [id: string, name: string])[] {
  const known = campus.value.value
  const sites = known?.sites ?? []
  const own = sites.flatMap((site) => [
    [site.id, nameOf(site.name, site.id)] as const,
    ...(site.buildings ?? []).map(
      ({ id }) => [`${site.id}/${id}`, `${nameOf(site.name, site.id)} · ${placeName(`${site.id}/${id}`, known)}`] as const,
    ),
  ])
  return [['all', t('boundary.all')], ['offices', t('boundary.offices')], ['shops', t('boundary.shops')], ...own]
}

export function PeriodChoice({ period, boundary, otherwise, choose }: PeriodChoiceProps): VNode {
  const move = (next: Period): void => choose(periodText(next), boundary)
  const list = boundaries()
  return (
    <form class="choice" onSubmit={(e) => e.preventDefault()}>
      <label>
        {t('period.kind')}
        <select value={period.kind} onChange={(e) => move(asKind(period, e.currentTarget.value as Kind))}>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`period.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <Part period={period} choose={move} />
      <label>
        {t('period.year')}
        <input
          type="number"
          min={EARLIEST}
          max={LATEST}
          value={period.year}
          onChange={(e) => {
            const year = e.currentTarget.valueAsNumber
            if (Number.isInteger(year) && year >= EARLIEST && year <= LATEST) move({ ...period, year })
          }}
        />
      </label>
      <label>
        {t('boundary')}
        <select value={boundary ?? ''} onChange={(e) => choose(periodText(period), e.currentTarget.value || null)}>
          <option value="">{otherwise}</option>
          {list.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </form>
  )
}
