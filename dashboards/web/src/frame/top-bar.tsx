/** The top bar: where, when, whether the numbers are live, search, language, who I am. */

import type { VNode } from 'preact'
import { campus, zone } from '../state/campus.ts'
import { serviceTime } from '../state/clock.ts'
import { link } from '../state/stream.ts'
import { clock } from '../text/format.ts'
import { t } from '../text/language.ts'
import { Account, LanguageChoice } from './account/account.tsx'
import { Breadcrumb } from './breadcrumb.tsx'
import { MeasureSwitch } from './measure-switch.tsx'
import { RangePicker } from './range-picker.tsx'
import type { Screen } from './screen.ts'
import { Search } from './search.tsx'

function Live(): VNode {
  const key = link.value === 'on' ? 'live.on' : link.value === 'off' ? 'live.off' : 'live.connecting'
  return (
    <p class="live">
      <span class={`link link-${link.value}`} role="status">
        {t(key)}
      </span>
      <time title={zone.value}>{clock(new Date(serviceTime.value), zone.value, true)}</time>
      <span class="zone">{zone.value}</span>
    </p>
  )
}

export function TopBar({ screens, active }: { screens: readonly Screen[]; active: Screen | null }): VNode {
  const follows = active?.follows ?? {}
  return (
    <header class="top">
      <Breadcrumb choosesPlace={follows.place ?? false} />
      {follows.range !== undefined && <RangePicker scope={follows.range} compares={follows.compare ?? false} />}
      {follows.measure === true && <MeasureSwitch />}
      {campus.value.value?.simulated === true && (
        <span class="simulated" title={t('simulated.explain')}>
          {t('simulated')}
        </span>
      )}
      <Live />
      <div class="tools">
        <Search screens={screens} />
        <LanguageChoice />
        <Account />
      </div>
    </header>
  )
}
