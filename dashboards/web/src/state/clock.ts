/** The clock of the service: ages are counted against it, whatever this machine's clock shows. */

import { computed, signal } from '@preact/signals'

/** Local clock, once a second. */
const localTime = signal(Date.now())
/** Service clock minus ours, ms. */
const offsetMs = signal(0)
export const serviceTime = computed(() => localTime.value + offsetMs.value)

export function setServiceTime(time: string): void {
  offsetMs.value = Date.parse(time) - Date.now()
}

export function startClock(): void {
  setInterval(() => (localTime.value = Date.now()), 1000)
}

/** Seconds since an instant. */
export function ageOf(time: string): number {
  return Math.max(0, (serviceTime.value - Date.parse(time)) / 1000)
}
