/** What the address chooses to explore: points, what they are divided by, how they are drawn. */

import { computed } from '@preact/signals'
import { replaceHere, route } from '../../address/route.ts'

/** The service answers for so many points at once. */
export const MOST_POINTS = 20

export const chosenPoints = computed<readonly string[]>(() =>
  [...new Set((route.value.query['points'] ?? '').split(',').filter((id) => /^[\w.:/-]{1,200}$/.test(id)))].slice(0, MOST_POINTS),
)

export const PER = ['total', 'area', 'person'] as const
export type Per = (typeof PER)[number]
export const per = computed<Per>(() => PER.find((p) => p === route.value.query['per']) ?? 'total')

export const FORMS = ['overlay', 'stack', 'split'] as const
export type Form = (typeof FORMS)[number]
export const form = computed<Form>(() => FORMS.find((f) => f === route.value.query['form']) ?? 'overlay')

export const STEPS = ['15m', '1h', '1d', '1M'] as const
export type ExploreStep = (typeof STEPS)[number]
/** Null: the step that fits the range. */
export const chosenStep = computed<ExploreStep | null>(() => STEPS.find((s) => s === route.value.query['step']) ?? null)

export function choosePoints(ids: readonly string[]): void {
  replaceHere({ points: ids.length === 0 ? null : ids.join(',') })
}
