/** `prefix`: names of the part of a message before the names of its fields, so that `level` of two services are two channels. */

import { asText, joinPath, parsePath } from '../../values/path.ts'
import type { Captures } from '../../values/topic.ts'
import { lookUp, type Part } from './part.ts'
import { createPathNode, type PathNode } from '../rules.ts'

/** Trees are remembered per prefix up to this many. */
const PREFIXES_KEPT = 500
const TREES = new WeakMap<PathNode, Map<string, PathNode>>()

/** The text of a template: `{x}` is a topic level, `{path}` a value of the part. */
export function fillTemplate(template: string, captures: Captures, part: Pick<Part, 'within'>): string {
  return template.replace(/\{([^{}+*]+)[+*]?\}/g, (_, name: string) => {
    const captured = captures[name]
    if (captured !== undefined) return captured
    const { value } = lookUp(part.within, parsePath(name))
    return value === undefined || value === null ? '' : asText(value)
  })
}

/** As a path, which channels continue. */
export function fillPrefix(template: string, captures: Captures, part: Pick<Part, 'within'>): string {
  const text = fillTemplate(template, captures, part)
  return text === '' ? '' : joinPath('', text)
}

function nodeUnder(root: PathNode, path: readonly string[]): PathNode | null {
  let node: PathNode | undefined = root
  for (const segment of path) node = node?.children.get(segment) ?? node?.children.get('*')
  return node ?? null
}

/** A copy of the tree whose channels begin with the prefix. */
function renamed(node: PathNode, prefix: string): PathNode {
  const copy: PathNode = {
    ...node,
    children: new Map(),
    rule: node.rule === null ? null : { ...node.rule, channel: `${prefix}.${node.rule.channel}` },
  }
  for (const [key, below] of node.children) copy.children.set(key, renamed(below, prefix))
  return copy
}

function overlay(base: PathNode, over: PathNode): PathNode {
  const merged: PathNode = { children: new Map(base.children), rule: over.rule ?? base.rule, used: over.used || base.used }
  for (const [key, node] of over.children) merged.children.set(key, overlay(base.children.get(key) ?? createPathNode(), node))
  return merged
}

/** Rules for fields below the prefix: those that name it, and those of any part. */
export function rulesBelow(rules: PathNode, prefix: string | null): PathNode {
  if (prefix === null || prefix === '') return rules
  const trees = TREES.get(rules) ?? new Map<string, PathNode>()
  TREES.set(rules, trees)
  const cached = trees.get(prefix)
  if (cached !== undefined) return cached
  if (trees.size >= PREFIXES_KEPT) trees.clear()
  const named = nodeUnder(rules, parsePath(prefix))
  const tree = named === null ? renamed(rules, prefix) : overlay(renamed(rules, prefix), named)
  trees.set(prefix, tree)
  return tree
}

/** Rules for an item: those of any item, and those that name it from the top, with its position or without. */
export function rulesOfItem(rules: PathNode, path: readonly string[]): PathNode {
  if (path.length === 0) return rules
  const named = [path, path.filter((segment) => !/^\d+$/.test(segment))].map((p) => nodeUnder(rules, p)).filter((node) => node !== null)
  return named.filter((node) => node !== rules).reduce(overlay, rules)
}
