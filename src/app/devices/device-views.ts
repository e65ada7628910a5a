/** Devices and changes of them, in the JSON form that clients see. */

import type { Names, Place, Suggestion } from '../../domain/index.ts'

export interface ServedPoint {
  readonly id: string
  readonly name: Names
  readonly place: Place
  readonly field: string
  readonly quantity: string
  readonly unit: string
  /** Whether its values count: register or gauge. */
  readonly arithmetic: 'register' | 'gauge'
  readonly status: 'live' | 'commissioning'
  readonly last: { readonly time: string; readonly value: number; readonly quality: string } | null
  readonly stale: boolean
  readonly multiplier: number
  readonly serial: string | null
}

export interface DeviceView {
  readonly source: string
  readonly device: string
  readonly make: string
  readonly last_seen: string | null
  /** Null: it does not say. */
  readonly online: boolean | null
  /** As the device reports it; null: it does not. */
  readonly signal: number | null
  /** Per cent. */
  readonly battery: number | null
  readonly points: readonly ServedPoint[]
  /** Messages that it counts as sent and that did not arrive. */
  readonly lost: number
}

export interface DeviceListView {
  readonly devices: readonly DeviceView[]
  /** Fields without a point, and topics without a source. */
  readonly waiting: number
}

/** What the form is filled in with; `make` and `topic` as a sheet has them. */
export interface DiscoveredField {
  readonly make: string
  readonly topic: string | null
  readonly source: string | null
  readonly device: string
  readonly field: string
  readonly last_value: string
  readonly count: number
  readonly last_seen: string
  readonly suggestion: Suggestion | null
}

export interface DiscoveredTopic {
  readonly template: string
  readonly count: number
  readonly last_seen: string
  readonly sample: { readonly topic: string; readonly payload: string }
  /** The preset that would read it; null: none is recognised. */
  readonly make: string | null
  /** What the preset reads in the sample. */
  readonly fields: readonly DiscoveredField[]
}

export interface DiscoveredView {
  readonly fields: readonly DiscoveredField[]
  readonly topics: readonly DiscoveredTopic[]
}

export interface FaultView {
  readonly cell: string
  readonly column: string
  readonly value: string
  readonly message: string
  readonly hint: string | null
}

export interface TotalsView {
  readonly point: string
  readonly unit: string
  readonly form: 'total' | 'mean'
  readonly parts: readonly { readonly from: string; readonly to: string; readonly old: number | null; readonly new: number | null }[]
  /** Messages that are decoded again. */
  readonly messages: number
  /** Readings from before the archive begins, which are converted. */
  readonly older_readings: number
}

export interface DevicePreview {
  readonly faults: readonly FaultView[]
  /** Columns of a sheet, and what each was taken for. */
  readonly columns: readonly { readonly column: string; readonly head: string; readonly taken_as: string | null }[]
  readonly points: readonly {
    readonly row: number
    readonly id: string
    readonly quantity: string
    readonly source: string
    readonly device: string
    readonly field: string
  }[]
  /** Name of the file that is written, and the lines that change. */
  readonly file: string
  readonly lines: readonly { readonly change: 'added' | 'removed'; readonly text: string }[]
  /** Null: no stored reading changes. */
  readonly totals: TotalsView | null
  /** Readings beside the moment or of now, to compare with the display; as on the meter, before its ratio. */
  readonly readings: {
    readonly before: ReadingView | null
    readonly after: ReadingView | null
    readonly unit: string
    /** What the display showed, where the change compares it. */
    readonly display: number | null
  } | null
}

export interface ReadingView {
  readonly time: string
  readonly value: number
}

export interface ProposalView {
  readonly id: string
  readonly kind: 'rows' | 'meter' | 'unit' | 'live'
  readonly point: string | null
  /** Name of the sheet. */
  readonly file: string | null
  /** Rows of the sheet. */
  readonly rows: number
  /** What it asks for, as texts by name. */
  readonly about: Readonly<Record<string, string | number | null>>
  readonly by: string
  readonly at: string
  readonly state: 'open' | 'applying' | 'applied' | 'withdrawn'
  readonly decided_by: string | null
  readonly decided_at: string | null
}
