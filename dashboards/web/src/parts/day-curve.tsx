/** Today's power by the quarter hour, with yesterday behind it. */

import type { VNode } from 'preact'
import { type Curve, get } from '../api.ts'
import { day } from '../format.ts'
import { t } from '../i18n.ts'
import { usePolled } from '../polled.ts'
import { scaleFor } from '../units.ts'
import { Chart } from './chart.tsx'
import { Empty, Failed, Loading } from './states.tsx'
import { ValueTable } from './value-table.tsx'

const EVERY_MS = 30_000
const PATH = '/api/v1/curve?medium=electricity'

interface Days {
  readonly today: Curve
  readonly before: Curve
}

/** The calendar day before, by name: days have 23 or 25 hours, their names do not. */
export function dayBefore(name: string): string {
  return new Date(Date.parse(`${name}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

async function days(): Promise<Days> {
  const today = await get<Curve>(PATH)
  return { today, before: await get<Curve>(`${PATH}&day=${dayBefore(today.day)}`) }
}

function Drawn({ today, before }: Days): VNode {
  if (today.values.every((v) => v.value === null)) return <Empty>{t('curve.none')}</Empty>
  const most = Math.max(...today.values.map((v) => v.value ?? 0))
  const scale = scaleFor(today.unit, most)
  const known = before.values.some((v) => v.value !== null)
  return (
    <>
      <Chart
        values={today.values}
        scale={scale}
        zone={today.zone}
        fromZero
        {...(known ? { before: before.values } : {})}
        names={{ whole: t('curve.today'), partial: t('curve.partial'), before: t('curve.yesterday') }}
      />
      <ValueTable values={today.values} unit={today.unit} scale={scale} zone={today.zone} file={`electricity-${today.day}`} />
    </>
  )
}

export function DayCurve(): VNode {
  const { value, failure, again } = usePolled(days, EVERY_MS)
  const known = value.value
  return (
    <section class="panel wide">
      <h2>{t('curve.title')}</h2>
      {known !== null && (
        <p class="sub">
          {t('curve.period', { day: day(new Date(known.today.values[0]?.time ?? 0), known.today.zone), zone: known.today.zone })}
        </p>
      )}
      <Failed why={failure.value} retry={again} known={known !== null} />
      {known === null && failure.value === null && <Loading />}
      {known !== null && <Drawn {...known} />}
    </section>
  )
}
