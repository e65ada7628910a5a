import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { campusJsonSchema } from '../../../src/config/campus-schemas.ts'
import { Check } from 'typebox/value'
import { parse } from 'yaml'
import { CAMPUS_FILE } from '../../../src/config/schema.ts'
import { DESCRIPTORS } from '../../../src/wire/index.ts'
import { fixture } from './campus-file.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

interface Node {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly anyOf?: readonly Node[]
  readonly patternProperties?: Readonly<Record<string, Node>>
}

/** Every key that the file may hold, by path. */
function keysOf(node: Node, path = ''): string[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, value]) => [`${path}.${key}`, ...keysOf(value, `${path}.${key}`)])
  const inner = [node.items, ...(node.anyOf ?? []), ...Object.values(node.patternProperties ?? {})].filter((n) => n !== undefined)
  return [...own, ...inner.flatMap((n) => keysOf(n, path))]
}

describe('the JSON Schema of the campus file', () => {
  it('is the committed schema/campus.schema.json', async () => {
    await expect(`${JSON.stringify(campusJsonSchema(DESCRIPTORS), null, 2)}\n`).toMatchFileSnapshot(
      resolve(ROOT, 'schema/campus.schema.json'),
    )
  })

  it('accepts a file that the loader accepts', () => {
    expect(Check(CAMPUS_FILE, parse(fixture('good/everything.yaml')))).toBe(true)
  })

  it('has every key explained in docs/campus-file.md', () => {
    const docs = readFileSync(resolve(ROOT, 'docs/campus-file.md'), 'utf8')
    const keys = new Set(keysOf(campusJsonSchema(DESCRIPTORS) as Node).map((path) => path.split('.').at(-1) ?? ''))
    expect([...keys].filter((key) => !docs.includes(`\`${key}\``) && !docs.includes(`${key}:`))).toEqual([])
  })
})
