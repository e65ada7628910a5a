/** Import: readings from a file, looked at first, and taken back where they were wrong. */

import './imports.css'
import type { VNode } from 'preact'
import { usePolling } from '../../api/polling.ts'
import { may } from '../../state/session.ts'
import { Panel, Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { ImportTable } from './import-list.tsx'
import { loadImports } from './imports-api.ts'
import { NewImport } from './new-import.tsx'
import { t } from './text.ts'

const EVERY_MS = 10_000

export function Screen(): VNode {
  const polling = usePolling(loadImports, EVERY_MS)
  return (
    <div class="panels">
      <Panel title={t('import.new')}>
        {may('preparer') ? <NewImport onStore={polling.reload} /> : <Empty>{t('import.not-yours')}</Empty>}
      </Panel>
      <Panel title={t('import.list')}>
        <Loadable of={polling}>{(entries) => <ImportTable entries={entries} onChange={polling.reload} />}</Loadable>
      </Panel>
    </div>
  )
}
