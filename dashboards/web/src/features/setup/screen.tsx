/** Setup: what the campus needs beside its meters, a section each. */

import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { hrefOf, route } from '../../address/route.ts'
import { NoSuchPage } from '../../frame/no-such-page.tsx'
import { Outlet } from '../../frame/outlet.tsx'
import { matchScreen, titleOf } from '../../frame/screen.ts'
import { useSubject } from '../../frame/subject.ts'
import { Icon } from '../../ui/icon.tsx'
import { SECTIONS } from './sections.ts'
import { t } from './text.ts'

export function Screen(): VNode {
  const segments = route.value.segments.slice(1)
  const active = matchScreen(SECTIONS, segments)
  const tabs = useRef<HTMLElement>(null)
  const name = active === null || segments.length === 0 ? null : titleOf(active)
  useSubject(name === null ? null : { name, within: [{ name: t('setup'), href: hrefOf('setup') }] })
  // The tabs of a phone are wider than its screen: the active one would be out of sight.
  useEffect(() => tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [active])
  return (
    <div class="setup">
      <nav class="sections" ref={tabs} aria-label={t('setup.sections')}>
        {SECTIONS.map((section) => (
          <a key={section.path} href={hrefOf(['setup', section.path])} aria-current={section === active ? 'page' : undefined}>
            {'icon' in section.nav && <Icon node={section.nav.icon} />}
            {titleOf(section)}
          </a>
        ))}
      </nav>
      {active === null ? <NoSuchPage under={['setup']} screens={SECTIONS} /> : <Outlet key={active.path} screen={active} />}
    </div>
  )
}
