/** Which role, and whether of one site alone: for tokens and people. */

import type { VNode } from 'preact'
import { campus } from '../state/campus.ts'
import { nameOf, t, term } from '../text/language.ts'

export const ROLES = ['viewer', 'operator', 'preparer', 'approver', 'admin'] as const

export interface RoleAndSiteProps {
  /** Chosen at first. */
  readonly role?: string
  readonly site?: string | null
}

export function RoleAndSite({ role, site }: RoleAndSiteProps): VNode {
  return (
    <>
      <label>
        {t('role')}
        <select name="role">
          {ROLES.map((name) => (
            <option key={name} value={name} selected={name === role}>
              {term('role', name)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('entry.site')}
        <select name="site">
          <option value="">{t('account.every-site')}</option>
          {(campus.value.value?.sites ?? []).map(({ id, name }) => (
            <option key={id} value={id} selected={id === site}>
              {nameOf(name, id)}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}
