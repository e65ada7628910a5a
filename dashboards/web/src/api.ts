/** The public API as this page uses it. Shapes are those of /openapi.json; nothing is shared with the service's code. */

export interface LastValue {
  readonly time: string
  readonly value: number
  readonly quality: string
  readonly age_s: number
  readonly stale: boolean
}

export interface Coverage {
  readonly measured: number
  readonly bridged: number
  readonly estimated: number
  readonly missing: number
}

export interface Finding {
  readonly code: string
  readonly severity: string
  readonly sentence: string
  readonly evidence?: Readonly<Record<string, string | number>>
}

export interface Names {
  readonly en?: string
  readonly 'zh-Hans'?: string
  readonly 'zh-Hant'?: string
}

export interface Point {
  readonly id: string
  readonly name: Names
  readonly place: { readonly site: string; readonly building: string | null; readonly floor: string | null; readonly zone: string | null }
  readonly use: string | null
  readonly medium: string | null
  readonly role: string | null
  readonly parent: string | null
  readonly status: string
  readonly quantity: string
  readonly unit: string
  readonly kind: string
  readonly last: LastValue | null
  readonly coverage: number | null
  readonly coverage_detail: Coverage | null
  /** Older than this, seconds, and the last value no longer stands for now. */
  readonly stale_after_s: number
  readonly devices: readonly {
    readonly source: string
    readonly device: string
    readonly field: string
    readonly from: string | null
    readonly to: string | null
    readonly serial: string | null
  }[]
  readonly findings: readonly Finding[]
}

export interface Sum {
  readonly key: string
  readonly value: number | null
  readonly unit: string
  readonly fresh: number
  readonly points: number
}

export interface Amount {
  readonly value: number | null
  readonly unit: string
  readonly coverage: number | null
}

export interface Medium {
  readonly medium: 'electricity' | 'tap-water' | 'reclaimed-water'
  readonly total: Sum
  readonly by_building: readonly Sum[]
  readonly by_use: readonly Sum[]
  readonly today: Amount
  readonly yesterday_same_time: Amount
}

export interface Now {
  readonly time: string
  readonly zone: string
  readonly media: readonly Medium[]
  readonly points: { readonly total: number; readonly fresh: number; readonly stale: number; readonly silent: number }
  readonly coverage_today: number | null
}

export interface Curve {
  readonly medium: string
  readonly unit: string
  readonly zone: string
  readonly day: string
  readonly values: readonly { readonly time: string; readonly value: number | null; readonly coverage: number }[]
}

export interface SeriesValue extends Coverage {
  readonly time: string
  readonly end: string
  readonly value: number | null
  readonly coverage: number
  readonly n: number
  readonly findings: readonly string[]
}

export interface Series {
  readonly unit: string
  readonly kind: string
  readonly zone: string
  readonly values: readonly SeriesValue[]
}

export interface Campus {
  readonly id: string
  readonly name: Names
  readonly timezone: string
  readonly sites: readonly Site[]
}

export interface Site {
  readonly id: string
  readonly name: Names
  /** A building without a name of its own is called by its id. */
  readonly buildings?: readonly { readonly id: string; readonly name?: Names }[]
}

export interface Job {
  readonly id: string
  readonly name: string
  readonly state: 'running' | 'done' | 'failed'
  readonly done: number
  readonly total: number | null
  readonly unit: string
  readonly detail: string
}

export interface DeadLetters {
  readonly total: number
  readonly items: readonly {
    readonly id: string
    readonly at: string
    readonly reason: string
    readonly detail: string
    readonly topic: string
  }[]
}

export interface Discovery {
  readonly source: string
  readonly device: string
  readonly field: string
  readonly count: number
  readonly last_seen: string
  readonly last_value: string
  readonly suggestion: { readonly quantity: string; readonly unit: string; readonly confidence: string; readonly because: string } | null
}

/** What the service said when it refused, in its own words. */
export class ApiError extends Error {
  readonly status: number
  /** What is wrong with which field of what was sent. */
  readonly faults: readonly Fault[]

  constructor(status: number, message: string, faults: readonly Fault[] = []) {
    super(message)
    this.status = status
    this.faults = faults
  }
}

export interface Fault {
  /** `value` of `body/value`. */
  readonly field: string
  readonly message: string
}

/** Why something could not be had: the service's own words, or null when it does not answer. */
export interface Failure {
  readonly said: string | null
  readonly faults?: readonly Fault[]
}

export function failureOf(error: unknown): Failure {
  return error instanceof ApiError ? { said: error.message, faults: error.faults } : { said: null }
}

interface Problem {
  readonly detail?: string
  readonly title?: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}

async function answer<T>(response: Response): Promise<T> {
  const body = (await response.json().catch(() => null)) as (T & Problem) | null
  if (response.ok && body !== null) return body
  const faults = (body?.errors ?? []).map(({ path, message }) => ({ field: path.replace(/^\w+\/?/, ''), message }))
  throw new ApiError(response.status, body?.detail ?? body?.title ?? `HTTP ${response.status}`, faults)
}

export async function get<T>(path: string): Promise<T> {
  return answer<T>(await fetch(path, { headers: { accept: 'application/json' } }))
}

export async function post<T>(path: string, body: object): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' }
  return answer<T>(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }))
}

export async function signIn(token: string): Promise<void> {
  const response = await fetch('/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  if (!response.ok) await answer(response)
}

export function seriesPath(point: string, step: string, from: string, to: string): string {
  return `/api/v1/points/${encodeURIComponent(point)}/series?${new URLSearchParams({ step, from, to })}`
}
