/** The campus now: power and its course through the day, the amounts since midnight, and what flows where. */

import './now.css'
import type { VNode } from 'preact'
import { place } from '../../address/context.ts'
import { loadNow, now } from '../../state/campus.ts'
import { Empty, FailureNote, Loading } from '../../ui/states.tsx'
import { Breakdown } from './breakdown.tsx'
import { PowerPanel } from './power.tsx'
import { PlacePanel } from './place-panel.tsx'
import { t } from './text.ts'
import { Tiles } from './tiles.tsx'

export function Screen(): VNode {
  const { value: state, failure } = now.value
  const retry = (): void => void loadNow()
  if (state === null) return failure === null ? <Loading /> : <FailureNote why={failure} retry={retry} />
  return (
    <>
      <FailureNote why={failure} retry={retry} hasValue />
      {state.points.total === state.points.silent && <Empty>{t('empty.points')}</Empty>}
      <div class="now">
        <PlacePanel state={state} />
        {place.value !== null && <h2 class="page-title wide">{t('place.all')}</h2>}
        <PowerPanel medium={state.media.find((m) => m.medium === 'electricity')} />
        <Tiles state={state} />
      </div>
      <div class="panels">
        {state.media.map((medium) => (
          <Breakdown key={medium.medium} medium={medium} />
        ))}
      </div>
    </>
  )
}
