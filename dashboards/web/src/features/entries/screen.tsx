/** Entries: what no meter measures. Dated, with author and note, never overwritten. */

import type { VNode } from 'preact'
import { usePolled } from '../../api/polled.ts'
import { may } from '../../state/session.ts'
import { Panel, Shown } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { loadEntries } from './entries-api.ts'
import { EntryForm } from './entry-form.tsx'
import { EntryList } from './entry-list.tsx'
import { t } from './text.ts'

const EVERY_MS = 60_000

export function Screen(): VNode {
  const polled = usePolled(loadEntries, EVERY_MS)
  return (
    <div class="panels">
      <Panel title={t('entry.new')}>
        {may('preparer') ? <EntryForm recorded={polled.reload} /> : <Empty>{t('entry.not-yours')}</Empty>}
      </Panel>
      <Panel title={t('entry.list')}>
        <p class="sub">{t('entry.explain')}</p>
        <Shown of={polled}>{(entries) => <EntryList entries={entries} changed={polled.reload} />}</Shown>
      </Panel>
    </div>
  )
}
