/** The one error a port may reject with. `retry` says whether the same call may go through later. */

export type PortCode = 'unavailable' | 'refused' | 'full' | 'locked' | 'corrupt' | 'closed' | 'unauthorized'

export class PortError extends Error {
  readonly code: PortCode
  readonly retry: boolean

  constructor(code: PortCode, message: string, options: { retry?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'PortError'
    this.code = code
    this.retry = options.retry ?? (code === 'unavailable' || code === 'full')
  }
}
