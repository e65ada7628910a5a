/** The navigation: a rail at the side that folds to its icons, a bar at the bottom of a phone. */

import { signal } from '@preact/signals'
import { Ellipsis, PanelLeftClose, PanelLeftOpen, Zap } from 'lucide'
import type { VNode } from 'preact'
import { hrefOf } from '../address/route.ts'
import { openAlarms } from '../state/campus.ts'
import { t } from '../text/language.ts'
import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'
import { type NavEntry, navPathOf, type Screen, titleOf } from './screen.ts'

const STORAGE_KEY = 'campus.rail'

const folded = signal(localStorage.getItem(STORAGE_KEY) === 'folded')

function toggle(): void {
  folded.value = !folded.value
  localStorage.setItem(STORAGE_KEY, folded.value ? 'folded' : 'open')
}

type NavScreen = Screen & { readonly nav: NavEntry }

const isListed = (screen: Screen): screen is NavScreen => 'title' in screen.nav

function Count({ of }: { of: NavEntry['count'] }): VNode | null {
  if (of === undefined || openAlarms.value === 0) return null
  return (
    <span class="count">
      {openAlarms.value}
      <span class="unseen"> {t('alarm.open.count')}</span>
    </span>
  )
}

function Item({ screen, current, onClick }: { screen: NavScreen; current: string; onClick?: () => void }): VNode {
  const title = titleOf(screen) ?? screen.path
  return (
    <a
      href={hrefOf(screen.path)}
      aria-current={screen.path === current ? 'page' : undefined}
      class={screen.nav.phone ? 'item on-phone' : 'item'}
      title={folded.value ? title : undefined}
      onClick={onClick}
    >
      <Icon node={screen.nav.icon} size={20} />
      <span class="item-title">{title}</span>
      <Count of={screen.nav.count} />
    </a>
  )
}

export function Rail({ screens, active }: { screens: readonly Screen[]; active: Screen | null }): VNode {
  const listed = screens.filter(isListed)
  const current = active === null ? '' : navPathOf(active)
  return (
    <div class={folded.value ? 'rail folded' : 'rail'}>
      <a class="item brand" href={hrefOf('now')}>
        <Icon node={Zap} size={20} />
        <span class="item-title">{t('title')}</span>
      </a>
      <nav aria-label={t('navigation')}>
        {listed.map((screen) => (
          <Item key={screen.path} screen={screen} current={current} />
        ))}
        <Popover label={t('navigation.more')} showsLabel class="more" align="end" button={<MoreButton />}>
          {(close) => listed.filter((s) => !s.nav.phone).map((s) => <Item key={s.path} screen={s} current={current} onClick={close} />)}
        </Popover>
      </nav>
      <button type="button" class="item fold" aria-expanded={!folded.value} aria-label={t('navigation.fold')} onClick={toggle}>
        <Icon node={folded.value ? PanelLeftOpen : PanelLeftClose} size={20} />
        <span class="item-title">{t('navigation.fold')}</span>
      </button>
    </div>
  )
}

function MoreButton(): VNode {
  return (
    <span class="item">
      <Icon node={Ellipsis} size={20} />
      <span class="item-title">{t('navigation.more')}</span>
    </span>
  )
}
