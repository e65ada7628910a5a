/** Runs asynchronous work one piece at a time, in the order of the calls. */

export interface SerialQueue {
  /** Resolves or rejects as `work` does. Work that rejects does not stop the work behind it. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>
  /** Resolves when all work that was queued before this call has ended. */
  readonly idle: () => Promise<void>
}

export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(work) {
      const result = last.then(work)
      last = result.catch(() => undefined)
      return result
    },
    async idle() {
      await last
    },
  }
}
