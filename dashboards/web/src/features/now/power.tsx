/** Power now, and its course through the day by the quarter hour, another day behind it. */

import type { VNode } from 'preact'
import { comparison, rangeFor, today } from '../../address/context.ts'
import { comparedSpan, DEFAULT_COMPARISON, type Range, spanOf } from '../../address/range.ts'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer, MediumState } from '../../api/types.ts'
import { Chart } from '../../charts/chart.tsx'
import { ValueTable } from '../../charts/value-table.tsx'
import { RangePicker } from '../../frame/range-picker.tsx'
import { serviceTime } from '../../state/clock.ts'
import { day } from '../../text/format.ts'
import { dayName } from '../../text/report-format.ts'
import { scaleFor } from '../../text/units.ts'
import { MediumChip } from '../../ui/medium.tsx'
import { Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { t } from './text.ts'
import { Big, metersText } from './tiles.tsx'

type Curve = Answer<'GET /api/v1/curve'>

const EVERY_MS = 30_000

interface Days {
  readonly shown: Curve
  readonly compared: Curve | null
}

const curveOf = (name: string): Promise<Curve> => get<Curve>(`/api/v1/curve?medium=electricity&day=${name}`)

async function loadDays(shown: string, compared: string | null): Promise<Days> {
  const [first, second] = await Promise.all([curveOf(shown), compared === null ? null : curveOf(compared)])
  return { shown: first, compared: second }
}

function Curves({ days: { shown, compared }, names }: { days: Days; names: { shown: string; compared: string | null } }): VNode {
  if (shown.values.every((v) => v.value === null)) return <Empty>{t('curve.none')}</Empty>
  const most = Math.max(...[...shown.values, ...(compared?.values ?? [])].map((v) => v.value ?? 0))
  const scale = scaleFor(shown.unit, most)
  const comparable = compared?.values.some((v) => v.value !== null) ?? false
  return (
    <>
      <Chart
        values={shown.values}
        scale={scale}
        zone={shown.zone}
        tone="electricity"
        fromZero
        {...(compared !== null && comparable ? { before: compared.values } : {})}
        names={{ whole: names.shown, partial: t('curve.partial'), ...(names.compared === null ? {} : { before: names.compared }) }}
      />
      <ValueTable values={shown.values} unit={shown.unit} scale={scale} zone={shown.zone} file={`electricity-${shown.day}`} />
    </>
  )
}

/** The day of the address, and the day to compare with; null where the reader compares with nothing. */
function chosenDays(): { readonly shown: string; readonly compared: string | null } {
  const range: Range = rangeFor('day')
  const against = comparison.value
  const nowMs = serviceTime.peek()
  return { shown: spanOf(range, nowMs).from, compared: against === null ? null : comparedSpan(range, against, nowMs).from }
}

export function PowerPanel({ medium }: { medium: MediumState | undefined }): VNode {
  const { shown, compared } = chosenDays()
  const polling = usePolling(() => loadDays(shown, compared), EVERY_MS, `${shown} ${compared ?? ''}`)
  const isToday = shown === today.value
  const names = {
    shown: isToday ? t('curve.today') : dayName(shown),
    compared: compared === null ? null : isToday && comparison.value === DEFAULT_COMPARISON ? t('curve.yesterday') : dayName(compared),
  }
  return (
    <section class={`panel power tone-electricity ${medium && medium.total.fresh < medium.total.points ? 'partly' : ''}`}>
      <h2>
        <MediumChip tone="electricity" /> {t('tile.power')}
      </h2>
      {medium && (
        <p class="hero">
          <Big {...medium.total} /> <span class="sub">{metersText(medium.total)}</span>
        </p>
      )}
      <div class="curve-head">
        <h3>{t('curve.title')}</h3>
        <RangePicker scope="day" compares align="end" />
      </div>
      <Loadable of={polling}>
        {(days) => (
          <>
            <p class="sub">
              {t('curve.period', { day: day(new Date(days.shown.values[0]?.time ?? 0), days.shown.zone), zone: days.shown.zone })}
            </p>
            <Curves days={days} names={names} />
          </>
        )}
      </Loadable>
    </section>
  )
}
