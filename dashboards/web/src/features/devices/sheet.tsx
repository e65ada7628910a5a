/** Many devices from a sheet: every fault with its cell, the points that it gives, then the file of the campus. */

import { useSignal } from '@preact/signals'
import { Download } from 'lucide'
import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import { may } from '../../state/session.ts'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Decision, showPreview, useChange } from './change.tsx'
import { previewSheet, proposeSheet, sheetHref } from './devices-api.ts'
import { t } from './text.ts'

function Downloads(): VNode {
  return (
    <p class="links">
      <a class="button" href={sheetHref('template', 'xlsx')}>
        <Icon node={Download} size={16} />
        {t('devices.template')}
      </a>
      <a class="button" href={sheetHref('register', 'xlsx')}>
        <Icon node={Download} size={16} />
        {t('devices.export')}
      </a>
    </p>
  )
}

export function SheetPanel({ onDone }: { onDone: () => void }): VNode {
  const draft = useChange()
  const file = useSignal<File | null>(null)
  const choose = (next: File | null): void => {
    file.value = next
    if (next !== null) void showPreview(draft, () => previewSheet(next))
  }
  const { preview, outcome } = draft
  return (
    <Panel title={t('devices.sheet.title')}>
      <p class="sub">{t('devices.sheet.explain')}</p>
      <Downloads />
      {may('operator') ? (
        <>
          <div class="choice">
            <label>
              {t('devices.sheet.file')}
              <input type="file" accept=".xlsx,.csv" onChange={(e) => choose(e.currentTarget.files?.[0] ?? null)} />
            </label>
            {file.value !== null && preview.value !== null && preview.value.faults.length > 0 && (
              <button type="button" onClick={() => choose(file.value)}>
                {t('devices.sheet.again')}
              </button>
            )}
          </div>
          <Decision
            draft={draft}
            apply={t('devices.sheet.apply', { n: preview.value?.points.length ?? 0 })}
            onDone={onDone}
            propose={() => proposeSheet(file.value ?? new File([], ''))}
          />
          {outcome.value?.state === 'applied' && (
            <p>
              <a href={hrefOf('devices')}>{t('devices.all')}</a>
            </p>
          )}
        </>
      ) : (
        <Empty>{t('devices.not-yours')}</Empty>
      )}
    </Panel>
  )
}
