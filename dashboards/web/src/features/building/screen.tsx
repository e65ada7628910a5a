/** A building or a site: how much, when, and where inside. */

import type { VNode } from 'preact'
import { hrefOf, route } from '../../address/route.ts'
import { usePolling } from '../../api/polling.ts'
import { useSubject } from '../../frame/subject.ts'
import { campus } from '../../state/campus.ts'
import { serviceTime } from '../../state/clock.ts'
import { placeName, placeOptions } from '../../text/places.ts'
import { Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { courseOf } from '../../usage/load.ts'
import { measure } from '../../usage/measure.ts'
import { shapeOf } from '../../usage/shape.ts'
import { fetchUsage } from '../../usage/usage-api.ts'
import { Course } from './course.tsx'
import { Facts } from './facts.tsx'
import { Heatmaps } from './heatmaps.tsx'
import { Parts } from './parts.tsx'
import { t } from './text.ts'

const YEAR_DAYS = 364
const DAY_MS = 86_400_000
const EVERY_MS = 600_000

export function Screen(): VNode {
  const place = route.value.segments.slice(1).join('/')
  const model = campus.value.value
  const name = placeName(place, model)
  const isKnown = model === null || placeOptions(model).some((p) => p.key === place)
  useSubject({ name, within: [] })
  if (!isKnown)
    return (
      <section class="panel">
        <h2>{name}</h2>
        <Empty>{t('building.unknown', { place })}</Empty>
        <a href={hrefOf('buildings')}>{t('building.all')}</a>
      </section>
    )
  return (
    <div class="stack" key={place}>
      <Year place={place} name={name} />
    </div>
  )
}

function Year({ place, name }: { place: string; name: string }): VNode {
  const nowMs = serviceTime.peek()
  const from = new Date(nowMs - YEAR_DAYS * DAY_MS).toISOString().slice(0, 10)
  const wish = { medium: 'electricity', place, measure: measure.value, step: '1h', from, to: new Date(nowMs).toISOString() } as const
  const polling = usePolling(() => fetchUsage(wish), EVERY_MS, `${place} ${measure.value}`)
  return (
    <>
      <Facts place={place} year={polling} />
      <Course place={place} name={name} />
      <Loadable of={polling} waiting={t('building.waiting')}>
        {(year) => <Heatmaps year={year} shape={shapeOf(courseOf(year), year.zone)} place={place} />}
      </Loadable>
      <Parts place={place} />
    </>
  )
}
