/** Access tokens: who may ask the service what. The secret of a token shows once, when it is made. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf, get, post, remove } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { bodyOf, Field, Outcome } from '../../forms/field.tsx'
import { RoleAndSite } from '../../forms/role-and-site.tsx'
import { may } from '../../state/session.ts'
import { Panel, Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { t } from './text.ts'
import { TokenTable } from './token-table.tsx'

type Tokens = Answer<'GET /api/v1/tokens'>
type NewToken = Answer<'POST /api/v1/tokens'>

const PATH = '/api/v1/tokens'
const EVERY_MS = 60_000
const FIELDS = ['role', 'site', 'expires'] as const

function TokenForm({ onMake }: { onMake: () => void }): VNode {
  const failure = useSignal<Failure | null>(null)
  const created = useSignal<NewToken | null>(null)
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    created.value = null
    try {
      created.value = await post<NewToken>(PATH, bodyOf(form, FIELDS))
      failure.value = null
      onMake()
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
  const polling = usePolling(() => get<Tokens>(PATH), EVERY_MS)
  const failure = useSignal<Failure | null>(null)
  const revoke = async (id: string): Promise<void> => {
    try {
      await remove(`${PATH}/${encodeURIComponent(id)}`)
      failure.value = null
      polling.reload()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <div class="panels">
      <Panel title={t('token.new')}>
        <TokenForm onMake={polling.reload} />
      </Panel>
      <Panel title={t('token.title')}>
        <Outcome failure={failure.value} fields={[]} done={null} />
        <Loadable of={polling}>{({ tokens }) => <TokenTable tokens={tokens} revoke={(id) => void revoke(id)} />}</Loadable>
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
