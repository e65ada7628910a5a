/** What a command loads before it runs, read from the static imports of the sources. */

import { describe, expect, it } from 'vitest'
import { read, targetOf } from '../../architecture/imports.ts'

/** Modules that are loaded together with the file: `import type` and `import()` load nothing. */
function loadedWith(file: string): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (path: string): void => {
    if (files.has(path)) return
    files.add(path)
    for (const [, specifier = ''] of read(path).matchAll(/^(?:import|export) (?!type\b)[^'"]*?from '([^']+)'/gm)) {
      if (specifier.startsWith('.')) visit(targetOf(path, specifier))
      else if (!specifier.startsWith('node:')) packages.add(specifier)
    }
  }
  visit(file)
  return { files, packages }
}

describe('loading the program', () => {
  it('loads no package for --help, and a dozen or two of its own files', () => {
    const { files, packages } = loadedWith('src/main.ts')
    expect([...packages]).toEqual([])
    expect(files.size).toBeLessThan(40)
  })

  it('loads no store, broker, server or schema library for the health command', () => {
    expect([...loadedWith('src/cli/operations/health.ts').packages]).toEqual([])
  })

  it('loads the adapters with the service', () => {
    expect([...loadedWith('src/main/campus-service.ts').packages]).toEqual(expect.arrayContaining(['fastify', 'aedes', 'mqtt']))
  })
})
