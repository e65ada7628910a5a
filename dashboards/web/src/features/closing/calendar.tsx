/** The close calendar: each month and year, what it waits for, and whose work that is. */

import type { VNode } from 'preact'
import { periodName } from '../../address/periods.ts'
import { hrefOf } from '../../address/route.ts'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import { placeName } from '../../text/places.ts'
import { campus } from '../../state/campus.ts'
import { percent } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Tag, type State } from '../../ui/tag.tsx'
import type { Calendar } from './closing-api.ts'
import { t } from './text.ts'

const EVERY_MS = 300_000

type Period = Calendar['periods'][number]
type Item = Period['missing'][number]

const STATE_OF: Readonly<Record<Period['state'], State>> = { open: 'unknown', submitted: 'attention', closed: 'good', restated: 'good' }

/** What is missing as a text, and where it is done. */
function itemText(item: Line): string {
  const { what, points, key, days, author, periods } = item
  if (what === 'readings') {
    const [worst] = points
    return t('closing.missing.readings', { n: points.length, point: worst?.point ?? '', share: percent(worst?.coverage ?? 0) })
  }
  if (what === 'months')
    return t('closing.missing.months', { n: periods.length, first: periodName(periods[0] ?? ''), last: periodName(periods.at(-1) ?? '') })
  if (what === 'submission') return t('closing.missing.submission')
  if (what === 'signature') return t('closing.missing.signature')
  const names = { key: term('entry-key', key ?? ''), site: item.sites.map((id) => placeName(id, campus.value.value)).join(' · ') }
  if (days === null) return t('closing.missing.entry.never', names)
  return t('closing.missing.entry', { ...names, days, author: author ?? '' })
}

/** A line for each entry key: the sites that miss it stand in one line when they miss as many days. */
interface Line extends Item {
  readonly sites: readonly string[]
}

function linesOf(missing: readonly Item[]): readonly Line[] {
  const lines = new Map<string, Line>()
  for (const item of missing) {
    const { what, key, days, author, site } = item
    const name = what === 'entry' ? `${key ?? ''} ${days ?? ''} ${author ?? ''}` : what
    lines.set(name, { ...item, sites: [...(lines.get(name)?.sites ?? []), ...(site === null ? [] : [site])] })
  }
  return [...lines.values()]
}

function hrefOfItem({ what, points, key, site }: Item, period: string): string {
  if (what === 'readings') return hrefOf(['points', points[0]?.point ?? ''], { period })
  if (what === 'entry') return hrefOf(['setup', 'entries'], { key, site })
  return hrefOf('closing', { period })
}

function Row({ row }: { row: Period }): VNode {
  const { period, over, state, revision, missing } = row
  return (
    <tr data-period={period}>
      <td class="first">
        <a href={hrefOf('closing', { period })}>{periodName(period)}</a>
      </td>
      <td data-label={t('closing.state')}>
        <Tag state={STATE_OF[state]}>{t(`closing.state.${state}`)}</Tag>{' '}
        {revision !== null && <small>{t('closing.revision', { n: revision })}</small>}
        {!over && <small> {t('closing.calendar.running')}</small>}
      </td>
      <td data-label={t('closing.calendar.missing')} class="full">
        {missing.length === 0 ? (
          '–'
        ) : (
          <ul class="plain">
            {linesOf(missing).map((item) => (
              <li key={`${item.what} ${item.key ?? ''} ${item.days ?? ''} ${item.author ?? ''}`}>
                <strong>{term('role', item.whose)}</strong> <a href={hrefOfItem(item, period)}>{itemText(item)}</a>
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  )
}

export function CalendarPanel({ changed }: { changed: string }): VNode {
  const polling = usePolling(() => get<Calendar>('/api/v1/closing'), EVERY_MS, changed)
  return (
    <Panel title={t('closing.calendar')}>
      <Loadable of={polling}>
        {({ periods }) =>
          periods.length === 0 ? (
            <Empty>{t('closing.calendar.none')}</Empty>
          ) : (
            <table class="cards">
              <thead>
                <tr>
                  <th>{t('period')}</th>
                  <th>{t('closing.state')}</th>
                  <th>{t('closing.calendar.missing')}</th>
                </tr>
              </thead>
              <tbody>
                {periods.map((row) => (
                  <Row key={row.period} row={row} />
                ))}
              </tbody>
            </table>
          )
        }
      </Loadable>
    </Panel>
  )
}
