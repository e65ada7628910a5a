/** What every check of a part of the campus works on, and dates as the campus means them. */

import { type Instant, parseInstant } from '../../domain/index.ts'
import type { Faults, TreePlace } from '../yaml/faults.ts'
import type { DeepPartial } from '../yaml/read.ts'
import { child, type PathStep, textOf } from '../yaml/tree.ts'

/** A part of the file as it was read: its sound values and where it stands. */
export interface ExaminedPart<T> {
  readonly value: DeepPartial<T>
  readonly place: TreePlace
  /** False when the schema found faults: what is missing here may stand there misspelt. */
  readonly sound: boolean
}

export interface Examination {
  readonly faults: Faults
  /** Zone of dates without offset. */
  readonly zone: string
}

/** Whether the file has a value at `steps`, sound or not: a faulty one has its fault already. */
export function isPresent(part: ExaminedPart<unknown>, ...steps: readonly PathStep[]): boolean {
  let at: ReturnType<typeof child> = part.place.tree
  for (const step of steps) at = child(at, step)
  return at !== undefined
}

/** A date (local midnight) or time of the file; null when it says none, or none that exists. */
export function momentAt(part: ExaminedPart<unknown>, steps: readonly PathStep[], ex: Examination): Instant | null {
  let tree: ReturnType<typeof child> = part.place.tree
  for (const step of steps) tree = child(tree, step)
  const text = textOf(tree)
  if (text === null || !/^\d{4}-\d{2}-\d{2}/.test(text)) return null
  const at = parseInstant(text, ex.zone)
  if (at === null) ex.faults.blame(part.place, steps, `"${text}" is not in the calendar`, 'write a date such as 2026-03-02')
  return at
}

/** `{ from, to }` below `steps`, checked to lie in this order. */
export function windowAt(
  part: ExaminedPart<unknown>,
  steps: readonly PathStep[],
  ex: Examination,
): { from: Instant | null; to: Instant | null } {
  if (!isPresent(part, ...steps)) return { from: null, to: null }
  const from = momentAt(part, [...steps, 'from'], ex)
  const to = momentAt(part, [...steps, 'to'], ex)
  if (from !== null && to !== null && from >= to) {
    ex.faults.blame(
      part.place,
      [...steps, 'to'],
      `the end "${textAt(part, [...steps, 'to'])}" is not after the beginning "${textAt(part, [...steps, 'from'])}"`,
      'the end is exclusive: name the first moment after',
    )
  }
  return { from, to }
}

function textAt(part: ExaminedPart<unknown>, steps: readonly PathStep[]): string {
  let tree: ReturnType<typeof child> = part.place.tree
  for (const step of steps) tree = child(tree, step)
  return textOf(tree) ?? ''
}

export function blamePart(
  part: ExaminedPart<unknown>,
  steps: readonly PathStep[],
  ex: Examination,
  what: { message: string; hint?: string | null },
): void {
  ex.faults.blame(part.place, steps, what.message, what.hint ?? null)
}

/** Each id once: a fault for every later one. Returns the first of each. */
export function byId<T extends { readonly id?: string | undefined }>(
  parts: readonly ExaminedPart<T>[],
  what: string,
  ex: Examination,
): ReadonlyMap<string, ExaminedPart<T>> {
  const found = new Map<string, ExaminedPart<T>>()
  for (const part of parts) {
    const { id } = part.value as { id?: string }
    if (id === undefined) continue
    const first = found.get(id)
    if (first === undefined) found.set(id, part)
    else {
      const { file, line } = first.place.tree.spot
      ex.faults.blame(part.place, ['id'], `the ${what} "${id}" is there already`, `the first is at ${file}:${String(line)}; ids are unique`)
    }
  }
  return found
}
