/** Whether the screens show amounts, money or CO2: chosen in the top bar, kept in the address. */

import { computed } from '@preact/signals'
import { route } from '../address/route.ts'
import type { Measure } from './usage-api.ts'

export const MEASURES: readonly Measure[] = ['amount', 'cost', 'co2']

export const measure = computed<Measure>(() => MEASURES.find((m) => m === route.value.query['measure']) ?? 'amount')
