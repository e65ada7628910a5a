/** What closing asks of the service. */

import { post } from '../../api/client.ts'
import type { Answer } from '../../api/types.ts'
import { language } from '../../text/language.ts'

export type Review = Answer<'GET /api/v1/closing/{period}'>
export type Calendar = Answer<'GET /api/v1/closing'>
export type Pending = Answer<'GET /api/v1/restatements'>
export type Statement = Answer<'GET /api/v1/statements'>['statements'][number]

export const reviewPath = (period: string): string => `/api/v1/closing/${encodeURIComponent(period)}?lang=${language.value}`
export const pendingPath = (period: string): string => `/api/v1/restatements?${new URLSearchParams({ period, lang: language.value })}`

/** What a person does with a period; each leaves an event in the audit. */
export const submit = (period: string, note: string): Promise<unknown> =>
  post(`/api/v1/closing/${encodeURIComponent(period)}/submission`, note === '' ? {} : { note })
export const returnDraft = (period: string, reason: string): Promise<unknown> =>
  post(`/api/v1/closing/${encodeURIComponent(period)}/return`, { reason })
export const close = (period: string): Promise<unknown> => post('/api/v1/statements', { period })
export const closeByForce = (period: string, reason: string): Promise<unknown> =>
  post('/api/v1/statements', { period, force: true, reason })
export const accept = (id: string, reason: string): Promise<unknown> => post('/api/v1/restatements', { id, reason })
export const reject = (id: string, reason: string): Promise<unknown> => post('/api/v1/restatements/rejection', { id, reason })
