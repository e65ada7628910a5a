/** The frame around every screen. */

import { effect } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { route } from '../address/route.ts'
import { SCREENS } from '../screens.ts'
import { campus } from '../state/campus.ts'
import { locked } from '../state/session.ts'
import { link } from '../state/stream.ts'
import { language, nameOf, t } from '../text/language.ts'
import { JobBanner, LostBanner } from './banners.tsx'
import { Outlet } from './outlet.tsx'
import { Rail } from './rail.tsx'
import { matchScreen, navPathOf, type Screen, titleOf } from './screen.ts'
import { SignInPanel } from './sign-in.tsx'
import { TopBar } from './top-bar.tsx'

/** The title of the rail entry that is current names the page, also in the browser's history. */
function pageTitle(active: Screen): string {
  const entry = SCREENS.find((s) => s.path === navPathOf(active))
  return (entry === undefined ? null : titleOf(entry)) ?? t('title')
}

effect(() => {
  document.documentElement.lang = language.value
  const model = campus.value.value
  document.title = `${pageTitle(matchScreen(SCREENS, route.value.segments))} · ${model ? nameOf(model.name, model.id) : t('title')}`
})

/** The address is the route, so a link into the page would leave it: the focus is moved by hand. */
function skipToContent(event: Event): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

export function Frame(): VNode {
  const active = matchScreen(SCREENS, route.value.segments)
  const about = route.value.segments.join('/')
  useEffect(() => scrollTo(0, 0), [active, about])
  return (
    <>
      <a class="skip" href="#content" onClick={skipToContent}>
        {t('skip')}
      </a>
      <div class="frame">
        <Rail screens={SCREENS} active={active} />
        <div class="page">
          <TopBar screens={SCREENS} active={active} />
          <LostBanner />
          <JobBanner />
          <main id="content" tabIndex={-1} data-at={about} class={link.value === 'off' ? 'outdated' : undefined}>
            {locked.value ? <SignInPanel /> : <Outlet key={active.path} screen={active} />}
          </main>
        </div>
      </div>
    </>
  )
}
