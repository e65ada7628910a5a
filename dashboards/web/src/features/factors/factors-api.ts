/** The factor rows of the API. */

import { post } from '../../api/client.ts'
import type { Answer } from '../../api/types.ts'

export type Factors = Answer<'GET /api/v1/factors'>
export type Factor = Factors['factors'][number]
export type FigureChange = Answer<'POST /api/v1/factors/preview'>['moved'][number]

const PATH = '/api/v1/factors'

export async function recordFactor(body: object): Promise<Factor> {
  return (await post<{ factor: Factor }>(PATH, body)).factor
}

/** Which figures of a period the row would change. */
export async function previewFactor(body: object, period: string): Promise<readonly FigureChange[]> {
  return (await post<{ moved: readonly FigureChange[] }>(`${PATH}/preview`, { ...body, period })).moved
}

export const withdrawPath = (id: string): string => `${PATH}/${encodeURIComponent(id)}/withdraw`
