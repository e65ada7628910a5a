/** My account: the password and the second factor of whoever is signed in. */

import './account.css'
import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { usePolling } from '../../api/polling.ts'
import { loadSession, session } from '../../state/session.ts'
import { begin } from '../../state/stream.ts'
import { term } from '../../text/language.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { type Account, changePassword, loadAccount } from './account-api.ts'
import { FactorPanel } from './factor.tsx'
import { ProofForm } from './proof-form.tsx'
import { t } from './text.ts'

const EVERY_MS = 300_000

function PasswordPanel({ account }: { account: Account }): VNode {
  const changed = useSignal(false)
  return (
    <Panel title={t('me.password')}>
      <p>{t('me.password.explain')}</p>
      <ProofForm
        fields={[
          { name: 'current_password', label: t('me.password.current'), type: 'password', autocomplete: 'current-password', required: true },
          { name: 'new_password', label: t('me.password.new'), type: 'password', autocomplete: 'new-password', required: true },
        ]}
        submit={t('me.password.change')}
        send={async (body) => {
          await changePassword(body)
          changed.value = true
        }}
        done={changed.value ? t('me.password.changed', { name: account.name ?? '' }) : null}
      />
    </Panel>
  )
}

function Own({ account, onChange }: { account: Account; onChange: () => void }): VNode {
  const { name, role, site } = account
  if (name === null)
    return (
      <Panel title={t('me.title')}>
        <Empty>{t('me.no-user')}</Empty>
      </Panel>
    )
  return (
    <div class="panels">
      <Panel title={t('me.title')}>
        <p>
          <strong>{name}</strong> {term('role', role)}, {site ?? t('account.every-site')}
        </p>
      </Panel>
      <FactorPanel account={account} onChange={onChange} />
      {session.value?.pending === undefined && <PasswordPanel account={account} />}
    </div>
  )
}

export function Screen(): VNode {
  const polling = usePolling(loadAccount, EVERY_MS)
  const refresh = async (): Promise<void> => {
    const waited = session.peek()?.pending !== undefined
    polling.reload()
    await loadSession()
    // Everything else was closed: now it is loaded.
    if (waited) await begin()
  }
  return <Loadable of={polling}>{(account) => <Own account={account} onChange={() => void refresh()} />}</Loadable>
}
