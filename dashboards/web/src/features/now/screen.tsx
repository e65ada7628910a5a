/** The campus now: what it draws, where it goes, how the day runs, what needs somebody. */

import './now.css'
import type { VNode } from 'preact'
import { place, today } from '../../address/context.ts'
import { usePolling } from '../../api/polling.ts'
import { loadNow, now } from '../../state/campus.ts'
import { MediumChip } from '../../ui/medium.tsx'
import { Loadable } from '../../ui/panel.tsx'
import { FailureNote, Loading } from '../../ui/states.tsx'
import { BuildingRows, fetchBuildingDays } from '../../usage/view/building-rows.tsx'
import { measure } from '../../usage/measure.ts'
import { Attention } from './attention.tsx'
import { DayPanel } from './day.tsx'
import { FirstRun } from './first-run.tsx'
import { FlowToday } from './flow.tsx'
import { PlacePanel } from './place-panel.tsx'
import { Pulse } from './pulse.tsx'
import { t } from './text.ts'
import { UsesNow } from './uses.tsx'

const EVERY_MS = 60_000

function BuildingsPanel(): VNode {
  const polling = usePolling(() => fetchBuildingDays(today.peek(), measure.peek()), EVERY_MS, `${today.value} ${measure.value}`)
  return (
    <section class="panel tone-electricity">
      <h2>
        <MediumChip tone="electricity" /> {t('now.buildings')}
      </h2>
      <Loadable of={polling}>{(days) => <BuildingRows days={days} state={now.value.value} />}</Loadable>
    </section>
  )
}

export function Screen(): VNode {
  const { value: state, failure } = now.value
  const retry = (): void => void loadNow()
  if (state === null) return failure === null ? <Loading /> : <FailureNote why={failure} retry={retry} />
  if (state.points.total === state.points.silent) return <FirstRun />
  const electricity = state.media.find((m) => m.medium === 'electricity')
  return (
    <div class="stack">
      <FailureNote why={failure} retry={retry} hasValue />
      <Pulse state={state} />
      {place.value !== null && <PlacePanel state={state} />}
      <div class="now">
        <FlowToday />
        <div class="stack">
          <Attention />
          {electricity !== undefined && <UsesNow medium={electricity} />}
        </div>
      </div>
      <DayPanel />
      <BuildingsPanel />
    </div>
  )
}
