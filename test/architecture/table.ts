/** The table of modules as Markdown, for docs/architecture.md. */

import { ADAPTERS, MODULES } from './modules.ts'

export const BEGIN = '<!-- modules: written by test/architecture.test.ts -->'
export const END = '<!-- /modules -->'

const STAGE_IMPORTS = 'kernel, domain, ports'

function importsText(modules: readonly string[]): string {
  if (modules.includes('*')) return 'everything; `main` the simulators too'
  if (modules.length > 6) return modules.includes('app') ? 'everything but adapters' : 'everything but adapters and `app`'
  return modules.length === 0 ? 'nothing' : modules.join(', ')
}

const pathOf = (name: string): string =>
  name === 'compose' ? 'src/compose.ts' : name === 'main' ? 'src/main.ts`, `src/main' : `src/${name}`

/** One row a module that exists, then one an adapter. */
export function moduleTable(existing: ReadonlySet<string>): string {
  const modules = Object.entries(MODULES).filter(([name]) => existing.has(name))
  const adapters = Object.entries(ADAPTERS).filter(([name]) => existing.has(`adapters/${name}`))
  return [
    '| module | holds | may import |',
    '|---|---|---|',
    ...modules.map(([name, m]) => `| \`${pathOf(name)}\` | ${m.holds} | ${importsText(m.modules)} |`),
    ...adapters.map(
      ([name, a]) =>
        `| \`src/adapters/${name}\` | ${a.holds} | ${STAGE_IMPORTS}${a.modules ? `, types of ${a.modules.join(', ')}` : ''}, its library |`,
    ),
  ].join('\n')
}
