/** A part of a message, and where its values are looked up. */

import { valueAt } from '../../values/path.ts'

export interface CompiledTime {
  readonly path: readonly string[]
  readonly unit?: string
  readonly zone: string
}

export interface Part {
  readonly body: unknown
  /** Where device, time and number are looked up: the part, then what it stands in, at last the whole message. */
  readonly within: readonly unknown[]
  /** Key of the member that the part is, where `each` walks through an object. */
  readonly key: string | null
  /** Where an item stands in the message: rules may name it from the top. */
  readonly path: readonly string[]
  readonly time: CompiledTime | null
  /** Old by design: without a time of its own it cannot be placed. */
  readonly historic: boolean
}

/** The value at a path in the part or in what it stands in. */
export function lookUp(within: readonly unknown[], path: readonly string[]): { readonly value: unknown; readonly own: boolean } {
  for (const [i, holder] of within.entries()) {
    const value = valueAt(holder, path)
    if (value !== undefined) return { value, own: i < within.length - 1 }
  }
  return { value: undefined, own: false }
}
