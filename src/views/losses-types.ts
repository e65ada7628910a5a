/** Messages that never reached the service, in the JSON form that clients see. */

export interface LossesView {
  /** Dropped by the broker since it was first seen; null where it publishes no count. `counter`: its own count since it started. */
  readonly broker: {
    readonly messages: number
    readonly counter: number
    readonly first: string | null
    readonly last: string | null
  } | null
  /** By the seq of the devices, since the start of the service, the most first. */
  readonly devices: readonly DeviceLoss[]
}

export interface DeviceLoss {
  readonly source: string
  readonly device: string
  readonly messages: number
  /** When the first and the last gap was found. */
  readonly first: string
  readonly last: string
  /** Between the messages before and after those that are missing; the oldest of many spans are merged. */
  readonly spans: readonly { readonly messages: number; readonly from: string; readonly to: string }[]
}
