/** YAML text -> tree, with every fault of the syntax. */

import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from 'yaml'
import { errorText } from '../../kernel/index.ts'
import { type Faults, NOT_YAML } from './faults.ts'
import { type Dict, type DictEntry, pathText, quote, type Scalar, type Spot, type PathStep, type YamlTree } from './tree.ts'

/** A campus file of 10,000 points has some 200,000 values; far more is an alias bomb. */
const MOST_VALUES = 500_000
const DEEPEST = 40

interface Reading {
  readonly file: string
  readonly document: Document.Parsed
  readonly lines: LineCounter
  readonly faults: Faults
  values: number
  overflown: boolean
}

/** The tree of a file, or null when there is nothing to examine. Syntax faults do not keep the rest from being read. */
export function parseTree(file: string, text: string, faults: Faults): YamlTree | null {
  const lines = new LineCounter()
  let document: Document.Parsed
  try {
    document = parseDocument(text, { lineCounter: lines, schema: 'core', version: '1.2', uniqueKeys: false, prettyErrors: false })
  } catch (error) {
    faults.add({ file, line: 1, column: 1, path: '', message: `cannot be read as YAML: ${errorDetail(error)}`, hint: null })
    return null
  }
  const reading: Reading = { file, document, lines, faults, values: 0, overflown: false }
  for (const problem of [...document.errors, ...document.warnings]) {
    faults.blameSpot(
      { spot: spotAt(reading, problem.pos[0]), path: '' },
      `${NOT_YAML}: ${lowerFirst(problem.message)}`,
      hintFor(problem.code),
    )
  }
  const root = document.contents as Node | null
  if (root !== null && !(isScalar(root) && root.value === null)) return treeOf(reading, root, { depth: 0, path: '' })
  if (document.errors.length === 0)
    faults.add({ file, line: 1, column: 1, path: '', message: 'the file is empty', hint: 'a campus file begins with `campus:`' })
  return null
}

function errorDetail(error: unknown): string {
  return errorText(error)
}

const lowerFirst = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1)

const INDENT = new Set(['BAD_INDENT', 'BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY', 'MISSING_CHAR'])

function hintFor(code: string): string | null {
  if (INDENT.has(code)) return 'look at the indentation and the brackets of this line and its neighbours'
  if (code === 'TAB_AS_INDENT') return 'indent with blanks'
  if (code === 'MULTIPLE_DOCS') return 'one document a file; use `include:` for more files'
  return null
}

function spotAt(reading: Reading, offset: number | undefined): Spot {
  const { line, col } = reading.lines.linePos(offset ?? 0)
  return { file: reading.file, line: Math.max(1, line), column: Math.max(1, col) }
}

/** Where a node stands in the document. */
interface At {
  readonly depth: number
  readonly path: string
}

const childPlace = (at: At, step: PathStep): At => ({ depth: at.depth + 1, path: pathText(at.path, [step]) })

function treeOf(reading: Reading, node: Node | null, at: At): YamlTree {
  const spot = spotAt(reading, node?.range?.[0])
  if (at.depth > DEEPEST || reading.values >= MOST_VALUES) return blameOverflow(reading, { spot, path: at.path })
  reading.values++
  if (isAlias(node)) {
    const target = node.resolve(reading.document)
    return target === undefined ? emptyScalar(spot) : treeOf(reading, target, { ...at, depth: at.depth + 1 })
  }
  if (isMap(node)) return dictOf(reading, node.items, { spot, at })
  if (isSeq(node))
    return { kind: 'list', items: node.items.map((item, i) => treeOf(reading, item as Node | null, childPlace(at, i))), spot }
  return isScalar(node) ? scalarOf(node, spot) : emptyScalar(spot)
}

const emptyScalar = (spot: Spot): Scalar => ({ kind: 'scalar', value: null, source: '', spot })

/** Reported once: an alias bomb has millions of such places. */
function blameOverflow(reading: Reading, where: { spot: Spot; path: string }): YamlTree {
  if (!reading.overflown)
    reading.faults.blameSpot(where, 'the file is too large or too deeply nested from here on', 'split it with `include:`')
  reading.overflown = true
  return emptyScalar(where.spot)
}

function scalarOf(node: { value: unknown; source?: string }, spot: Spot): Scalar {
  const { value } = node
  if (typeof value === 'string') return { kind: 'scalar', value, source: value, spot }
  const source = node.source ?? String(value)
  if (typeof value === 'boolean' || value === null) return { kind: 'scalar', value, source, spot }
  return { kind: 'scalar', value: typeof value === 'number' ? value : source, source, spot }
}

function dictOf(reading: Reading, pairs: readonly Pair[], where: { spot: Spot; at: At }): Dict {
  const entries = new Map<string, DictEntry>()
  for (const pair of pairs) {
    const keyNode = pair.key as Node | null
    const spot = spotAt(reading, keyNode?.range?.[0])
    const key = isScalar(keyNode) ? scalarOf(keyNode, spot).source : ''
    if (key === '') {
      reading.faults.blameSpot(
        { spot, path: where.at.path },
        'a key must be a plain word',
        'a text that begins with a brace stands in quotes: "{x}"',
      )
      continue
    }
    const first = entries.get(key)
    if (first) {
      const path = pathText(where.at.path, [key])
      reading.faults.blameSpot(
        { spot, path },
        `the key ${quote(key)} stands here a second time`,
        `the first is on line ${first.spot.line}; keep one`,
      )
    } else entries.set(key, { key, spot, value: treeOf(reading, pair.value as Node | null, childPlace(where.at, key)) })
  }
  return { kind: 'dict', entries: [...entries.values()], spot: where.spot }
}
