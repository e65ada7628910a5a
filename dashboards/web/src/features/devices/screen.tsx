/** Devices: what is connected, what waits for a point, a sheet of many, and changes that wait for an administrator. */

import './devices.css'
import { Cable, FileSpreadsheet, History, Radar } from 'lucide'
import type { VNode } from 'preact'
import { hrefOf, route } from '../../address/route.ts'
import { usePolling } from '../../api/polling.ts'
import { useSubject } from '../../frame/subject.ts'
import { Icon, type IconNode } from '../../ui/icon.tsx'
import { Loadable } from '../../ui/panel.tsx'
import { DeviceTable } from './device-list.tsx'
import { DevicePage } from './device-page.tsx'
import { loadDevices } from './devices-api.ts'
import { DiscoveredPanels } from './discovered.tsx'
import { ProposalPanel } from './proposals.tsx'
import { SheetPanel } from './sheet.tsx'
import { t } from './text.ts'

const EVERY_MS = 10_000

interface Section {
  readonly path: string | null
  readonly icon: IconNode
  readonly title: () => string
}

const SECTIONS: readonly Section[] = [
  { path: null, icon: Cable, title: () => t('devices.list') },
  { path: 'discovered', icon: Radar, title: () => t('devices.discovered') },
  { path: 'sheet', icon: FileSpreadsheet, title: () => t('devices.sheet') },
  { path: 'changes', icon: History, title: () => t('devices.changes') },
]

function Tabs({ active, waiting }: { active: string | null; waiting: number }): VNode {
  return (
    <nav class="sections" aria-label={t('devices.sections')}>
      {SECTIONS.map(({ path, icon, title }) => (
        <a
          key={path ?? ''}
          href={hrefOf(path === null ? 'devices' : ['devices', path])}
          aria-current={path === active ? 'page' : undefined}
        >
          <Icon node={icon} />
          {title()}
          {path === 'discovered' && waiting > 0 && <span class="waiting">{waiting}</span>}
        </a>
      ))}
    </nav>
  )
}

export function Screen(): VNode {
  const [, section = null, source = '', device = ''] = route.value.segments
  const devices = usePolling(loadDevices, EVERY_MS)
  const of = section === 'of' ? { source, device } : null
  const active = of === null ? section : null
  const name = of?.device ?? SECTIONS.find(({ path }) => path !== null && path === section)?.title() ?? null
  useSubject(name === null ? null : { name, within: [{ name: t('devices.list'), href: hrefOf('devices') }] })
  return (
    <div class="setup devices">
      <Tabs active={active} waiting={devices.value.value?.waiting ?? 0} />
      {active === 'discovered' && <DiscoveredPanels onDone={devices.reload} />}
      {active === 'sheet' && <SheetPanel onDone={devices.reload} />}
      {active === 'changes' && <ProposalPanel onDone={devices.reload} />}
      {active === null && (
        <Loadable of={devices}>
          {(list) =>
            of === null ? (
              <DeviceTable list={list} />
            ) : (
              <DevicePage key={`${source} ${device}`} list={list} of={of} onChange={devices.reload} />
            )
          }
        </Loadable>
      )}
    </div>
  )
}
