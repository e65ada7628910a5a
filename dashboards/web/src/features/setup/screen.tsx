/** Setup: what the campus needs beside its meters, a section each. */

import type { VNode } from 'preact'
import { hrefOf, route } from '../../address/route.ts'
import { Outlet } from '../../frame/outlet.tsx'
import { matchScreen, titleOf } from '../../frame/screen.ts'
import { Icon } from '../../ui/icon.tsx'
import { SECTIONS } from './sections.ts'
import { t } from './text.ts'

export function Screen(): VNode {
  const active = matchScreen(SECTIONS, route.value.segments.slice(1))
  return (
    <div class="setup">
      <nav class="sections" aria-label={t('setup.sections')}>
        {SECTIONS.map((section) => (
          <a key={section.path} href={hrefOf(['setup', section.path])} aria-current={section === active ? 'page' : undefined}>
            {'icon' in section.nav && <Icon node={section.nav.icon} />}
            {titleOf(section)}
          </a>
        ))}
      </nav>
      <Outlet key={active.path} screen={active} />
    </div>
  )
}
