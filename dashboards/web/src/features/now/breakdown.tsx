/** What flows where: by building and by use, what no meter explains hatched. */

import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import type { MediumState } from '../../api/types.ts'
import { Bars } from '../../charts/bars.tsx'
import { campus } from '../../state/campus.ts'
import { term } from '../../text/language.ts'
import { placeName, useName } from '../../text/places.ts'
import { amount } from '../../text/units.ts'
import { MediumChip, toneOf } from '../../ui/medium.tsx'
import { MissingValue } from '../../ui/states.tsx'
import { t } from './text.ts'
import { metersText } from './tiles.tsx'

export function Breakdown({ medium }: { medium: MediumState }): VNode {
  const { total } = medium
  const tone = toneOf(medium.medium)
  return (
    <section class={`panel tone-${tone} ${medium.medium === 'electricity' ? 'wide' : ''}`}>
      <h2>
        <MediumChip tone={tone} /> {term('rate', medium.medium)}
        <span class="total">{total.value === null ? <MissingValue /> : amount(total.value, total.unit)}</span>
      </h2>
      <p class="sub">{metersText(total)}</p>
      <div class="columns">
        <Bars
          title={t('by.building')}
          sums={medium.by_building}
          name={(key) => placeName(key, campus.value.value)}
          hrefOf={(key) => hrefOf('points', { place: key })}
        />
        <Bars title={t('by.use')} sums={medium.by_use} name={useName} />
      </div>
    </section>
  )
}
