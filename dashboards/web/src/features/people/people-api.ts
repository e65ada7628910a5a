/** People in the API: this file alone knows its addresses and names. */

import { get, post } from '../../api/client.ts'
import type { Answer } from '../../api/types.ts'

export type User = Answer<'GET /api/v1/users'>['users'][number]
export type Invitation = Answer<'POST /api/v1/users'>

const PATH = '/api/v1/users'
const pathOf = (name: string, action: string): string => `${PATH}/${encodeURIComponent(name)}/${action}`

export const loadUsers = async (): Promise<readonly User[]> => (await get<Answer<'GET /api/v1/users'>>(PATH)).users
export const invite = (body: object): Promise<Invitation> => post<Invitation>(PATH, body)
export const disable = (name: string): Promise<User> => post<User>(pathOf(name, 'disable'), {})
export const resetPassword = (name: string): Promise<Invitation> => post<Invitation>(pathOf(name, 'reset'), {})
export const resetFactor = (name: string): Promise<User> => post<User>(pathOf(name, 'reset-factor'), {})
export const changeRole = (name: string, body: object): Promise<User> => post<User>(pathOf(name, 'role'), body)

/** The link that a person opens once. */
export const linkOf = ({ path }: Invitation): string => `${location.origin}${path}`
