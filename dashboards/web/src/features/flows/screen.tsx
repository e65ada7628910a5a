/** Where energy or water goes over a range: from the source over the place to the use, and what nothing explains. */

import type { VNode } from 'preact'
import { place, rangeFor } from '../../address/context.ts'
import { formatRange, spanOf } from '../../address/range.ts'
import { hrefHere, route } from '../../address/route.ts'
import { usePolling } from '../../api/polling.ts'
import { rangeName } from '../../frame/range-picker.tsx'
import { now } from '../../state/campus.ts'
import { serviceTime } from '../../state/clock.ts'
import { percent } from '../../text/format.ts'
import { t as shared } from '../../text/language.ts'
import { mediumName, placeName, useName } from '../../text/places.ts'
import { campus } from '../../state/campus.ts'
import { Loadable } from '../../ui/panel.tsx'
import { Pager, pageOf, usePaging } from '../../ui/paging.tsx'
import { MissingValue } from '../../ui/states.tsx'
import { amountText } from '../../usage/amounts.ts'
import { REST } from '../../usage/flow-nodes.ts'
import { FlowPanel } from '../../usage/view/flow-panel.tsx'
import { CoverageDot } from '../../usage/view/kpi.tsx'
import { measure } from '../../usage/measure.ts'
import { fetchUsage, type Usage, type UsageSeries } from '../../usage/usage-api.ts'
import { t } from './text.ts'

const EVERY_MS = 120_000
const WATER = ['tap-water', 'reclaimed-water']

interface Source {
  readonly source: string
  readonly usage: Usage
}

const kindOf = (): 'energy' | 'water' => (route.value.query['flow'] === 'water' ? 'water' : 'energy')

function KindSwitch(): VNode | null {
  const hasWater = (now.value.value?.media ?? []).some((m) => WATER.includes(m.medium))
  if (!hasWater) return null
  return (
    <div class="switch" role="group" aria-label={t('flows.kind')}>
      <a href={hrefHere({ flow: null })} aria-current={kindOf() === 'energy' ? 'true' : undefined}>
        {mediumName('electricity')}
      </a>
      <a href={hrefHere({ flow: 'water' })} aria-current={kindOf() === 'water' ? 'true' : undefined}>
        {t('flows.water')}
      </a>
    </div>
  )
}

function partName(key: string): string {
  const at = key.lastIndexOf('|')
  const [where, use] = [key.slice(0, at), key.slice(at + 1)]
  return `${placeName(where, campus.value.value)} · ${use === REST ? shared('rest') : useName(use)}`
}

interface Row {
  readonly source: string
  readonly unit: string
  readonly part: UsageSeries
  readonly share: number | null
}

function Parts({ sources }: { sources: readonly Source[] }): VNode {
  const paging = usePaging(20)
  const rows = sources
    .flatMap(({ source, usage }): Row[] =>
      [...usage.groups, ...(usage.rest === null ? [] : [{ ...usage.rest, key: `|${REST}` }])].map((part) => ({
        source,
        unit: usage.unit,
        part,
        share: part.total === null || usage.total.total === null || usage.total.total <= 0 ? null : part.total / usage.total.total,
      })),
    )
    .sort((a, b) => Math.abs(b.part.total ?? 0) - Math.abs(a.part.total ?? 0))
  return (
    <div class="scroll" role="region" aria-label={t('flows.table')} tabIndex={0}>
      <table class="parts">
        <thead>
          <tr>
            <th>{t('flows.part')}</th>
            <th class="right">{t('flows.amount')}</th>
            <th class="right">{t('flows.share')}</th>
            <th>
              <span class="unseen">{shared('coverage.measured')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {pageOf(rows, paging).map(({ source, unit, part, share }) => (
            <tr key={`${source} ${part.key}`} class={part.key.endsWith(`|${REST}`) ? 'rest' : undefined}>
              <td class="first">
                {part.key === `|${REST}` ? `${shared('place.all')} · ${shared('rest')}` : partName(part.key)}
                {(part.total ?? 0) < 0 && <span class="warn"> {shared('rest.negative')}</span>}
              </td>
              <td class="right">{part.total === null ? <MissingValue /> : amountText(part.total, unit)}</td>
              <td class="right">{share === null ? '' : percent(Math.max(0, share))}</td>
              <td>
                <CoverageDot share={part.coverage} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager paging={paging} count={rows.length} />
    </div>
  )
}

export function Screen(): VNode {
  const range = rangeFor('any')
  const kind = kindOf()
  const load = (): Promise<readonly Source[]> => {
    const span = spanOf(range, serviceTime.peek())
    const media = kind === 'energy' ? ['electricity'] : WATER
    const wish = { by: 'place-use', step: '1d', measure: measure.value, place: place.value, ...span } as const
    return Promise.all(media.map(async (source) => ({ source, usage: await fetchUsage({ ...wish, medium: source }) })))
  }
  const polling = usePolling(load, EVERY_MS, [kind, measure.value, place.value, formatRange(range)].join(' '))
  return (
    <div class="stack">
      <section class="panel">
        <div class="panel-head">
          <h2>
            {t('flows.title')} <small>{rangeName(range)}</small>
          </h2>
          <span class="end">
            <KindSwitch />
          </span>
        </div>
        <Loadable of={polling}>{(sources) => <FlowPanel usages={sources} label={t('flows.title')} height={620} />}</Loadable>
      </section>
      <section class="panel">
        <h2>{t('flows.table')}</h2>
        <Loadable of={polling}>{(sources) => <Parts sources={sources} />}</Loadable>
      </section>
    </div>
  )
}
