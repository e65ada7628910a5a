/** House rules that neither compiler nor linter knows. Each names the file and line that breaks it. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EVENT_CODES } from '../../src/ports/index.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SKIPPED = new Set(['node_modules', 'dist', 'data', 'generated'])

function filesIn(dir: string, pattern: RegExp): string[] {
  const path = join(ROOT, dir)
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const name = `${dir}/${entry.name}`
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesIn(name, pattern)
    return pattern.test(entry.name) ? [name] : []
  })
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

/** `src/x.ts:12: the line` for every line that matches. */
function hits(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  )
}

const sources = filesIn('src', /\.tsx?$/)
const simulators = filesIn('simulators', /\.ts$/)
const dashboards = filesIn('dashboards', /\.tsx?$/)
const tests = filesIn('test', /\.(ts|mjs)$/).filter((f) => f !== 'test/unit/house.test.ts')
const code = [...sources, ...simulators, ...dashboards, ...tests, ...filesIn('scripts', /\.mjs$/), ...filesIn('bin', /\.js$/)]

describe('the house', () => {
  it('asks the machine for the time in adapters and in the composition of the process only', () => {
    const rooms = sources.filter((f) => !/^src\/(adapters\/|main\.ts|main\/)/.test(f))
    expect(hits(rooms, /\bDate\.now\(|\bnew Date\(\)|\bset(Timeout|Interval|Immediate)\(|performance\.now\(/)).toEqual([])
  })

  it('computes with calendar fields nowhere but in domain/time', () => {
    const rooms = sources.filter((f) => !f.startsWith('src/domain/time'))
    expect(hits(rooms, /\.set(Hours|Date|Month|FullYear)\(|getTimezoneOffset\(|new Date\([^)]*,/)).toEqual([])
  })

  it('mocks no module, leaves no test out and runs no test alone', () => {
    expect(hits(tests, /\bvi\.(mock|doMock)\(|\b(it|test|describe)\.(only|skip|todo)\b|\bxit\(|\bxdescribe\(/)).toEqual([])
  })

  it('has no default exports outside tool configuration', () => {
    expect(
      hits(
        [...sources, ...simulators, ...dashboards, ...tests].filter((f) => !f.endsWith('.config.ts')),
        /^export default\b/,
      ),
    ).toEqual([])
  })

  it('keeps every source file at 300 lines or less', () => {
    const long = [...sources, ...simulators, ...dashboards].filter((f) => read(f).trimEnd().split('\n').length > 300)
    expect(long).toEqual([])
  })

  it('names files in kebab-case and gives no file a name that says nothing', () => {
    const names = [...sources, ...simulators, ...dashboards].filter((f) => {
      const name = basename(f).replace(/\.(config\.|d\.)?tsx?$/, '')
      return !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || /^(utils?|helpers?|common|misc|manager)$/.test(name)
    })
    expect(names).toEqual([])
  })

  it('leaves nothing half done', () => {
    expect(hits(code, /\b(TODO|FIXME|HACK)\b|[nN]ot implemented/)).toEqual([])
  })

  it('knows no machine: no absolute paths of a checkout, no package registry', () => {
    const texts = [...code, ...filesIn('docs', /\.md$/), 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'package.json', '.ci/run'].filter(
      (f) => existsSync(join(ROOT, f)),
    )
    expect(hits(texts, /\/work\/|\/root\/|\/home\/[a-z]|registry\.npmjs/)).toEqual([])
  })

  it('names scripts and files in its documents that are there', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts)
    const documents = ['README.md', 'CONTRIBUTING.md', ...filesIn('docs', /\.md$/)].filter((f) => existsSync(join(ROOT, f)))
    const unknown = documents.flatMap((file) =>
      [...read(file).matchAll(/npm run ([a-z:-]+)/g)].map((m) => m[1] ?? '').filter((s) => !scripts.includes(s)),
    )
    const dead = documents.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)[^)]*\)/g)]
        .map((m) => m[1] ?? '')
        .filter((target) => !existsSync(resolve(ROOT, file, '..', target)))
        .map((target) => `${file}: ${target}`),
    )
    const absent = documents.flatMap((file) =>
      [...read(file).matchAll(/`((?:test|src|scripts|simulators|schema|docs)\/[\w./-]+\.\w+)`/g)]
        .map((m) => m[1] ?? '')
        .filter((path) => !path.includes('NNNN') && !existsSync(join(ROOT, path)))
        .map((path) => `${file}: ${path}`),
    )
    expect([...unknown, ...dead, ...absent]).toEqual([])
  })

  it('says in docs/operations.md what to do about every event', () => {
    const rows = read('docs/operations.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
    expect(Object.keys(EVENT_CODES).filter((code) => !rows.some((row) => row.split(' | ')[0]?.includes(`\`${code}\``)))).toEqual([])
  })

  it('locks every package of every platform, or npm refuses the lock file on all of them', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { optionalDependencies?: object }> }
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`]),
    )
    expect(missing, 'run `node scripts/lock.mjs` after `npm install`').toEqual([])
  })

  it('ships the program as an executable', () => {
    for (const file of ['bin/campus.js', '.ci/run']) expect(statSync(join(ROOT, file)).mode & 0o111, file).toBe(0o111)
  })
})
