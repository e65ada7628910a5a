/** What runs at this moment, by use; follows the live stream. */

import type { VNode } from 'preact'
import type { MediumState } from '../../api/types.ts'
import { Bars } from '../../charts/bars.tsx'
import { useName } from '../../text/places.ts'
import { t } from './text.ts'

export function UsesNow({ medium }: { medium: MediumState }): VNode {
  return (
    <section class="panel tone-electricity">
      <Bars title={t('uses.title')} sums={medium.by_use} name={useName} />
    </section>
  )
}
