/** What every screen shares: the campus, its sums now, alarms and background jobs. */

import { computed, signal } from '@preact/signals'
import { get } from '../api/client.ts'
import type { Alarm, Campus, Job, Now } from '../api/types.ts'
import { setServiceTime } from './clock.ts'
import { EMPTY, loadModel, type Model } from './model.ts'

export const campus = signal<Model<Campus>>(EMPTY)
export const now = signal<Model<Now>>(EMPTY)
export const alarms = signal<Model<readonly Alarm[]>>(EMPTY)
export const jobs = signal<readonly Job[]>([])

export const zone = computed(() => campus.value.value?.timezone ?? now.value.value?.zone ?? 'UTC')
export const openAlarms = computed(() => (alarms.value.value ?? []).filter((a) => a.state === 'open').length)

export const loadCampus = (): Promise<void> => loadModel(campus, '/api/v1/campus', (body: Campus) => body)
export const loadAlarms = (): Promise<void> => loadModel(alarms, '/api/v1/alarms', (body: { alarms: Alarm[] }) => body.alarms)

export async function loadNow(): Promise<void> {
  await loadModel(now, '/api/v1/now', (body: Now) => body)
  const at = now.value.value?.time
  if (at !== undefined && now.value.failure === null) setServiceTime(at)
}

/** The service keeps an answer this long for every client: one requested sooner may be older than the news. */
const SOON_MS = 1000
let waiting = false

/** Sums follow the readings: requested a little after the news, one at a time, and only while somebody looks. */
export function loadNowSoon(): void {
  if (waiting || document.hidden) return
  waiting = true
  setTimeout(() => void loadNow().finally(() => (waiting = false)), SOON_MS)
}

export async function loadJobs(): Promise<void> {
  jobs.value = (await get<{ jobs: Job[] }>('/api/v1/progress').catch(() => ({ jobs: jobs.value }))).jobs
}

/** An alarm that was raised, cleared or acknowledged. */
export function mergeAlarm(alarm: Alarm): void {
  const others = (alarms.value.value ?? []).filter((a) => a.id !== alarm.id)
  const order = (a: Alarm): number => Number(a.id.replace(/\D/g, ''))
  alarms.value = { value: [...others, alarm].sort((a, b) => order(b) - order(a)), failure: null }
}

export function mergeJob(job: Job): void {
  jobs.value = [...jobs.value.filter((j) => j.id !== job.id), job]
}
