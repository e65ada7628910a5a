import { describe, expect, it } from 'vitest'
import { expandedText } from '../../../src/config/print.ts'
import { campus, faultTexts, loaded } from './campus-file.ts'

const minimal = campus('points: [{ id: p, quantity: power }]')
const of = (text: string, env: Record<string, string> = {}, secrets: Record<string, string> = {}) =>
  loaded(`${minimal}\n${text}`, { env, secrets })
const OIDC = 'issuer: https://id.example.org, client_id: campus, page: https://campus.example.org/, roles: { admins: admin, staff: viewer }'

describe('access', () => {
  it('demands no second factor and knows no provider unless the file says so', () => {
    expect(of('').access).toEqual({ secondFactor: [], oidc: null })
    expect(of('access: { second_factor: [admin, approver] }').access.secondFactor).toEqual(['admin', 'approver'])
  })

  it('names a provider, whose secret comes from the environment or a file and is never printed', () => {
    const text = `access: { oidc: { ${OIDC}, role_claim: roles } }`
    const env = { CAMPUS__ACCESS__OIDC__CLIENT_SECRET_FILE: '/run/secrets/oidc' }
    const config = of(text, env, { '/run/secrets/oidc': 'a-secret-of-the-client\n' })
    expect(config.access.oidc).toEqual({
      issuer: 'https://id.example.org',
      clientId: 'campus',
      clientSecret: 'a-secret-of-the-client',
      page: 'https://campus.example.org',
      name: 'id.example.org',
      scope: 'openid profile',
      userClaim: 'preferred_username',
      roleClaim: 'roles',
      roles: [
        ['admins', 'admin'],
        ['staff', 'viewer'],
      ],
    })
    expect(expandedText(config, null)).not.toContain('a-secret-of-the-client')
  })

  it.each([
    ['access: { second_factor: [boss] }', 'boss'],
    [`access: { oidc: { ${OIDC.replace('https://id', 'http://id')} } }`, 'no address that browsers can trust'],
    [`access: { oidc: { ${OIDC.replace('roles: { admins: admin, staff: viewer }', 'roles: {}')} } }`, 'nobody could sign in'],
    [`access: { oidc: { ${OIDC}, client_secret: abc } }`, 'client_secret'],
    ['access: { oidc: { issuer: "https://id.example.org" } }', 'client_id'],
  ])('%s is refused with what is wrong', (text, message) => {
    expect(faultTexts(`${minimal}\n${text}`).join('\n')).toContain(message)
  })
})
