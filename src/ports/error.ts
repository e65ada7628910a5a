/** The one error that a port may reject with. `retry`: the same call may succeed later. */

export type PortCode = 'unavailable' | 'refused' | 'full' | 'locked' | 'corrupt' | 'closed' | 'unauthorized'

/** A row of a batch that the store will never accept. */
export interface RefusedRow {
  readonly row: number
  readonly why: string
}

export class PortError extends Error {
  readonly code: PortCode
  readonly retry: boolean
  /** With code `refused` of a batch, where the store names the rows: all others are stored, and the offset has not moved. */
  readonly rows: readonly RefusedRow[]

  constructor(code: PortCode, message: string, options: { retry?: boolean; cause?: unknown; rows?: readonly RefusedRow[] } = {}) {
    super(message, { cause: options.cause })
    this.name = 'PortError'
    this.code = code
    this.retry = options.retry ?? (code === 'unavailable' || code === 'full')
    this.rows = options.rows ?? []
  }
}
