/** Messages that were lost before they reached us, as the API tells of them. */

/** Messages that never reached us. */
export interface LossesAnswer {
  /** Thrown away by the broker since it was first seen; null where it does not say. `counter`: its own count since it started. */
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
  /** When it showed. */
  readonly first: string
  readonly last: string
  /** The messages before and after those that are missing; the oldest of many spans are taken together. */
  readonly spans: readonly { readonly messages: number; readonly from: string; readonly to: string }[]
}
