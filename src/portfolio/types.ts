/** A portfolio: campuses with the share that counts of each, what their services answer, and the report of the group. */

/** Share of a campus that the group counts, from a month on: 1 is all of it. */
export interface ConsolidationShare {
  /** First month, `2024-07`; null: from the beginning. */
  readonly from: string | null
  /** 0 to 1. */
  readonly share: number
}

export interface PortfolioCampus {
  readonly id: string
  readonly name: string
  /** Where its service listens: `https://park.example:3000`. */
  readonly url: string
  /** In the order of their months, the first from the beginning. */
  readonly shares: readonly ConsolidationShare[]
}

/** A row of a report, as `/api/v1/reports/{period}.json` gives it. */
export interface CampusFigure {
  readonly id: string
  readonly name?: string
  readonly boundary: string
  readonly value: number | null
  readonly unit: string
  readonly coverage: number | null
  readonly estimated: number
  readonly interval90: number | null
  readonly missing?: readonly string[]
}

/** What a campus answers for a part of the period in which its share is the same. */
export interface SegmentAnswer {
  readonly period: string
  readonly share: number
  /** Part of the months of the whole period, 0 to 1. */
  readonly weight: number
  /** Each figure at its own boundary. */
  readonly figures: readonly CampusFigure[]
  /** Amounts that intensities divide, at the boundary of the intensity. */
  readonly amounts: readonly CampusFigure[]
}

export interface CampusClose {
  readonly revision: number
  /** Hash that the approver signed. */
  readonly hash: string
  readonly closedAt: string
}

export type CampusAnswer =
  | {
      readonly campus: PortfolioCampus
      readonly silent: null
      readonly segments: readonly SegmentAnswer[]
      readonly close: CampusClose | null
      readonly location: { readonly latitude: number; readonly longitude: number } | null
    }
  /** Why there is no answer. */
  | { readonly campus: PortfolioCampus; readonly silent: string }

/** A campus that a figure of the group lacks, and why. */
export interface MissingCampus {
  readonly campus: string
  readonly why: string
}

export interface GroupFigure {
  readonly id: string
  readonly name: string
  readonly unit: string
  /** Null where no campus has a value. */
  readonly value: number | null
  /** Share of the amount that is covered; null where a campus is missing or does not tell. */
  readonly coverage: number | null
  readonly estimated: number
  readonly interval90: number | null
  readonly campuses: readonly string[]
  readonly missing: readonly MissingCampus[]
}

export interface LeagueRow {
  readonly rank: number
  readonly campus: string
  readonly value: number
  readonly coverage: number | null
}

export interface League {
  readonly id: string
  readonly name: string
  readonly unit: string
  /** Least first. */
  readonly rows: readonly LeagueRow[]
  readonly missing: readonly MissingCampus[]
}

export interface CampusRow {
  readonly id: string
  readonly name: string
  /** Drill-down: the report of the campus. */
  readonly link: string
  /** closed, open (the period is not closed), silent (no answer). */
  readonly state: 'closed' | 'open' | 'silent'
  /** Why it is silent. */
  readonly why: string | null
  readonly close: CampusClose | null
  readonly shares: readonly { readonly period: string; readonly share: number }[]
  readonly location: { readonly latitude: number; readonly longitude: number } | null
}

export interface GroupReport {
  readonly portfolio: string
  readonly period: string
  readonly campuses: readonly CampusRow[]
  readonly totals: readonly GroupFigure[]
  readonly intensities: readonly GroupFigure[]
  readonly league: readonly League[]
  /** What a reader must see first: campuses that are silent or not closed. */
  readonly notes: readonly string[]
}
