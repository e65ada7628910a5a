/** The frame around every screen. */

import { useSignalEffect } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { route } from '../address/route.ts'
import { SCREENS } from '../screens.ts'
import { ACCOUNT_SCREEN } from './account/account-screen.ts'
import { campus } from '../state/campus.ts'
import { locked, session } from '../state/session.ts'
import { link } from '../state/stream.ts'
import { language, nameOf, t } from '../text/language.ts'
import { JobBanner, LostBanner } from './banners.tsx'
import { isPlaceUnknown, NoSuchPage, NoSuchPlace } from './no-such-page.tsx'
import { Outlet } from './outlet.tsx'
import { Rail } from './rail.tsx'
import { matchScreen, navPathOf, type Screen, titleOf } from './screen.ts'
import { InvitationPanel, SignInPanel } from './account/sign-in.tsx'
import { subject } from './subject.ts'
import { TopBar } from './top-bar.tsx'

/** The title of the rail entry that is current names the page, also in the browser's history. */
function pageTitle(active: Screen | null): string {
  if (active === null) return t('page.unknown')
  const entry = SCREENS.find((s) => s.path === navPathOf(active))
  return (entry === undefined ? null : titleOf(entry)) ?? t('title')
}

function nameDocument(): void {
  document.documentElement.lang = language.value
  const model = campus.value.value
  const page = pageTitle(matchScreen(SCREENS, route.value.segments))
  const names = [subject.value?.name ?? null, page, model ? nameOf(model.name, model.id) : t('title')]
  document.title = names.filter((name) => name !== null).join(' · ')
}

/** The address is the route, so a link into the page would leave it: the focus is moved by hand. */
function skipToContent(event: Event): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

function Content({ active }: { active: Screen | null }): VNode {
  const { invitation } = route.value.query
  if (invitation !== undefined) return <InvitationPanel code={invitation} />
  if (locked.value) return <SignInPanel />
  if (session.value?.pending !== undefined) return <Outlet screen={ACCOUNT_SCREEN} />
  if (active === null) return <NoSuchPage screens={SCREENS} />
  if (active.follows?.place === true && isPlaceUnknown()) return <NoSuchPlace />
  return <Outlet key={active.path} screen={active} />
}

export function Frame(): VNode {
  const active = matchScreen(SCREENS, route.value.segments)
  const about = route.value.segments.join('/')
  useEffect(() => scrollTo(0, 0), [active, about])
  // Here, where the messages are loaded: a title made before them would show a key.
  useSignalEffect(nameDocument)
  if (active?.bare === true && !locked.value)
    return (
      <main id="content" class="bare" tabIndex={-1} data-at={about}>
        <Content active={active} />
      </main>
    )
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
            <Content active={active} />
          </main>
        </div>
      </div>
    </>
  )
}
