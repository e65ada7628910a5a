/** Today's course by the quarter hour, with the same weekday last week and what is typical. */

import type { VNode } from 'preact'
import { rangeFor, today } from '../../address/context.ts'
import { addDays, weekday } from '../../address/days.ts'
import { spanOf } from '../../address/range.ts'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { ValueTable } from '../../charts/value-table.tsx'
import { RangePicker } from '../../frame/range-picker.tsx'
import { DayCurve } from '../../graphs/svg/day-curve.tsx'
import { serviceTime } from '../../state/clock.ts'
import { dayName, weekdayName } from '../../text/report-format.ts'
import { MediumChip } from '../../ui/medium.tsx'
import { Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { scaleAmount } from '../../usage/amounts.ts'
import { courseOf } from '../../usage/load.ts'
import { besideOf } from '../../usage/spans.ts'
import { type Course, TYPICAL_WEEKS, typicalOf } from '../../usage/typical.ts'
import { fetchUsage } from '../../usage/usage-api.ts'
import { t } from './text.ts'

type Curve = Answer<'GET /api/v1/curve'>

const EVERY_MS = 30_000
const QUARTER_MS = 900_000

const curveOf = (day: string): Promise<Curve> => get<Curve>(`/api/v1/curve?medium=electricity&day=${day}`)

/** The rates of a day as a course over its quarter hours. */
function courseOfCurve({ values }: Curve): Course {
  const last = values.at(-1)
  const end = last === undefined ? [] : [new Date(Date.parse(last.time) + QUARTER_MS).toISOString()]
  return { edges: [...values.map((v) => v.time), ...end], values: values.map((v) => v.value), measured: values.map((v) => v.coverage) }
}

/** Typical rates by the hour, held for its quarters. */
async function fetchTypical(day: string): Promise<(course: Course) => { low: (number | null)[]; high: (number | null)[] }> {
  const hours = await fetchUsage({ medium: 'electricity', step: '1h', from: addDays(day, -7 * TYPICAL_WEEKS), to: day })
  return ({ edges }) => {
    const whole = edges.filter((_, i) => i % 4 === 0)
    const { low, high } = typicalOf({ edges: whole }, courseOf(hours), hours.zone)
    // Between the middles of the hours: the rate does not jump on the hour.
    const spread = (values: readonly (number | null)[]): (number | null)[] =>
      edges.slice(0, -1).map((_, i) => {
        const at = (i + 0.5) / 4 - 0.5
        const [a, b] = [values[Math.max(0, Math.floor(at))], values[Math.min(values.length - 1, Math.ceil(at))]]
        return a == null || b == null ? null : a + (b - a) * (at - Math.floor(at))
      })
    return { low: spread(low), high: spread(high) }
  }
}

interface Days {
  readonly shown: Curve
  readonly before: Curve
}

function DayPlot({
  days: { shown, before },
  day,
  typical,
}: {
  days: Days
  day: string
  typical: Awaited<ReturnType<typeof fetchTypical>> | null
}): VNode {
  const course = courseOfCurve(shown)
  if (course.values.every((v) => v === null)) return <Empty>{t('curve.none')}</Empty>
  const past = courseOfCurve(before)
  const beside = besideOf(course, past, shown.zone)
  const band = typical === null ? null : typical(course)
  const most = Math.max(...[...course.values, ...beside, ...(band?.high ?? [])].map((v) => v ?? 0))
  const scale = scaleAmount(shown.unit, most)
  const name = day === today.value ? t('curve.today') : dayName(day)
  return (
    <>
      <DayCurve
        edges={course.edges}
        zone={shown.zone}
        scale={scale}
        tone="electricity"
        values={course.values}
        measured={course.measured}
        before={beside.every((v) => v === null) ? null : beside}
        band={band}
        names={{
          values: `${name} (${scale.unit})`,
          before: t('curve.week', { day: weekdayName(weekday(day)) }),
          band: t('curve.typical', { n: TYPICAL_WEEKS }),
        }}
        label={t('curve.title')}
        height={280}
      />
      <ValueTable values={shown.values} unit={shown.unit} scale={scale} zone={shown.zone} file={`electricity-${shown.day}`} />
    </>
  )
}

export function DayPanel(): VNode {
  const day = spanOf(rangeFor('day'), serviceTime.peek()).from
  const load = async (): Promise<Days> => {
    const [shown, before] = await Promise.all([curveOf(day), curveOf(addDays(day, -7))])
    return { shown, before }
  }
  const polling = usePolling(load, EVERY_MS, day)
  const typical = usePolling(() => fetchTypical(day), 3_600_000, day)
  return (
    <section class="panel tone-electricity">
      <div class="panel-head curve-head">
        <h2>
          <MediumChip tone="electricity" /> {t('curve.title')}
        </h2>
        <span class="end">
          <RangePicker scope="day" compares={false} align="end" />
        </span>
      </div>
      <Loadable of={polling}>{(days) => <DayPlot days={days} day={day} typical={typical.value.value} />}</Loadable>
    </section>
  )
}
