/** Conventions that neither the compiler nor the linter checks. A failure names the file and the line. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
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
const tests = filesIn('test', /\.(ts|mjs)$/).filter((f) => f !== 'test/unit/conventions.test.ts')
const code = [...sources, ...simulators, ...dashboards, ...tests, ...filesIn('scripts', /\.mjs$/), ...filesIn('bin', /\.js$/)]

describe('source code', () => {
  it('reads the clock only in adapters and in the composition of the process', () => {
    const modules = sources.filter((f) => !/^src\/(adapters\/|main\.ts|main\/)/.test(f))
    expect(hits(modules, /\bDate\.now\(|\bnew Date\(\)|\bset(Timeout|Interval|Immediate)\(|performance\.now\(/)).toEqual([])
  })

  it('computes with calendar fields only in domain/time', () => {
    const modules = sources.filter((f) => !f.startsWith('src/domain/time'))
    expect(hits(modules, /\.set(Hours|Date|Month|FullYear)\(|getTimezoneOffset\(|new Date\([^)]*,/)).toEqual([])
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

  it('names files in kebab-case, and none of them utils, helpers, common, misc or manager', () => {
    const names = [...sources, ...simulators, ...dashboards].filter((f) => {
      const name = basename(f).replace(/\.(config\.|d\.)?tsx?$/, '')
      return !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || /^(utils?|helpers?|common|misc|manager)$/.test(name)
    })
    expect(names).toEqual([])
  })

  it('contains no TODO, FIXME, HACK or "not implemented"', () => {
    expect(hits(code, /\b(TODO|FIXME|HACK)\b|[nN]ot implemented/)).toEqual([])
  })

  it('names no path of a developer machine and no package registry, in code and documents', () => {
    const texts = [...code, ...filesIn('docs', /\.md$/), 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'package.json', '.ci/run'].filter(
      (f) => existsSync(join(ROOT, f)),
    )
    expect(hits(texts, /\/work\/|\/root\/|\/home\/[a-z]|registry\.npmjs/)).toEqual([])
  })
})

describe('tests', () => {
  it('mock no module, skip no test and run no test alone', () => {
    expect(hits(tests, /\bvi\.(mock|doMock)\(|\b(it|test|describe)\.(only|skip|todo)\b|\bxit\(|\bxdescribe\(/)).toEqual([])
  })

  it('have titles that name their subject: no "says so", no number of a row elsewhere', () => {
    const titles = filesIn('test', /\.test\.ts$/).filter((f) => /^test\/(contract|fault)\//.test(f))
    expect(hits(titles, /^\s*(it|describe)\b.*['`].*(\bsays? so\b|\brow \d)/)).toEqual([])
  })
})

describe('documents', () => {
  const documents = ['README.md', 'CONTRIBUTING.md', 'simulators/README.md', ...filesIn('docs', /\.md$/)]
  /** `file: name` for every match of the pattern whose first group the predicate refuses. */
  const refused = (files: readonly string[], pattern: RegExp, allows: (name: string, file: string) => boolean): string[] =>
    files.flatMap((file) => [...read(file).matchAll(pattern)].flatMap(([, name = '']) => (allows(name, file) ? [] : [`${file}: ${name}`])))

  it('name only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    expect(refused(documents, /npm run ([a-z:-]+)/g, (name) => Object.hasOwn(scripts, name))).toEqual([])
  })

  it('link only to files that exist', () => {
    const links = /\]\((?!https?:|#|mailto:)([^)#]+)[^)]*\)/g
    expect(refused(documents, links, (target, file) => existsSync(resolve(ROOT, file, '..', target)))).toEqual([])
  })

  it('link only to headings that exist', () => {
    const anchors = (file: string): string[] =>
      [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replace(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-'),
      )
    const links = /\]\(((?!https?:)[^)]*#[^)]+)\)/g
    const exists = (link: string, file: string): boolean => {
      const [target = '', anchor = ''] = link.split('#')
      return anchors(target === '' ? file : relative(ROOT, resolve(ROOT, file, '..', target))).includes(anchor)
    }
    expect(refused(documents, links, exists)).toEqual([])
  })

  it('name only source files that exist', () => {
    const paths = /`((?:test|src|scripts|simulators|schema|docs|deploy)\/[\w./-]+\.\w+)`/g
    expect(refused(documents, paths, (path) => path.includes('NNNN') || existsSync(join(ROOT, path)))).toEqual([])
  })

  it('name only tests that exist in the catalogue of docs/reliability.md', () => {
    const named = /`((?:unit|contract|flow|fault|browser)\/[\w/-]+)`/g
    const exists = (path: string): boolean => ['', '.test.ts'].some((end) => existsSync(join(ROOT, `test/${path}${end}`)))
    expect(refused(['docs/reliability.md'], named, exists)).toEqual([])
  })

  it('give in docs/operations.md an action for every event code', () => {
    const rows = read('docs/operations.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
    expect(Object.keys(EVENT_CODES).filter((code) => !rows.some((row) => row.split(' | ')[0]?.includes(`\`${code}\``)))).toEqual([])
  })
})

describe('the package', () => {
  it('locks every package of every platform, or npm refuses the lock file on all of them', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { optionalDependencies?: object }> }
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`]),
    )
    expect(missing, 'run `node scripts/lock.mjs` after `npm install`').toEqual([])
  })

  it('ships its programs as executables', () => {
    for (const file of ['bin/campus.js', '.ci/run']) expect(statSync(join(ROOT, file)).mode & 0o111, file).toBe(0o111)
  })
})
