/** Every import, the last first; a preparer takes a wrong one back. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { type Failure, failureOf } from '../../api/client.ts'
import { hrefOf } from '../../address/route.ts'
import { may } from '../../state/session.ts'
import { zone } from '../../state/campus.ts'
import { moment, numbers } from '../../text/format.ts'
import { Empty, RefusalNote } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { type ImportEntry, undoImport, type Undone } from './imports-api.ts'
import { t } from './text.ts'

const count = (n: number): string => numbers({}).format(n)

function UndoButton({ entry, onUndo }: { entry: ImportEntry; onUndo: (undone: Undone) => void }): VNode {
  const asking = useSignal(false)
  const busy = useSignal(false)
  const failure = useSignal<Failure | null>(null)
  if (!asking.value)
    return (
      <button type="button" class="aside" aria-label={t('import.undo.of', { id: entry.id })} onClick={() => (asking.value = true)}>
        {t('import.undo')}
      </button>
    )
  const undo = async (): Promise<void> => {
    busy.value = true
    try {
      onUndo(await undoImport(entry.id))
    } catch (error) {
      failure.value = failureOf(error)
      busy.value = false
    }
  }
  return (
    <div class="choice">
      <p>{t('import.undo.ask', { n: count(entry.readings), replaced: count(entry.replaced) })}</p>
      <button type="button" disabled={busy.value} onClick={() => void undo()}>
        {t('import.undo.yes')}
      </button>
      <button type="button" disabled={busy.value} onClick={() => (asking.value = false)}>
        {t('import.undo.no')}
      </button>
      <RefusalNote why={failure.value} />
    </div>
  )
}

function State({ entry }: { entry: ImportEntry }): VNode {
  const { undone } = entry
  if (undone === null) return <Tag state={entry.state === 'stored' ? 'good' : 'attention'}>{t(`import.state.${entry.state}`)}</Tag>
  return (
    <>
      <Tag state="plain">{t('import.state.undone')}</Tag>{' '}
      <small>{t('import.undone.by', { by: undone.by, at: moment(undone.at, zone.value) })}</small>
    </>
  )
}

function Row({ entry, onUndo }: { entry: ImportEntry; onUndo: (undone: Undone) => void }): VNode {
  const { id, file, by, opened, points, readings, replaced, from, to, state } = entry
  const [first] = points
  return (
    <tr data-entry={id} class={state === 'undone' ? 'stale' : undefined}>
      <td class="first">
        {file ?? t('import.no-file')}
        <small class="id">{id}</small>
      </td>
      <td data-label={t('col.point')}>
        {first !== undefined && <a href={hrefOf(['points', first])}>{first}</a>}
        {points.length > 1 && <small> {t('import.more-points', { n: points.length - 1 })}</small>}
      </td>
      <td data-label={t('import.col.readings')} class="right value">
        {count(readings)}
        {replaced > 0 && <small> {t('import.replaced', { n: count(replaced) })}</small>}
      </td>
      <td data-label={t('import.col.span')}>
        {from === null || to === null ? '–' : `${moment(from, zone.value)} – ${moment(to, zone.value)}`}
      </td>
      <td data-label={t('import.col.by')}>
        {by} <small>{moment(opened, zone.value)}</small>
      </td>
      <td data-label={t('col.state')} class="full">
        <State entry={entry} />
        {state !== 'undone' && may('preparer') && <UndoButton entry={entry} onUndo={onUndo} />}
      </td>
    </tr>
  )
}

function UndoneText({ undone }: { undone: Undone }): VNode {
  const { import: entry, restored, removed, kept } = undone
  return (
    <>
      {t('import.undone', { id: entry.id, restored: count(restored), removed: count(removed) })}
      {kept.map((k) => (
        <span key={`${k.point} ${k.import ?? ''}`}>
          {' '}
          {t(k.import === null ? 'import.kept.newer' : 'import.kept.import', { n: count(k.readings), point: k.point, id: k.import ?? '' })}
        </span>
      ))}
    </>
  )
}

export function ImportTable({ entries, onChange }: { entries: readonly ImportEntry[]; onChange: () => void }): VNode {
  const last = useSignal<Undone | null>(null)
  const outcome = useRef<HTMLParagraphElement>(null)
  if (entries.length === 0) return <Empty>{t('import.none')}</Empty>
  // The button that had the focus is gone with the state of its row.
  const handleUndo = (undone: Undone): void => {
    last.value = undone
    outcome.current?.focus()
    onChange()
  }
  return (
    <>
      <p role="status" tabIndex={-1} ref={outcome}>
        {last.value !== null && <UndoneText undone={last.value} />}
      </p>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('import.file')}</th>
            <th>{t('col.point')}</th>
            <th class="right">{t('import.col.readings')}</th>
            <th>{t('import.col.span')}</th>
            <th>{t('import.col.by')}</th>
            <th>{t('col.state')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.toReversed().map((entry) => (
            <Row key={entry.id} entry={entry} onUndo={handleUndo} />
          ))}
        </tbody>
      </table>
    </>
  )
}
