/** Findings in the JSON form that clients see. */

export interface FindingView {
  readonly id: string
  readonly rule: string
  /** Zone, building, site or point. */
  readonly subject: string
  readonly site: string
  /** electricity and heat in kWh, water in m3; none: nothing that can be counted. */
  readonly resource: 'electricity' | 'heat' | 'water' | 'none'
  readonly unit: 'kWh' | 'm3' | null
  readonly amount: number
  readonly low: number
  readonly high: number
  readonly money: number | null
  readonly currency: string | null
  readonly co2_kg: number | null
  readonly minutes: number
  readonly days: readonly string[]
  readonly points: readonly string[]
  /** Where the page shows what it stands on. */
  readonly evidence: string
  readonly status: 'open' | 'planned' | 'done' | 'dismissed'
  readonly status_since: string | null
  readonly owner: string | null
  readonly comments: readonly { readonly by: string; readonly at: string; readonly text: string }[]
  readonly verified: {
    readonly days: number
    readonly before: number
    readonly after: number
    readonly low: number
    readonly high: number
    readonly verdict: 'better' | 'not-better' | 'early'
  } | null
}

export interface FindingsView {
  /** First and last local day. */
  readonly from: string
  readonly to: string
  /** Days of the week that were computed. */
  readonly computed: readonly string[]
  /** Biggest first; ten, or all. */
  readonly findings: readonly FindingView[]
  /** How many there are in the week. */
  readonly total: number
  /** Rules that are silent, with what the campus file lacks for them. */
  readonly silent: readonly { readonly rule: string; readonly missing: readonly string[] }[]
}

export interface FindingsQuery {
  /** Last local day of the seven; null: the newest that was computed. */
  readonly to: string | null
  readonly all: boolean
}

export type FindingWish =
  | { readonly status: 'open' | 'planned' | 'done' | 'dismissed'; readonly note: string | null }
  | { readonly owner: string | null }
  | { readonly comment: string }
