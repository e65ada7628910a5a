/** `access:` of the campus file. */

import { Type } from 'typebox'
import { ROLE_NAMES, type RoleName } from '../../domain/index.ts'
import { closed, text } from './words.ts'

const optional = Type.Optional
const role = (description: string) => Type.Unsafe<RoleName>({ enum: [...ROLE_NAMES], description })

const OIDC = Type.Object(
  {
    issuer: text('https:// address of the provider, as its discovery document names it'),
    client_id: text('of this service at the provider; its secret comes from CAMPUS__ACCESS__OIDC__CLIENT_SECRET, or the same with _FILE'),
    page: text(
      'address of the page for browsers, such as https://campus.example.org; the provider sends them back to <page>/login/oidc/callback',
    ),
    name: optional(text('what the button to sign in says, such as: University account')),
    scope: optional(text('default: openid profile')),
    user_claim: optional(text('claim that names the user; default: preferred_username')),
    role_claim: optional(text('claim whose value, or one of whose values, says the role; default: groups')),
    roles: Type.Record(Type.String(), role('role of whoever has this value; with several values the first one of this list decides'), {
      description: 'value of the role claim: role. Whoever has none of them is refused',
    }),
  },
  { ...closed, description: 'people sign in at an OpenID provider too' },
)

export const ACCESS = Type.Object(
  {
    second_factor: optional(
      Type.Array(role('role whose users need a second factor'), { description: 'roles whose users need a second factor; default: none' }),
    ),
    oidc: optional(OIDC),
  },
  { ...closed, description: 'how people sign in' },
)
