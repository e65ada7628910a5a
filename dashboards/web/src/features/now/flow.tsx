/** Where today's energy or water goes. */

import type { VNode } from 'preact'
import { today } from '../../address/context.ts'
import { addDays } from '../../address/days.ts'
import { hrefOf } from '../../address/route.ts'
import { usePolling } from '../../api/polling.ts'
import { MediumChip } from '../../ui/medium.tsx'
import { Loadable } from '../../ui/panel.tsx'
import { FlowPanel } from '../../usage/view/flow-panel.tsx'
import { measure } from '../../usage/measure.ts'
import { fetchUsage } from '../../usage/usage-api.ts'
import { t } from './text.ts'

const EVERY_MS = 60_000

export function FlowToday(): VNode {
  const load = (): ReturnType<typeof fetchUsage> =>
    fetchUsage({
      medium: 'electricity',
      by: 'place-use',
      step: '1d',
      measure: measure.peek(),
      from: today.peek(),
      to: addDays(today.peek(), 1),
    })
  const polling = usePolling(load, EVERY_MS, `${today.value} ${measure.value}`)
  return (
    <section class="panel tone-electricity">
      <div class="panel-head">
        <h2>
          <MediumChip tone="electricity" /> {t('flow.title')}
        </h2>
        <a class="end" href={hrefOf('flows')}>
          {t('flow.more')}
        </a>
      </div>
      <Loadable of={polling}>
        {(usage) => <FlowPanel usages={[{ source: 'electricity', usage }]} label={t('flow.title')} height={470} />}
      </Loadable>
    </section>
  )
}
