/** Any points over any dates: overlaid, stacked or apart, compared, divided by area or people. The address holds all of it. */

import './explore.css'
import type { VNode } from 'preact'
import { comparison, rangeFor, today } from '../../address/context.ts'
import { comparedSpan, formatRange, spanOf, stepOf } from '../../address/range.ts'
import { hrefHere, route } from '../../address/route.ts'
import { usePolling } from '../../api/polling.ts'
import type { Point } from '../../api/types.ts'
import { rangeName } from '../../frame/range-picker.tsx'
import { TimeChart, type TimeSeries } from '../../graphs/time-chart.tsx'
import { serviceTime } from '../../state/clock.ts'
import { points } from '../../state/points.ts'
import { t as shared, term } from '../../text/language.ts'
import { Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { perArea, perPerson, useEntries } from '../../usage/per.ts'
import { besideOf } from '../../usage/spans.ts'
import { type ChosenSeries, fetchSeries } from '../../usage/usage-api.ts'
import { readZoom, writeZoom } from '../../usage/zoom.ts'
import { choosePoints, chosenPoints, chosenStep, form, FORMS, per, PER, STEPS } from './chosen.ts'
import { PointField } from './point-field.tsx'
import { type Drawn, drawnSeries, pointName } from './series.ts'
import { t } from './text.ts'

const EVERY_MS = 60_000
/** Lines of another time beside those of several points cannot be told apart. */
const MOST_COMPARED = 1

interface Answers {
  readonly shown: ChosenSeries
  readonly compared: ChosenSeries | null
}

function Choices<T extends string>({ name, label, all, current }: { name: string; label: string; all: readonly T[]; current: T }): VNode {
  const texts: Readonly<Record<string, string>> = {
    total: t('per.total'),
    area: t('per.area'),
    person: t('per.person'),
    overlay: t('form.overlay'),
    stack: t('form.stack'),
    split: t('form.split'),
    auto: t('step.auto'),
  }
  return (
    <div class="switch" role="group" aria-label={label}>
      {all.map((choice, i) => (
        <a key={choice} href={hrefHere({ [name]: i === 0 ? null : choice })} aria-current={choice === current ? 'true' : undefined}>
          {texts[choice] ?? term('step', choice)}
        </a>
      ))}
    </div>
  )
}

/** A few meters to begin with: those of whole sites. */
function Suggestions(): VNode {
  const mains = (points.value.value ?? [])
    .filter((p) => (p.role ?? '').match(/main-meter|inlet/) && (p.kind === 'counter' || p.kind === 'net'))
    .slice(0, 6)
  return (
    <div class="suggestions">
      <p>{t('explore.empty')}</p>
      <ul class="chosen-list">
        {mains.map((p) => (
          <li key={p.id}>
            <button type="button" onClick={() => choosePoints([p.id])}>
              {pointName(p)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function compared(answers: Answers, drawn: Drawn): readonly TimeSeries[] {
  const { shown, compared: other } = answers
  if (other === null || form.value === 'stack' || drawn.series.length > MOST_COMPARED) return []
  return other.series.flatMap((s, i) => {
    const own = drawn.series[i]
    const mine = shown.series[i]
    if (own === undefined || mine === undefined) return []
    const beside = besideOf(
      { edges: shown.edges, values: mine.values, measured: mine.measured },
      { edges: other.edges, values: s.values, measured: s.measured },
      shown.zone,
    )
    if (beside.every((v) => v === null)) return []
    // The same factor from an amount to what is shown: a rate, or a share of area or people.
    const at = mine.values.findIndex((v, k) => v !== null && v !== 0 && own.values[k] != null)
    const factor = at < 0 ? 1 : (own.values[at] ?? 1) / (mine.values[at] ?? 1)
    const name = `${own.name}: ${shared(`compare.${comparison.value ?? 'prior'}`)}`
    return [
      {
        ...own,
        name,
        measured: beside.map(() => 1),
        values: beside.map((v) => (v === null ? null : v * factor)),
        kind: 'line' as const,
        compared: true,
      },
    ]
  })
}

function Charts({ answers }: { answers: Answers }): VNode {
  const entries = useEntries()
  const { shown } = answers
  const divisor = (point: Point): { by: number; unit: string } | null => {
    if (per.value === 'total') return { by: 1, unit: '' }
    const by = (per.value === 'area' ? perArea : perPerson)(entries, point.place.site, today.value)
    return by === null ? null : { by, unit: per.value === 'area' ? 'm²' : t('per.person.unit') }
  }
  const byId = new Map((points.value.value ?? []).map((p) => [p.id, p]))
  const drawn = drawnSeries({ answer: shown, points: byId, stacked: form.value === 'stack', divisor, nowMs: serviceTime.peek() })
  const groups = form.value === 'split' ? drawn.series.map((s) => [s]) : [[...compared(answers, drawn), ...drawn.series]]
  const known = drawn.series.some((s) => s.values.some((v) => v !== null))
  return (
    <>
      {drawn.leftOut.length > 0 && <p class="warn">{t('per.unknown', { points: drawn.leftOut.join(', ') })}</p>}
      {!known && <Empty>{shared('load.none')}</Empty>}
      {known &&
        groups.map((series) => (
          <TimeChart
            key={series.map((s) => s.name).join()}
            edges={shown.edges}
            step={shown.step}
            zone={shown.zone}
            tone={series[0]?.tone ?? 'total'}
            series={series}
            height={form.value === 'split' ? 200 : 420}
            title={series.map((s) => s.name).join(', ')}
            file={`explore-${formatRange(rangeFor('any')).replaceAll('/', '_')}`}
            zoom={readZoom(route.peek().query['zoom'])}
            onZoom={writeZoom}
          />
        ))}
    </>
  )
}

function Explored(): VNode {
  const range = rangeFor('any')
  const ids = chosenPoints.value
  const step = chosenStep.value ?? stepOf(range)
  const load = async (): Promise<Answers> => {
    const nowMs = serviceTime.peek()
    const against =
      comparison.peek() === null || ids.length > MOST_COMPARED ? null : comparedSpan(range, comparison.peek() ?? 'prior', nowMs)
    const [shown, other] = await Promise.all([
      fetchSeries(ids, { ...spanOf(range, nowMs), step }),
      against === null ? null : fetchSeries(ids, { ...against, step }),
    ])
    return { shown, compared: other }
  }
  const polling = usePolling(load, EVERY_MS, [ids.join(','), step, formatRange(range), comparison.value].join(' '))
  return <Loadable of={polling}>{(answers) => <Charts answers={answers} />}</Loadable>
}

export function Screen(): VNode {
  return (
    <section class="panel explore">
      <div class="panel-head">
        <h2>
          {t('explore.title')} <small>{rangeName(rangeFor('any'))}</small>
        </h2>
      </div>
      <PointField />
      <div class="explore-choices">
        <Choices name="form" label={t('form')} all={FORMS} current={form.value} />
        <Choices name="per" label={t('per')} all={PER} current={per.value} />
        <Choices name="step" label={t('step')} all={['auto', ...STEPS] as const} current={chosenStep.value ?? 'auto'} />
      </div>
      {chosenPoints.value.length === 0 ? <Suggestions /> : <Explored />}
    </section>
  )
}
