/** The web names no deprecated part of the API: a route or a key that goes with the next version would take a page with it. */

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { rig } from '../adapters/http/rig.ts'

const WEB = resolve(import.meta.dirname, '../../../dashboards/web/src')
const SCHEMA = readFileSync(join(WEB, 'api/generated/schema.ts'), 'utf8')
const SOURCES = readdirSync(WEB, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('generated'))
  .map((file) => ({ file, source: readFileSync(join(WEB, file), 'utf8') }))

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly deprecated?: boolean }>>>>
}

const naming = (pattern: RegExp): string[] =>
  SOURCES.filter(({ source }) => pattern.test(source)).map(({ file }) => `${file}: ${pattern.source}`)

/** The path up to its first parameter, with a boundary: `/api/v1/facts` is not `/api/v1/facts-of`. */
const patternOf = (path: string): RegExp => new RegExp(`${path.replace(/\/\{.*$/, '')}(?![\\w-])`)

describe('the sources of the web', () => {
  let deprecated: readonly string[] = []
  beforeAll(async () => {
    const { ask } = await rig()
    const { paths } = (await ask('GET', '/openapi.json')).json<OpenApi>()
    const entries = Object.entries(paths)
    // A path is deprecated as a whole: one operation that stays would keep it.
    deprecated = entries.flatMap(([path, operations]) => (Object.values(operations).every((o) => o.deprecated === true) ? [path] : []))
  })

  it('name no deprecated operation of the API', () => {
    expect(deprecated).toContain('/api/v1/facts')
    expect(deprecated.flatMap((path) => naming(patternOf(path)))).toEqual([])
  })

  it('read no deprecated key of an answer', () => {
    const keys = [...SCHEMA.matchAll(/\* @deprecated\b[^/]*\*\/\s*(\w+)\??:/g)].map((m) => m[1] ?? '')
    expect(keys).toContain('facts')
    // A type may leave the key out: `Omit<Described, 'facts'>`.
    expect(keys.flatMap((key) => naming(new RegExp(`[.{,]\\s*${key}\\b|\\['${key}'\\]|\\b${key}\\??:`)))).toEqual([])
  })
})
