/** What the suites of the store ports ask of an adapter: how to open one that is empty, and how to open it again. */

import type { Buckets, Readings } from '../../../src/ports/index.ts'

export interface OpenedStore {
  readonly readings: Readings
  readonly buckets: Buckets
  close(): Promise<void>
  /** Closes in order and opens the same data again; absent when nothing outlives a close. */
  reopen?(): Promise<OpenedStore>
}

export type OpenStore = () => Promise<OpenedStore>

export interface StoreTraits {
  /** `covering`: changes may name more than was changed, never less. Default `exact`. */
  readonly changes?: 'exact' | 'covering'
  /** Random sequences of operations to try. */
  readonly runs?: number
}

/** An opened store that is closed whatever happens. */
export async function withStore(open: OpenStore, use: (store: OpenedStore) => Promise<void>): Promise<void> {
  const store = await open()
  try {
    await use(store)
  } finally {
    await store.close()
  }
}

/** Opens the store again and uses what comes; the caller must not use the earlier one. */
export async function afterReopen(store: OpenedStore, use: (again: OpenedStore) => Promise<void>): Promise<void> {
  if (store.reopen === undefined) return
  const again = await store.reopen()
  try {
    await use(again)
  } finally {
    await again.close()
  }
}
