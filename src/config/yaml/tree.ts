/** A YAML document as a plain tree in which every value knows where it stands. */

export interface Spot {
  readonly file: string
  /** 1-based; null for what does not come from a file. */
  readonly line: number | null
  readonly column: number | null
}

export interface Scalar {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  /** As written: `007` stays `007` where text is meant. */
  readonly source: string
  readonly spot: Spot
}

export interface List {
  readonly kind: 'list'
  readonly items: readonly YamlTree[]
  readonly spot: Spot
}

export interface DictEntry {
  readonly key: string
  /** Of the key. */
  readonly spot: Spot
  readonly value: YamlTree
}

export interface Dict {
  readonly kind: 'dict'
  readonly entries: readonly DictEntry[]
  readonly spot: Spot
}

export type YamlTree = Scalar | List | Dict
export type PathStep = string | number

/** `points[3].from[0].device`; a key with dots or blanks is quoted. */
export function pathText(base: string, steps: readonly PathStep[]): string {
  let path = base
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`
    else if (/^[A-Za-z_][\w-]*$/.test(step)) path += path === '' ? step : `.${step}`
    else path += `[${JSON.stringify(step)}]`
  }
  return path
}

export function child(tree: YamlTree | undefined, step: PathStep): YamlTree | undefined {
  if (tree?.kind === 'list' && typeof step === 'number') return tree.items[step]
  if (tree?.kind === 'dict') return tree.entries.find((e) => e.key === String(step))?.value
  return undefined
}

/** Where the path leads: its value's spot, or that of the deepest part that is there. */
export function spotOf(tree: YamlTree, steps: readonly PathStep[]): Spot {
  let at: YamlTree = tree
  let spot = tree.spot
  for (const step of steps) {
    const next = child(at, step)
    if (next === undefined) break
    at = next
    spot = next.spot
  }
  return spot
}

/** The text of a scalar, as written. */
export function textOf(tree: YamlTree | undefined): string | null {
  return tree?.kind === 'scalar' && tree.value !== null ? tree.source : null
}

/** What stands there, for messages: short and quoted. */
export function describe(tree: YamlTree): string {
  if (tree.kind === 'list') return 'a list'
  if (tree.kind === 'dict') return 'a group of keys'
  if (tree.value === null) return 'nothing'
  return quote(tree.source)
}

const SHOWN = 80

export function quote(text: string): string {
  const quote = JSON.stringify(text)
  return quote.length > SHOWN ? `${quote.slice(0, SHOWN - 4)}..."` : quote
}
