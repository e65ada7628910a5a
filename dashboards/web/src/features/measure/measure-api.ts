/** What the page of a measure reads. */

import type { Answer } from '../../api/types.ts'

export type MeasureAnswer = Answer<'GET /api/v1/savings/{measure}'>
export type Amounts = MeasureAnswer['months'][number]
