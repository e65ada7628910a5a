/** Programs in plain JavaScript load the built program by path: the compiler sees neither the paths nor the names that they take from it. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { read, ROOT, scriptFiles, targetOf } from '../architecture/imports.ts'

interface Use {
  /** Path of the source, `src/domain/index.ts`. */
  readonly source: string
  readonly names: readonly string[]
}

const listed = (braces: string): string[] =>
  braces
    .split(',')
    .map((name) => name.split(/:| as /)[0]?.trim() ?? '')
    .filter((name) => name !== '')

/** Names that the text takes from a module that it bound to a variable. */
function namesThrough(variable: string, text: string): string[] {
  const members = [...text.matchAll(new RegExp(`(?<![.\\w])${variable}\\.(\\w+)`, 'g'))].map(([, name = '']) => name)
  const unpacked = [...text.matchAll(new RegExp(`\\{([^{}]*)\\} = ${variable}\\b`, 'g'))].flatMap(([, braces = '']) => listed(braces))
  return [...members, ...unpacked]
}

/** Names of one target of an assignment: `{ a, b: c }` or a variable. */
const namesOf = (target: string, text: string): string[] =>
  target.startsWith('{') ? listed(target.replace(/[{}]/g, '')) : namesThrough(target, text)

const PATH = /'(?:dist\/src\/)?([\w\-/]+)\.js'/

/** What a program takes from `dist/src`: by `await load('...')`, by a list of loads under `Promise.all`, or as a member of an `await import`. */
function usesIn(text: string): Use[] {
  const uses: Use[] = []
  const add = (path: string | undefined, names: readonly string[]): void => {
    if (path !== undefined) uses.push({ source: `src/${path}.ts`, names })
  }
  for (const [, target = '', call = ''] of text.matchAll(/const (\{[^{}]*\}|\w+) = await (?:load|from|import)\((.*)\)/g))
    add(PATH.exec(call)?.[1], namesOf(target, text))
  for (const [, targets = '', calls = ''] of text.matchAll(/const \[([^[\]]*)\] = await Promise\.all\(\[([^[\]]*)\]\)/g)) {
    const paths = [...calls.matchAll(new RegExp(PATH, 'g'))].map(([, path]) => path)
    for (const [i, [target]] of [...targets.matchAll(/\{[^{}]*\}|\w+/g)].entries()) add(paths[i], namesOf(target, text))
  }
  for (const [, path, name = ''] of text.matchAll(/\(await import\([^\n]*?'dist\/src\/([\w\-/]+)\.js'[^\n]*?\.href\)\)\.(\w+)/g))
    add(path, [name])
  return uses
}

/** Values that a source exports, those it passes on included. */
function exportsOf(file: string): Set<string> {
  const text = read(file)
  const own = [...text.matchAll(/^export (?:async )?(?:abstract )?(?:function\*?|class|const|let|enum) (\w+)/gm)].map(
    ([, name = '']) => name,
  )
  const named = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names = '']) =>
    names.split(',').map((n) => n.trim().split(' as ').at(-1) ?? ''),
  )
  const passed = [...text.matchAll(/^export \* from '([^']+)'/gm)].flatMap(([, from = '']) => [...exportsOf(targetOf(file, from))])
  return new Set([...own, ...named, ...passed])
}

function faultsOf(file: string, { source, names }: Use): string[] {
  if (!existsSync(join(ROOT, source))) return [`${file} loads ${source}, which does not exist`]
  const exported = exportsOf(source)
  return names.filter((name) => !exported.has(name)).map((name) => `${file} takes ${name} from ${source}, which does not export it`)
}

describe('programs in plain JavaScript', () => {
  const files = ['bin', 'test/bench', 'scripts'].flatMap(scriptFiles)
  const uses = files.flatMap((file) => usesIn(read(file)).map((use) => ({ file, use })))

  it('load only files of dist that have a source, and take only names that it exports', () => {
    expect(uses.flatMap(({ file, use }) => faultsOf(file, use))).toEqual([])
  })

  it('are read in each of their forms, and none of their loads is overlooked', () => {
    expect(uses.map(({ file, use }) => `${file} ${use.source} ${use.names.join(' ')}`)).toEqual(
      expect.arrayContaining([
        'bin/campus.js src/adapters/system/heap.ts limitHeapGrowth',
        'test/bench/runs/savings-of-a-year.mjs src/savings/saver.ts createSaver',
        'test/bench/runs/report.mjs src/figures/document/render/report.ts renderReport',
        expect.stringMatching(/^test\/bench\/runs\/report\.mjs src\/domain\/index\.ts .*\bQUARTER\b/),
      ]),
    )
    const loaded = files.flatMap((file) =>
      [...read(file).matchAll(/\b(?:load|from)\('([\w\-/]+)\.js'\)/g)].map(([, path]) => `${file} src/${path}.ts`),
    )
    const covered = new Set(uses.map(({ file, use }) => `${file} ${use.source}`))
    expect(loaded.filter((load) => !covered.has(load))).toEqual([])
  })

  it('fail the check when a name is not exported or a file is gone', () => {
    const [use] = usesIn("const { periodSpan, nothing } = await load('domain/index.js')\n")
    expect(use === undefined ? [] : faultsOf('a.mjs', use)).toEqual([
      'a.mjs takes nothing from src/domain/index.ts, which does not export it',
    ])
    expect(faultsOf('a.mjs', { source: 'src/gone.ts', names: [] })).toEqual(['a.mjs loads src/gone.ts, which does not exist'])
  })
})
