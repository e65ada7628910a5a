/** What the page knows: read models of the service, kept current by asking again and by the live stream. */

import { computed, signal } from '@preact/signals'
import { ApiError, type Campus, type Failure, failureOf, get, type Job, type Now, type Point } from './api.ts'
import type { Alarm } from './office-api.ts'

/** A read model: not there yet, there, or the reason why not. The last known value stays while a newer one cannot be had. */
export interface Loaded<T> {
  readonly value: T | null
  readonly failure: Failure | null
}

const nothing = { value: null, failure: null }

export const campus = signal<Loaded<Campus>>(nothing)
export const now = signal<Loaded<Now>>(nothing)
export const points = signal<Loaded<readonly Point[]>>(nothing)
export const alarms = signal<Loaded<readonly Alarm[]>>(nothing)
/** Role of whoever looks. */
export const role = signal<string | null>(null)
export const jobs = signal<readonly Job[]>([])
export const locked = signal(false)
/** Local clock, once a second; ages are counted against the service's clock. */
export const tick = signal(Date.now())
/** Service clock minus ours, ms. */
const ahead = signal(0)
export const serviceTime = computed(() => tick.value + ahead.value)

export const zone = computed(() => campus.value.value?.timezone ?? now.value.value?.zone ?? 'UTC')
export const shownJobs = computed(() => jobs.value.filter((j) => j.state !== 'done'))

type Target<T> = { value: Loaded<T> }

async function load<T>(target: Target<T>, path: string, pick: (body: never) => T): Promise<void> {
  try {
    target.value = { value: pick((await get<unknown>(path)) as never), failure: null }
    locked.value = false
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) locked.value = true
    target.value = { value: target.value.value, failure: failureOf(error) }
  }
}

const loadCampus = (): Promise<void> => load(campus, '/api/v1/campus', (body: Campus) => body)
let asked = 0
/** What the live stream brought while an answer was under way: that answer may be from before it. */
const meanwhile = new Map<string, LiveReading>()

export async function loadPoints(): Promise<void> {
  if (asked === 0) meanwhile.clear()
  asked++
  await load(points, '/api/v1/points', (body: { points: Point[] }) => body.points.map((p) => withReading(p, meanwhile.get(p.id))))
  asked--
}

export const loadAlarms = (): Promise<void> => load(alarms, '/api/v1/alarms', (body: { alarms: Alarm[] }) => body.alarms)

/** Whether who looks may do what only some roles may; the service decides, this hides what would be refused. */
export function may(needed: 'operator' | 'preparer'): boolean {
  return role.value === needed || role.value === 'admin'
}

async function loadRole(): Promise<void> {
  role.value = (await get<{ role: string }>('/api/v1/session').catch(() => ({ role: role.value }))).role
}

export async function loadNow(): Promise<void> {
  await load(now, '/api/v1/now', (body: Now) => body)
  const at = now.value.value?.time
  if (at !== undefined && now.value.failure === null) ahead.value = Date.parse(at) - Date.now()
}

/** The service keeps an answer this long for all who ask: one asked for sooner may be from before the news. */
const SOON_MS = 1000
let soon = false

/** Sums follow the readings: asked for after news, a little later and one at a time, by pages that are looked at. */
export function loadNowSoon(): void {
  if (soon || document.hidden) return
  soon = true
  setTimeout(() => void loadNow().finally(() => (soon = false)), SOON_MS)
}

async function loadJobs(): Promise<void> {
  jobs.value = (await get<{ jobs: Job[] }>('/api/v1/progress').catch(() => ({ jobs: jobs.value }))).jobs
}

export async function loadAll(): Promise<void> {
  await Promise.all([loadCampus(), loadNow(), loadPoints(), loadJobs(), loadAlarms(), loadRole()])
}

export interface LiveReading {
  readonly point: string
  readonly time: string
  readonly value: number
  readonly quality: string
}

/** A point with a reading that is not older than the one it shows. */
function withReading(point: Point, r: LiveReading | undefined): Point {
  if (r === undefined || (point.last !== null && Date.parse(r.time) < Date.parse(point.last.time))) return point
  return { ...point, last: { time: r.time, value: r.value, quality: r.quality, age_s: 0, stale: false } }
}

/** New readings into the points that are shown. */
export function mergeReadings(readings: readonly LiveReading[]): void {
  if (asked > 0) for (const r of readings) meanwhile.set(r.point, r)
  const known = points.value.value
  if (known === null) return
  const fresh = new Map(readings.map((r) => [r.point, r]))
  const next = known.map((point) => withReading(point, fresh.get(point.id)))
  points.value = { ...points.value, value: next }
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

const NOW_EVERY_MS = 5_000
const POINTS_EVERY_MS = 60_000

/** Keeps everything current from now on; while signing in is asked for, nothing is asked. */
export function keepCurrent(): void {
  const every = (ms: number, work: () => void): void => void setInterval(() => (locked.value ? undefined : work()), ms)
  setInterval(() => {
    tick.value = Date.now()
  }, 1000)
  every(NOW_EVERY_MS, () => void Promise.all([loadNow(), loadJobs()]))
  every(POINTS_EVERY_MS, () => void Promise.all([loadPoints(), loadAlarms()]))
}

/** Seconds since an instant by the service's clock. */
export function ageOf(time: string): number {
  return Math.max(0, (serviceTime.value - Date.parse(time)) / 1000)
}

export function isStale({ last, stale_after_s }: Point): boolean {
  return last !== null && ageOf(last.time) > stale_after_s
}
