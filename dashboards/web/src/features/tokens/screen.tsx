/** Access tokens: who may ask the service what. The secret of a token shows once, when it is made. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf, get, post, remove } from '../../api/client.ts'
import { usePolled } from '../../api/polled.ts'
import type { Answer } from '../../api/types.ts'
import { bodyOf, Field, Outcome } from '../../forms/field.tsx'
import { campus } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { nameOf, term } from '../../text/language.ts'
import { Panel, Shown } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { t } from './text.ts'
import { TokenTable } from './token-table.tsx'

type Tokens = Answer<'GET /api/v1/tokens'>
type Created = Answer<'POST /api/v1/tokens'>

const PATH = '/api/v1/tokens'
const EVERY_MS = 60_000
const ROLES = ['viewer', 'operator', 'preparer', 'approver', 'admin'] as const
const FIELDS = ['role', 'site', 'expires'] as const

function RoleAndSite(): VNode {
  return (
    <>
      <label>
        {t('token.role')}
        <select name="role">
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {term('role', role)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('entry.site')}
        <select name="site">
          <option value="">{t('account.every-site')}</option>
          {(campus.value.value?.sites ?? []).map((site) => (
            <option key={site.id} value={site.id}>
              {nameOf(site.name, site.id)}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}

function TokenForm({ made }: { made: () => void }): VNode {
  const failure = useSignal<Failure | null>(null)
  const created = useSignal<Created | null>(null)
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    created.value = null
    try {
      created.value = await post<Created>(PATH, bodyOf(form, FIELDS))
      failure.value = null
      made()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  const secret = created.value
  return (
    <form class="choice entry" onSubmit={(e) => void send(e)}>
      <RoleAndSite />
      <Field failure={failure.value} name="expires" label={t('token.expires')} />
      <button type="submit" class="primary">
        {t('token.create')}
      </button>
      <Outcome
        failure={failure.value}
        fields={FIELDS}
        done={
          secret === null ? null : (
            <>
              {t('token.made', { id: secret.id })} <code class="secret">{secret.token}</code>
            </>
          )
        }
      />
    </form>
  )
}

function Administration(): VNode {
  const polled = usePolled(() => get<Tokens>(PATH), EVERY_MS)
  const failure = useSignal<Failure | null>(null)
  const revoke = async (id: string): Promise<void> => {
    try {
      await remove(`${PATH}/${encodeURIComponent(id)}`)
      failure.value = null
      polled.reload()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <div class="panels">
      <Panel title={t('token.new')}>
        <TokenForm made={polled.reload} />
      </Panel>
      <Panel title={t('token.title')}>
        <Outcome failure={failure.value} fields={[]} done={null} />
        <Shown of={polled}>{({ tokens }) => <TokenTable tokens={tokens} revoke={(id) => void revoke(id)} />}</Shown>
      </Panel>
    </div>
  )
}

export function Screen(): VNode {
  if (may('admin')) return <Administration />
  return (
    <Panel title={t('token.title')}>
      <Empty>{t('token.not-yours')}</Empty>
    </Panel>
  )
}
