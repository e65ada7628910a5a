/** The conventions by name. A preset of a real family of devices is one more row: an engine and a table. */

import type { Convention } from '../codec.ts'
import { mapping } from '../mapping/engine.ts'
import { native } from './native/codec.ts'

const CONVENTIONS: ReadonlyMap<string, Convention> = new Map([native, mapping].map((c) => [c.name, c]))

export const PRESETS: readonly string[] = [...CONVENTIONS.keys()]

export function conventionOf(preset: string): Convention | null {
  return CONVENTIONS.get(preset) ?? null
}
