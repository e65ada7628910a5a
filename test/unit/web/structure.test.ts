/** The structure of the web: no import circles, small folders, one direction from screens to what they share. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const WEB = resolve(import.meta.dirname, '../../../dashboards/web/src')
const MOST_FILES = 14

const FILES = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx?$/.test(f) && !f.endsWith('.d.ts'))

/** Static imports only: a screen is fetched by the frame it uses. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(WEB, file), 'utf8')
  return [...source.matchAll(/^(?:import|export) [^;]*?from '(\.[^']+)'/gm)]
    .map((m) => relative(WEB, resolve(WEB, dirname(file), m[1] ?? '')))
    .filter((target) => /\.tsx?$/.test(target))
}

const GRAPH = new Map(FILES.map((file) => [file, importsOf(file)]))

/** A path that ends where it began; null when there is none. */
function circleFrom(file: string, path: readonly string[], done: Set<string>): readonly string[] | null {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
  if (done.has(file)) return null
  for (const next of GRAPH.get(file) ?? []) {
    const circle = circleFrom(next, [...path, file], done)
    if (circle !== null) return circle
  }
  done.add(file)
  return null
}

const folderOf = (file: string): string => file.split('/')[0] ?? ''

describe('the sources of the web', () => {
  it('import in no circle', () => {
    const done = new Set<string>()
    expect(FILES.flatMap((file) => circleFrom(file, [], done) ?? [])).toEqual([])
  })

  it('import files that exist', () => {
    expect([...GRAPH].flatMap(([file, targets]) => targets.filter((t) => !existsSync(join(WEB, t))).map((t) => `${file}: ${t}`))).toEqual(
      [],
    )
  })

  it(`lie in folders of at most ${MOST_FILES} files`, () => {
    const folders = new Map<string, number>()
    for (const file of FILES) folders.set(dirname(file), (folders.get(dirname(file)) ?? 0) + 1)
    expect([...folders].filter(([, n]) => n > MOST_FILES)).toEqual([])
  })

  it('take nothing from another screen: what two of them share has a folder of its own', () => {
    const featureOf = (file: string): string => file.split('/')[1] ?? ''
    const wrong = [...GRAPH].flatMap(([file, targets]) =>
      targets
        .filter((t) => folderOf(file) === 'features' && folderOf(t) === 'features' && featureOf(t) !== featureOf(file))
        .map((t) => `${file}: ${t}`),
    )
    expect(wrong).toEqual([])
  })

  it('reach the screens through the registry only', () => {
    const wrong = [...GRAPH].flatMap(([file, targets]) =>
      targets.filter((t) => folderOf(t) === 'features' && folderOf(file) !== 'features').map((t) => `${file}: ${t}`),
    )
    expect(wrong).toEqual([])
  })
})
