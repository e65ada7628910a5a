/** The usual ranges at hand; any other is in the top bar. */

import type { VNode } from 'preact'
import { formatRange, type Range, ROLLING, type Rolling } from '../../address/range.ts'
import { hrefHere } from '../../address/route.ts'
import { t } from './text.ts'

export function RangeButtons({ range }: { range: Range }): VNode {
  const current = formatRange(range)
  return (
    <p class="ranges">
      {(Object.keys(ROLLING) as Rolling[]).map((length) => (
        <a key={length} class="button" href={hrefHere({ period: length })} aria-current={current === length ? 'true' : undefined}>
          {t(`range.${length}`)}
        </a>
      ))}
    </p>
  )
}
