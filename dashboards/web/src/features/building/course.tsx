/** The load curve of the range, with what it is compared with and the typical band; its zoom stands in the address. */

import type { VNode } from 'preact'
import { comparison, rangeFor } from '../../address/context.ts'
import { formatRange } from '../../address/range.ts'
import { route } from '../../address/route.ts'
import { usePolling } from '../../api/polling.ts'
import { RangePicker, rangeName } from '../../frame/range-picker.tsx'
import { serviceTime } from '../../state/clock.ts'
import { t as shared } from '../../text/language.ts'
import { MediumChip } from '../../ui/medium.tsx'
import { Loadable } from '../../ui/panel.tsx'
import { fetchLoad } from '../../usage/load.ts'
import { LoadChart } from '../../usage/view/load-chart.tsx'
import { measure } from '../../usage/measure.ts'
import { readZoom, writeZoom } from '../../usage/zoom.ts'
import { t } from './text.ts'

const EVERY_MS = 60_000

export function Course({ place, name }: { place: string; name: string }): VNode {
  const range = rangeFor('any')
  const wish = { medium: 'electricity', place, measure: measure.value, range }
  const key = [place, measure.value, formatRange(range), comparison.value].join(' ')
  const polling = usePolling(() => fetchLoad({ ...wish, nowMs: serviceTime.peek() }), EVERY_MS, key)
  return (
    <section class="panel tone-electricity">
      <div class="panel-head">
        <h2>
          <MediumChip tone="electricity" /> {t('building.course')}
        </h2>
        <span class="end">
          <RangePicker scope="any" compares align="end" />
        </span>
      </div>
      <Loadable of={polling}>
        {(load) => (
          <LoadChart
            load={load}
            tone="electricity"
            title={`${name}: ${t('building.course')}`}
            name={rangeName(range)}
            comparedName={comparison.value === null ? '' : shared(`compare.${comparison.value}`)}
            file={`${place.replaceAll('/', '-')}-${formatRange(range).replaceAll('/', '_')}`}
            height={340}
            zoom={readZoom(route.peek().query['zoom'])}
            onZoom={writeZoom}
          />
        )}
      </Loadable>
    </section>
  )
}
