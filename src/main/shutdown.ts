/** Closes what was opened, in reverse order. One failure does not keep the rest open. */

export interface Shutdown {
  /** Registers what was just opened: it closes before everything opened earlier. */
  add(close: () => Promise<void> | void): unknown
  /** Closes all; rejects with the first failure after trying every one. */
  close(): Promise<void>
}

export function createShutdown(): Shutdown {
  const stack: (() => Promise<void> | void)[] = []
  return {
    add: (close) => stack.push(close),
    async close() {
      const failures: unknown[] = []
      for (let close = stack.pop(); close; close = stack.pop()) {
        try {
          await close()
        } catch (error) {
          failures.push(error)
        }
      }
      if (failures.length > 0) throw failures[0]
    },
  }
}
