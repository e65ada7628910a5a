/** The second factor: set up with an authenticator, replaced by another, removed; recovery codes show once. */

import { type Signal, useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { Panel } from '../../ui/panel.tsx'
import { Tag } from '../../ui/tag.tsx'
import { type Account, beginFactor, confirmFactor, type Enrolled, type Enrolment, removeFactor } from './account-api.ts'
import { ProofForm } from './proof-form.tsx'
import { QrCode } from './qr-code.tsx'
import { t } from './text.ts'

type Proof = Parameters<typeof ProofForm>[0]['fields']

const proofFields = ({ factor }: Account): Proof => [
  { name: 'password', label: t('me.password.current'), type: 'password', autocomplete: 'current-password', required: true },
  ...(factor ? [{ name: 'code', label: t('me.code'), autocomplete: 'one-time-code', required: true } as const] : []),
]

function Enrolling({ enrolment, onConfirm }: { enrolment: Enrolment; onConfirm: (enrolled: Enrolled) => void }): VNode {
  return (
    <div class="enrolment">
      <p>{t('me.factor.scan')}</p>
      <QrCode text={enrolment.uri} label={t('me.factor.qr')} />
      <p>
        {t('me.factor.type')} <code class="secret">{enrolment.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <ProofForm
        fields={[{ name: 'code', label: t('me.factor.first-code'), autocomplete: 'one-time-code', required: true }]}
        submit={t('me.factor.confirm')}
        send={async (body) => onConfirm(await confirmFactor(body))}
      />
    </div>
  )
}

function RecoveryCodes({ codes, onKeep }: { codes: readonly string[]; onKeep: () => void }): VNode {
  return (
    <div class="enrolment" role="status">
      <p>{t('me.recovery.explain')}</p>
      <ol class="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <button type="button" class="primary" onClick={onKeep}>
        {t('me.recovery.kept')}
      </button>
    </div>
  )
}

function Present({ account, onChange }: { account: Account; onChange: () => void }): VNode {
  return (
    <>
      <p>
        <Tag state="good">{t('me.factor.active')}</Tag> {t('me.recovery.left', { n: account.recovery_left })}
      </p>
      {!account.factor_required && (
        <details>
          <summary>{t('me.factor.remove')}</summary>
          <ProofForm
            fields={proofFields(account)}
            class=""
            submit={t('me.factor.remove')}
            send={async (body) => {
              await removeFactor(body)
              onChange()
            }}
          />
        </details>
      )}
    </>
  )
}

function Begin({ account, enrolment }: { account: Account; enrolment: Signal<Enrolment | null> }): VNode {
  const form = (
    <ProofForm
      fields={proofFields(account)}
      submit={t('me.factor.begin')}
      send={async (body) => void (enrolment.value = await beginFactor(body))}
    />
  )
  if (!account.factor) return form
  return (
    <details>
      <summary>{t('me.factor.replace')}</summary>
      {form}
    </details>
  )
}

export function FactorPanel({ account, onChange }: { account: Account; onChange: () => void }): VNode {
  const enrolment = useSignal<Enrolment | null>(null)
  const enrolled = useSignal<Enrolled | null>(null)
  const finish = (): void => {
    enrolled.value = null
    onChange()
  }
  const handleConfirm = (next: Enrolled): void => {
    enrolment.value = null
    enrolled.value = next
  }
  return (
    <Panel title={t('me.factor')}>
      {account.factor_required && !account.factor && enrolled.value === null && <p class="state failed">{t('me.factor.required')}</p>}
      {enrolled.value !== null && <RecoveryCodes codes={enrolled.value.recovery_codes} onKeep={finish} />}
      {enrolment.value !== null && <Enrolling enrolment={enrolment.value} onConfirm={handleConfirm} />}
      {enrolled.value === null && enrolment.value === null && (
        <>
          {account.factor ? <Present account={account} onChange={onChange} /> : <p>{t('me.factor.explain')}</p>}
          <Begin account={account} enrolment={enrolment} />
        </>
      )}
    </Panel>
  )
}
