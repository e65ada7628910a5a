/** The own account in the API: this file alone knows its addresses and names. */

import { get, post } from '../../api/client.ts'
import type { Answer } from '../../api/types.ts'

export type Account = Answer<'GET /api/v1/account'>
export type Enrolment = Answer<'POST /api/v1/account/factor'>
export type Enrolled = Answer<'POST /api/v1/account/factor/confirm'>

const PATH = '/api/v1/account'

export const loadAccount = (): Promise<Account> => get<Account>(PATH)
export const changePassword = (body: object): Promise<Account> => post<Account>(`${PATH}/password`, body)
export const beginFactor = (body: object): Promise<Enrolment> => post<Enrolment>(`${PATH}/factor`, body)
export const confirmFactor = (body: object): Promise<Enrolled> => post<Enrolled>(`${PATH}/factor/confirm`, body)
export const removeFactor = (body: object): Promise<Account> => post<Account>(`${PATH}/factor/remove`, body)
