/** How people sign in: `access:` and the secret of the OpenID provider. */

import { ROLE_NAMES, type RoleName } from '../../domain/index.ts'
import { isLoopback } from '../../kernel/index.ts'
import type { Config, RawSetting, RawSettings } from '../types.ts'
import type { Faults } from '../yaml/faults.ts'

type Access = Config['access']

const text = (setting: RawSetting | undefined): string | null =>
  setting === undefined || setting.value === '' ? null : String(setting.value)

const isRole = (value: unknown): value is RoleName => ROLE_NAMES.some((role) => role === value)

export function accessOf(settings: RawSettings, faults: Faults): Access {
  const roles = settings('access.second_factor')?.value
  return { secondFactor: Array.isArray(roles) ? roles.filter(isRole) : [], oidc: oidcOf(settings, faults) }
}

function oidcOf(settings: RawSettings, faults: Faults): Access['oidc'] {
  const of = (key: string): RawSetting | undefined => settings(`access.oidc.${key}`)
  const [issuer, page, clientId] = [addressIn(of('issuer'), faults), addressIn(of('page'), faults), text(of('client_id'))]
  const roles = rolesOf(of('roles'), faults)
  if (issuer === null || page === null || clientId === null) return null
  return {
    issuer,
    clientId,
    clientSecret: text(of('client_secret')),
    page: page.replace(/\/+$/, ''),
    name: text(of('name')) ?? new URL(issuer).host,
    scope: text(of('scope')) ?? 'openid profile',
    userClaim: text(of('user_claim')) ?? 'preferred_username',
    roleClaim: text(of('role_claim')) ?? 'groups',
    roles,
  }
}

function rolesOf(setting: RawSetting | undefined, faults: Faults): readonly (readonly [string, RoleName])[] {
  const pairs = Object.entries((setting?.value ?? {}) as Readonly<Record<string, unknown>>).flatMap(([value, role]) =>
    isRole(role) ? [[value, role] as const] : [],
  )
  if (setting !== undefined && pairs.length === 0)
    faults.blameSpot(setting, 'no value of the role claim gives a role: nobody could sign in', 'add one, such as energy-team: operator')
  return pairs
}

/** TLS protects codes and tokens on their way; only within this machine it may be absent. */
function addressIn(setting: RawSetting | undefined, faults: Faults): string | null {
  const address = text(setting)
  if (setting === undefined || address === null) return null
  const url = URL.canParse(address) ? new URL(address) : null
  const sound = url !== null && url.username === '' && url.search === '' && url.hash === ''
  if (sound && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))) return address
  faults.blameSpot(
    setting,
    `"${address}" is no address that browsers can trust`,
    'write https://host, or http://127.0.0.1:PORT for a trial',
  )
  return null
}
