/** Where a period stands on its way to the signature, and the next step of whoever looks. */

import type { VNode } from 'preact'
import { periodName } from '../../address/periods.ts'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment, percent } from '../../text/format.ts'
import { close, closeByForce, returnDraft, type Review, submit } from './closing-api.ts'
import { ReasonForm } from './reason-form.tsx'
import { t } from './text.ts'

const STATES = ['open', 'submitted', 'closed', 'restated'] as const

function Steps({ state }: Pick<Review, 'state'>): VNode {
  const at = STATES.indexOf(state)
  return (
    <ol class="closing-steps">
      {STATES.map((step, i) => (
        <li key={step} class={i < at ? 'done' : undefined} aria-current={i === at ? 'step' : undefined}>
          {t(`closing.state.${step}`)}
        </li>
      ))}
    </ol>
  )
}

/** What speaks against a plain closing, in the words of the reader. */
function objectionsTo({ coverage, submission }: Review): string[] {
  const low =
    coverage.least < coverage.limit
      ? [t('closing.objection.coverage', { least: percent(coverage.least), limit: percent(coverage.limit) })]
      : []
  return [...low, ...(submission?.changed === true ? [t('closing.objection.changed', { by: submission.by })] : [])]
}

interface StepProps {
  readonly review: Review
  readonly onDone: () => void
}

function ApproverSteps({ review, onDone }: StepProps): VNode {
  const { period, submission } = review
  const objections = objectionsTo(review)
  const name = periodName(period)
  return (
    <>
      {objections.length === 0 ? (
        <ReasonForm primary button={t('closing.close', { period: name })} label={null} send={() => close(period)} onDone={onDone} />
      ) : (
        <ReasonForm
          required
          button={t('closing.close.force', { period: name })}
          label={t('closing.close.reason')}
          send={(reason) => closeByForce(period, reason)}
          onDone={onDone}
        />
      )}
      {submission !== null && (
        <ReasonForm
          required
          button={t('closing.return')}
          label={t('closing.return.reason')}
          send={(reason) => returnDraft(period, reason)}
          onDone={onDone}
        />
      )}
    </>
  )
}

function NextStep({ review, onDone }: StepProps): VNode | null {
  const { period, over, state } = review
  if (!over) return <p class="state">{t('closing.not-over')}</p>
  if (state === 'closed' || state === 'restated') return null
  const objections = objectionsTo(review)
  const name = periodName(period)
  return (
    <>
      {objections.length > 0 && (
        <ul class="list objections">
          {objections.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {may('preparer') && (
        <ReasonForm
          primary={state === 'open'}
          button={state === 'open' ? t('closing.submit', { period: name }) : t('closing.submit.again', { period: name })}
          label={t('closing.submit.note')}
          send={(note) => submit(period, note)}
          onDone={onDone}
        />
      )}
      {may('approver') && <ApproverSteps review={review} onDone={onDone} />}
      {!may('preparer') && !may('approver') && <p class="state">{t('closing.step.nobody')}</p>}
    </>
  )
}

export function StatePanel({ review, onDone }: StepProps): VNode {
  const { submission, returned, prepared_by: preparers, hash, revision, period } = review
  return (
    <div data-state={review.state}>
      <Steps state={review.state} />
      <p class="sub">
        {revision !== null && <strong>{t('closing.revision.of', { n: revision, period: periodName(period) })} </strong>}
        {preparers.length > 0 && t('closing.prepared-by', { who: preparers.join(', ') })}
      </p>
      {submission !== null && (
        <p>
          {t('closing.submitted-by', { by: submission.by, at: moment(submission.at, zone.value) })}{' '}
          {submission.note !== null && <q>{submission.note}</q>}
        </p>
      )}
      {returned !== null && (
        <p>
          {t('closing.returned-by', { by: returned.by, at: moment(returned.at, zone.value) })} <q>{returned.reason}</q>
        </p>
      )}
      <NextStep review={review} onDone={onDone} />
      <p class="sub">
        {t('closing.hash')} <code class="hash">{hash}</code>
      </p>
    </div>
  )
}
