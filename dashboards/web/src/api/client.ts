/** Requests to the API: an answer, or an `ApiError` with the reason the service gives. */

export interface Fault {
  /** `value` of `body/value`. */
  readonly field: string
  readonly message: string
}

export class ApiError extends Error {
  readonly status: number
  /** What is wrong with which field of the body. */
  readonly faults: readonly Fault[]
  /** Of the problem, as docs/errors.md lists it; empty without one. */
  readonly code: string

  constructor(status: number, message: string, { faults = [], code = '' }: { faults?: readonly Fault[]; code?: string } = {}) {
    super(message)
    this.status = status
    this.faults = faults
    this.code = code
  }
}

/** Why a request failed: the reason the service gives, or null when it does not answer. */
export interface Failure {
  readonly reason: string | null
  readonly status?: number
  readonly faults?: readonly Fault[]
  /** Of the problem, as docs/errors.md lists it. */
  readonly code?: string
}

export function failureOf(error: unknown): Failure {
  return error instanceof ApiError
    ? { reason: error.message, status: error.status, faults: error.faults, code: error.code }
    : { reason: null }
}

/** A failed request of this kind is sent again after this many milliseconds. */
export const RETRY_MS = 3000

/** The same request may succeed later: no answer, a service that is starting, or too many requests. */
export function isTransient(failure: Failure | null): boolean {
  return failure !== null && (failure.reason === null || failure.status === 429 || (failure.status ?? 0) >= 500)
}

interface Problem {
  readonly code?: string
  readonly detail?: string
  readonly title?: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}

async function readAnswer<T>(response: Response): Promise<T> {
  if (response.status === 204) return null as T
  const body = (await response.json().catch(() => null)) as (T & Problem) | null
  if (response.ok && body !== null) return body
  const faults = (body?.errors ?? []).map(({ path, message }) => ({ field: path.replace(/^\w+\/?/, ''), message }))
  throw new ApiError(response.status, body?.detail ?? body?.title ?? `HTTP ${response.status}`, { faults, code: body?.code ?? '' })
}

export async function get<T>(path: string): Promise<T> {
  return readAnswer<T>(await fetch(path, { headers: { accept: 'application/json' } }))
}

export async function post<T>(path: string, body: object): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' }
  return readAnswer<T>(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }))
}

/** Sends a file as bytes. */
export async function upload<T>(path: string, file: Blob): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': 'application/octet-stream' }
  return readAnswer<T>(await fetch(path, { method: 'POST', headers, body: file }))
}

export async function remove(path: string): Promise<void> {
  await readAnswer<unknown>(await fetch(path, { method: 'DELETE', headers: { accept: 'application/json' } }))
}

export function seriesPath(point: string, query: { readonly step: string; readonly from: string; readonly to: string }): string {
  return `/api/v1/points/${encodeURIComponent(point)}/series?${new URLSearchParams(query)}`
}
