/** From a form to a change: previewed, then proposed by an operator or applied by an administrator. */

import { type Signal, useSignal } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { type Failure, failureOf } from '../../api/client.ts'
import { loadPoints } from '../../state/points.ts'
import { may } from '../../state/session.ts'
import { Loading, RefusalNote } from '../../ui/states.tsx'
import { applyProposal, type Preview, type Proposal } from './devices-api.ts'
import { PreviewReport } from './preview.tsx'
import { t } from './text.ts'

export interface ChangeDraft {
  readonly preview: Signal<Preview | null>
  readonly failure: Signal<Failure | null>
  /** What it waits for. */
  readonly busy: Signal<'preview' | 'apply' | null>
  readonly outcome: Signal<Proposal | null>
}

export function useChange(): ChangeDraft {
  return {
    preview: useSignal<Preview | null>(null),
    failure: useSignal<Failure | null>(null),
    busy: useSignal<'preview' | 'apply' | null>(null),
    outcome: useSignal<Proposal | null>(null),
  }
}

async function run<T>({ failure, busy }: ChangeDraft, what: 'preview' | 'apply', work: () => Promise<T>): Promise<T | null> {
  busy.value = what
  failure.value = null
  try {
    return await work()
  } catch (error) {
    failure.value = failureOf(error)
    return null
  } finally {
    busy.value = null
  }
}

export async function showPreview(draft: ChangeDraft, load: () => Promise<Preview>): Promise<void> {
  draft.preview.value = null
  draft.outcome.value = null
  draft.preview.value = await run(draft, 'preview', load)
}

export interface DecisionProps {
  readonly draft: ChangeDraft
  readonly propose: () => Promise<Proposal>
  /** Behind a change that was made. */
  readonly onDone?: () => void
  /** What the button says where the change is applied at once. */
  readonly apply: string
  /** Only the preview: who looks may not apply it. */
  readonly readOnly?: boolean
}

/** What the service made of the form, and the button of who looks. */
export function Decision({ draft, propose, onDone, apply, readOnly = false }: DecisionProps): VNode {
  const { preview, failure, busy, outcome } = draft
  const decide = async (): Promise<void> => {
    const proposal = await run(draft, 'apply', async () => {
      const made = await propose()
      return may('admin') ? applyProposal(made.id) : made
    })
    if (proposal === null) return
    outcome.value = proposal
    preview.value = null
    void loadPoints()
    onDone?.()
  }
  return (
    <div class="change">
      {busy.value === 'preview' && <Loading reason={t('devices.preview.working')} />}
      {preview.value !== null && <PreviewReport preview={preview.value} />}
      <RefusalNote why={failure.value} />
      {!readOnly && preview.value !== null && preview.value.faults.length === 0 && (
        <p class="links">
          <button type="button" class="primary" disabled={busy.value !== null} onClick={() => void decide()}>
            {may('admin') ? apply : t('devices.propose')}
          </button>
          {busy.value === 'apply' && <span role="status">{t('devices.applying')}</span>}
        </p>
      )}
      {outcome.value !== null && <Result proposal={outcome.value} />}
    </div>
  )
}

function Result({ proposal }: { proposal: Proposal }): VNode {
  const text = useRef<HTMLParagraphElement>(null)
  // The button that had the focus is gone.
  useEffect(() => text.current?.focus(), [proposal])
  const applied = proposal.state === 'applied'
  return (
    <p role="status" tabIndex={-1} ref={text} class="result">
      {t(applied ? 'devices.applied' : 'devices.proposed', { id: proposal.id })}
    </p>
  )
}

export function FormActions({ draft, cancel, children }: { draft: ChangeDraft; cancel: () => void; children: ComponentChildren }): VNode {
  return (
    <div class="form-actions">
      <button type="submit" class={draft.preview.value === null ? 'primary' : undefined} disabled={draft.busy.value !== null}>
        {children}
      </button>
      <button type="button" onClick={cancel}>
        {t('devices.cancel')}
      </button>
    </div>
  )
}
