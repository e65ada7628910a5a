/** A new import: a point and a file, what the service made of it, then its rows. */

import { type Signal, useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf } from '../../api/client.ts'
import { route } from '../../address/route.ts'
import { Outcome } from '../../forms/field.tsx'
import { jobs } from '../../state/campus.ts'
import { numbers } from '../../text/format.ts'
import { Loading } from '../../ui/states.tsx'
import { type FileReport, sendFile } from './imports-api.ts'
import { OptionForm } from './option-form.tsx'
import { type OptionName, type OptionValues, parseProposal, type Proposal } from './options.ts'
import { PointChooser } from './point-chooser.tsx'
import { Report } from './report.tsx'
import { t } from './text.ts'

interface Draft {
  readonly file: Signal<File | null>
  readonly point: Signal<string>
  readonly options: Signal<OptionValues>
  readonly report: Signal<FileReport | null>
  readonly failure: Signal<Failure | null>
  readonly busy: Signal<boolean>
  /** Id of the import whose rows are stored. */
  readonly stored: Signal<string | null>
}

function useDraft(): Draft {
  return {
    file: useSignal<File | null>(null),
    point: useSignal(route.value.query['point'] ?? ''),
    options: useSignal<OptionValues>({}),
    report: useSignal<FileReport | null>(null),
    failure: useSignal<Failure | null>(null),
    busy: useSignal(false),
    stored: useSignal<string | null>(null),
  }
}

/** Reads the file, or stores it; what the service answers stands beside the form. */
async function send(draft: Draft, preview: boolean): Promise<void> {
  const { file, point, options, report, failure, busy, stored } = draft
  if (file.value === null || point.value === '' || busy.value) return
  busy.value = true
  if (preview) report.value = null
  try {
    const answer = await sendFile({ file: file.value, point: point.value, options: options.value }, preview)
    report.value = answer
    stored.value = answer.import
    failure.value = null
  } catch (error) {
    report.value = null
    failure.value = failureOf(error)
  } finally {
    busy.value = false
  }
}

function Progress({ id }: { id: string }): VNode {
  const job = jobs.value.find((j) => j.id === id)
  if (job?.state === 'failed') return <p role="alert">{t('import.failed', { id, why: job.detail })}</p>
  const done = job?.state === 'done'
  return (
    <p role="status" data-import={id}>
      {done ? t('import.done', { id }) : t('import.running', { id })}{' '}
      {!done && <progress aria-label={t('import.running', { id })} value={job?.done ?? 0} max={job?.total ?? undefined} />}
    </p>
  )
}

function StoreButton({ draft, onStore }: { draft: Draft; onStore: () => void }): VNode | null {
  const { report, busy } = draft
  if (report.value === null || report.value.exit === 2) return null
  const store = async (): Promise<void> => {
    await send(draft, false)
    onStore()
  }
  return (
    <button type="button" class="primary" disabled={busy.value} onClick={() => void store()}>
      {t('import.store', { n: numbers({}).format(report.value.accepted) })}
    </button>
  )
}

function FileField({ draft }: { draft: Draft }): VNode {
  return (
    <label>
      {t('import.file')}
      <input
        type="file"
        accept=".csv,.txt,.xlsx,.xml,.gz,.dat,.asc"
        onChange={(e) => {
          draft.file.value = e.currentTarget.files?.[0] ?? null
          draft.options.value = {}
          draft.stored.value = null
          void send(draft, true)
        }}
      />
      <small>{t('import.file.hint')}</small>
    </label>
  )
}

export function NewImport({ onStore }: { onStore: () => void }): VNode {
  const draft = useDraft()
  const { point, options, report, failure, busy, stored } = draft
  const change = (name: OptionName, value: string): void => void (options.value = { ...options.value, [name]: value })
  const decide = ({ name, value, open }: Proposal): void => {
    if (!open) {
      change(name, value)
      void send(draft, true)
      return
    }
    change(name, '')
    document.getElementById(`option-${name}`)?.focus()
  }
  const asked = new Set((report.value?.failures ?? []).flatMap((f) => f.options.flatMap((o) => parseProposal(o)?.name ?? [])))
  return (
    <>
      <div class="choice import-what">
        <PointChooser
          chosen={point.value}
          choose={(id) => {
            point.value = id
            stored.value = null
            void send(draft, true)
          }}
        />
        <FileField draft={draft} />
      </div>
      <Outcome failure={failure.value} fields={[]} done={null} />
      {busy.value && <Loading reason={t('import.reading')} />}
      {report.value !== null && stored.value === null && (
        <>
          <Report report={report.value} decide={decide} />
          <OptionForm values={options.value} asked={asked} change={change} apply={() => void send(draft, true)} />
          <StoreButton draft={draft} onStore={onStore} />
        </>
      )}
      {stored.value !== null && <Progress id={stored.value} />}
    </>
  )
}
