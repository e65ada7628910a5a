/** The campus tree, unmapped fields and long work, in the JSON form that clients see (snake_case, RFC 3339 times, units beside numbers). */

import type { Names, Suggestion } from '../domain/index.ts'

export interface CampusView {
  readonly id: string
  readonly name: Names
  readonly timezone: string
  /** Month in which fiscal years begin, 1 to 12. */
  readonly fiscal_start: number
  /** Its devices are simulated: no number is of a real campus. */
  readonly simulated: boolean
  readonly location: { readonly latitude: number; readonly longitude: number } | null
  readonly sites: readonly SiteView[]
  readonly sources: readonly { readonly id: string; readonly preset: string; readonly topic: string | null }[]
}

export interface SiteView {
  readonly id: string
  readonly kind: string
  readonly name: Names
  readonly buildings: readonly {
    readonly id: string
    readonly floors: readonly { readonly id: string; readonly zones: readonly string[] }[]
  }[]
}

export interface Discovery {
  readonly source: string
  readonly device: string
  readonly field: string
  readonly count: number
  readonly first_seen: string
  readonly last_seen: string
  readonly last_value: string
  readonly suggestion: Suggestion | null
}

/** Messages that no source listens to, by the form of their topic. */
export interface OverlookedTopicView {
  readonly template: string
  readonly count: number
  readonly first_seen: string
  readonly last_seen: string
  readonly sample: { readonly topic: string; readonly payload: string; readonly base64: string | null; readonly bytes: number }
}

export interface Readiness {
  readonly ready: boolean
  readonly reasons: readonly string[]
  readonly degraded: readonly string[]
}

export interface JobProgress {
  readonly id: string
  readonly name: string
  readonly state: 'running' | 'done' | 'failed'
  readonly done: number
  readonly total: number | null
  readonly unit: string
  readonly detail: string
}

export interface RebuildResult {
  readonly points: number
  readonly buckets: number
  /** With `verify`: buckets whose bytes differ from what stood before. */
  readonly different: number
}
