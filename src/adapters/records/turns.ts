/** Pieces of work one after another; one that fails does not hold up the next. */

export interface Turns {
  take<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when everything taken so far has ended. */
  ended(): Promise<void>
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return {
    take(work) {
      const done = last.then(work)
      last = done.catch(() => undefined)
      return done
    },
    async ended() {
      await last
    },
  }
}
