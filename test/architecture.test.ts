/** The structure of the code: who may import whom, no circles, narrow folders, one name per type, and documents that agree with it. */

import { writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { circlesIn, importsOf, read, ROOT, sourceFiles, targetOf } from './architecture/imports.ts'
import { ADAPTERS, FOLDER_LIMIT, MODULES, WIDE_FOLDERS } from './architecture/modules.ts'
import { BEGIN, END, moduleTable } from './architecture/table.ts'

function matches(name: string, allowed: readonly string[]): boolean {
  return allowed.some((a) => a === '*' || a === name || (/[:/]$/.test(a) && name.startsWith(a)))
}

/** `rollup`, `adapters/duckdb`, or a top-level folder of the repository. */
function moduleOf(file: string): string {
  const parts = file.split('/')
  if (parts[0] !== 'src') return parts[0] ?? ''
  if (parts[1] === 'adapters') return `adapters/${parts[2] ?? ''}`
  return (parts[1] ?? '').replace(/\.ts$/, '')
}

function ruleOf(
  module: string,
): { readonly modules: readonly string[]; readonly packages: readonly string[]; readonly reason: string } | null {
  const adapter = module.startsWith('adapters/') ? ADAPTERS[module.slice('adapters/'.length)] : undefined
  if (adapter === undefined) return MODULES[module] ?? null
  return {
    modules: ['kernel', 'domain', 'ports', ...(adapter.modules ?? [])],
    packages: adapter.packages,
    reason: 'an adapter imports kernel, domain, its port and its library, never another adapter',
  }
}

/** The sentence a wrong import fails with, or null. */
function faultOf(file: string, specifier: string): string | null {
  const from = moduleOf(file)
  const rule = ruleOf(from)
  if (rule === null) return `${file}: the module "${from}" has no row in test/architecture/modules.ts`
  const local = specifier.startsWith('.')
  const to = local ? moduleOf(targetOf(file, specifier)) : specifier
  const allowed = local ? to === from || matches(to, rule.modules) : matches(to, rule.packages)
  return allowed ? null : `${file} imports ${specifier} (${to}): ${rule.reason}`
}

/** Imports of a folder that the predicate refuses. */
function wrongImports(dir: string, allowed: (file: string, specifier: string) => boolean): string[] {
  return sourceFiles(dir).flatMap((f) =>
    importsOf(f)
      .filter((s) => !allowed(f, s))
      .map((s) => `${f} imports ${s}`),
  )
}

const inside = (folder: string, file: string, specifier: string): boolean => moduleOf(targetOf(file, specifier)) === folder

describe('the import rules', () => {
  it('hold in src: every module imports only what its row allows', () => {
    const wrong = sourceFiles('src').flatMap((f) => importsOf(f).flatMap((s) => faultOf(f, s) ?? []))
    expect(wrong).toEqual([])
  })

  it('keep simulators apart from src: they speak MQTT and share no code with the decoders', () => {
    const libraries = ['mqtt', 'node:', 'yaml', 'cli-progress']
    expect(wrongImports('simulators', (f, s) => (s.startsWith('.') ? inside('simulators', f, s) : matches(s, libraries)))).toEqual([])
  })

  it('keep dashboards apart from src: they talk to the public API', () => {
    expect(wrongImports('dashboards', (f, s) => !s.startsWith('.') || inside('dashboards', f, s))).toEqual([])
  })

  it('find a wrong import when there is one', () => {
    expect(faultOf('src/domain/x.ts', '../ports/index.ts')).toContain('domain imports kernel')
    expect(faultOf('src/rollup/x.ts', '../ingest/batch.ts')).toContain('never another stage')
    expect(faultOf('src/adapters/duckdb/x.ts', 'fastify')).toContain('an adapter imports')
    expect(faultOf('src/unheard/x.ts', '../domain/index.ts')).toContain('has no row')
    expect(faultOf('src/rollup/x.ts', '../domain/index.ts')).toBeNull()
  })
})

describe('the source tree', () => {
  it('has no import circles', () => {
    expect(circlesIn(sourceFiles('src'))).toEqual([])
    expect(circlesIn(sourceFiles('simulators'))).toEqual([])
    expect(circlesIn(sourceFiles('dashboards'))).toEqual([])
  })

  it(`has at most ${FOLDER_LIMIT} source files in a folder, unless the table gives a reason`, () => {
    const counts = new Map<string, number>()
    for (const f of ['src', 'simulators', 'dashboards'].flatMap(sourceFiles)) counts.set(dirname(f), (counts.get(dirname(f)) ?? 0) + 1)
    const wide = [...counts].filter(([dir, n]) => n > FOLDER_LIMIT && !Object.hasOwn(WIDE_FOLDERS, dir))
    expect(wide).toEqual([])
    expect(Object.keys(WIDE_FOLDERS).filter((dir) => (counts.get(dir) ?? 0) <= FOLDER_LIMIT)).toEqual([])
  })

  it('exports each type name once', () => {
    const files = new Map<string, string[]>()
    for (const f of sourceFiles('src'))
      for (const [, name = ''] of read(f).matchAll(/^export (?:interface|type|class|enum) (\w+)/gm))
        files.set(name, [...(files.get(name) ?? []), f])
    expect([...files].filter(([, at]) => at.length > 1)).toEqual([])
  })

  it('has a unit test folder that mirrors src', () => {
    const folders = new Set(sourceFiles('src').map(dirname))
    const exempt = (f: string): boolean =>
      !f.slice('test/unit/'.length).includes('/') || /^test\/unit\/(simulators|dashboards|web|bench|chaos|scripts|support)\//.test(f)
    const astray = sourceFiles('test/unit').filter((f) => !exempt(f) && !folders.has(dirname(f).replace(/^test\/unit/, 'src')))
    expect(astray).toEqual([])
  })
})

describe('docs/architecture.md', () => {
  it('prints the table of modules (UPDATE_DOCS=1 writes it)', () => {
    const file = 'docs/architecture.md'
    const text = read(file)
    const next = text.replace(new RegExp(`${BEGIN}[\\s\\S]*${END}`), () => `${BEGIN}\n${moduleTable(existingModules())}\n${END}`)
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(join(ROOT, file), next)
    else expect(text).toBe(next)
    expect(next).toContain(BEGIN)
  })
})

/** Modules of the table that have files; a row may stand there before its first file. */
function existingModules(): ReadonlySet<string> {
  return new Set(sourceFiles('src').map((f) => (basename(dirname(f)) === 'src' ? basename(f, '.ts') : moduleOf(f))))
}
