/** Every token without its secret. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Answer } from '../../api/types.ts'
import { zone } from '../../state/campus.ts'
import { moment } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { Empty } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { t } from './text.ts'

type Token = Answer<'GET /api/v1/tokens'>['tokens'][number]

/** Revoking cannot be undone: a second click confirms it. */
function Revoke({ id, revoke }: { id: string; revoke: (id: string) => void }): VNode {
  const confirming = useSignal(false)
  return (
    <button
      type="button"
      class="aside"
      aria-label={t('token.revoke.of', { id })}
      onClick={() => (confirming.value ? revoke(id) : (confirming.value = true))}
    >
      {confirming.value ? t('token.revoke.yes') : t('token.revoke')}
    </button>
  )
}

function Row({ token, revoke }: { token: Token; revoke: (id: string) => void }): VNode {
  const { id, role, site, created_at, expires_at, revoked } = token
  return (
    <tr data-token={id} class={revoked ? 'stale' : undefined}>
      <td class="first">{id}</td>
      <td data-label={t('token.role')}>{term('role', role)}</td>
      <td data-label={t('entry.site')}>{site ?? t('account.every-site')}</td>
      <td data-label={t('token.created')}>{moment(created_at, zone.value)}</td>
      <td data-label={t('token.expires.at')}>{expires_at === null ? t('token.never') : moment(expires_at, zone.value)}</td>
      <td data-label={t('col.state')}>{revoked ? <Tag state="plain">{t('token.revoked')}</Tag> : <Revoke id={id} revoke={revoke} />}</td>
    </tr>
  )
}

export function TokenTable({ tokens, revoke }: { tokens: readonly Token[]; revoke: (id: string) => void }): VNode {
  if (tokens.length === 0) return <Empty>{t('token.none')}</Empty>
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>{t('token.id')}</th>
          <th>{t('token.role')}</th>
          <th>{t('entry.site')}</th>
          <th>{t('token.created')}</th>
          <th>{t('token.expires.at')}</th>
          <th>{t('col.state')}</th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <Row key={token.id} token={token} revoke={revoke} />
        ))}
      </tbody>
    </table>
  )
}
