/** Entries: what no meter measures. Dated, with author and note, never overwritten. */

import type { VNode } from 'preact'
import { usePolling } from '../../api/polling.ts'
import { may } from '../../state/session.ts'
import { Panel, Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { loadEntries } from './entries-api.ts'
import { EntryForm } from './entry-form.tsx'
import { EntryList } from './entry-list.tsx'
import { t } from './text.ts'

const EVERY_MS = 60_000

export function Screen(): VNode {
  const polling = usePolling(loadEntries, EVERY_MS)
  return (
    <div class="panels">
      <Panel title={t('entry.new')}>
        {may('preparer') ? <EntryForm onRecord={polling.reload} /> : <Empty>{t('entry.not-yours')}</Empty>}
      </Panel>
      <Panel title={t('entry.list')}>
        <p class="sub">{t('entry.explain')}</p>
        <Loadable of={polling}>{(entries) => <EntryList entries={entries} onChange={polling.reload} />}</Loadable>
      </Panel>
    </div>
  )
}
