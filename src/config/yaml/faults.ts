/** Faults of a campus file, collected over all of it and sorted as a reader meets them. */

import type { Fault } from '../types.ts'
import { pathText, type Spot, spotOf, type PathStep, type YamlTree } from './tree.ts'

/** How faults of the syntax begin. */
export const NOT_YAML = 'not valid YAML'

/** A part of the file under examination. */
export interface TreePlace {
  readonly tree: YamlTree
  readonly path: string
}

export interface Faults {
  add(fault: Fault): void
  /** A fault of the value at `steps` below the place. */
  blame(place: TreePlace, steps: readonly PathStep[], message: string, hint?: string | null): void
  /** The same with a spot of its own: a key, or a character in a text. */
  blameSpot(place: { readonly spot: Spot; readonly path: string }, message: string, hint?: string | null): void
  list(): readonly Fault[]
  /** Calls so far: grows with every fault, repeated ones too. */
  count(): number
}

/** `files` are in reading order; the faults of one spot and path are one fault, however often a template repeats it. */
export function createFaults(files: () => readonly string[]): Faults {
  const found = new Map<string, { fault: Fault; times: number }>()
  let heard = 0
  const add = (fault: Fault): void => {
    heard++
    const key = [fault.file, fault.line, fault.column, fault.path, shape(fault.message)].join('\n')
    const earlier = found.get(key)
    if (earlier) earlier.times++
    else found.set(key, { fault, times: 1 })
  }
  const blameSpot: Faults['blameSpot'] = ({ spot, path }, message, hint = null) => add({ ...spot, path, message, hint })
  return {
    add,
    blameSpot,
    blame: (place, steps, message, hint = null) =>
      blameSpot({ spot: spotOf(place.tree, steps), path: pathText(place.path, steps) }, message, hint),
    count: () => heard,
    list: () => dropConsequences([...found.values()].map(describeRepeats)).sort(createOrder(files())),
  }
}

/** Two messages that differ only in what they quote say the same about a template. */
function shape(message: string): string {
  return message.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\d+/g, '0')
}

function describeRepeats({ fault, times }: { fault: Fault; times: number }): Fault {
  const repeated = times > 1 && fault.path.startsWith('templates[')
  return repeated ? { ...fault, message: `${fault.message} (in several copies)` } : fault
}

/** On a line that is no YAML whatever else is found there is a consequence. */
function dropConsequences(faults: readonly Fault[]): Fault[] {
  const broken = new Map<string, Fault>()
  const lineOf = (f: Fault): string => `${f.file}:${f.line}`
  for (const fault of faults) if (fault.message.startsWith(NOT_YAML) && !broken.has(lineOf(fault))) broken.set(lineOf(fault), fault)
  return faults.filter((f) => f.line === null || (broken.get(lineOf(f)) ?? f) === f)
}

function createOrder(files: readonly string[]): (a: Fault, b: Fault) => number {
  const rank = (f: Fault): number => (files.includes(f.file) ? files.indexOf(f.file) : files.length)
  return (a, b) =>
    rank(a) - rank(b) || (a.line ?? Infinity) - (b.line ?? Infinity) || (a.column ?? 0) - (b.column ?? 0) || a.path.localeCompare(b.path)
}
