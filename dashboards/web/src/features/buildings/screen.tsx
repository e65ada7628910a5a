/** Every building today; each leads to its own page. */

import type { VNode } from 'preact'
import { today } from '../../address/context.ts'
import { usePolling } from '../../api/polling.ts'
import { now } from '../../state/campus.ts'
import { MediumChip } from '../../ui/medium.tsx'
import { Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { BuildingRows, fetchBuildingDays } from '../../usage/view/building-rows.tsx'
import { measure } from '../../usage/measure.ts'
import { t } from './text.ts'

const EVERY_MS = 60_000

export function Screen(): VNode {
  const polling = usePolling(() => fetchBuildingDays(today.peek(), measure.peek()), EVERY_MS, `${today.value} ${measure.value}`)
  return (
    <section class="panel tone-electricity">
      <h2>
        <MediumChip tone="electricity" /> {t('buildings.title')}
      </h2>
      <Loadable of={polling}>
        {(days) =>
          days.shown.groups.length === 0 ? <Empty>{t('buildings.none')}</Empty> : <BuildingRows days={days} state={now.value.value} />
        }
      </Loadable>
    </section>
  )
}
