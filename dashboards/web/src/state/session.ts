/** Who looks, and whether a token is required first. The service decides what each role may do; the page hides what it would refuse. */

import { signal } from '@preact/signals'
import { get, post, remove } from '../api/client.ts'
import type { Session } from '../api/types.ts'

const PATH = '/api/v1/session'

export const session = signal<Session | null>(null)
/** The service answers nothing without a token. */
export const locked = signal(false)

/** Nothing but the own account is open: there is nothing to load or to follow. */
export const isHeld = (): boolean => locked.value || session.value?.pending !== undefined

export function may(role: 'operator' | 'preparer' | 'approver' | 'admin'): boolean {
  const current = session.value?.role
  return current === role || current === 'admin'
}

export async function loadSession(): Promise<void> {
  session.value = await get<Session>(PATH).catch(() => session.value)
}

export async function signIn(token: string): Promise<void> {
  await post(PATH, { token })
  locked.value = false
}

export interface Login {
  readonly name: string
  readonly password: string
  /** Of the second factor; empty where it has not been asked for. */
  readonly code: string
}

export async function signInAs({ name, password, code }: Login): Promise<void> {
  await post(`${PATH}/password`, { name, password, ...(code === '' ? {} : { code }) })
  locked.value = false
}

/** Sets the password of whoever was invited with the code, and signs in. */
export async function acceptInvitation(code: string, password: string): Promise<void> {
  await post(`${PATH}/invitation`, { code, password })
  locked.value = false
}

export async function signOut(): Promise<void> {
  await remove(PATH)
  session.value = null
}
