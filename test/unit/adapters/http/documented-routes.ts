/** The routes as /openapi.json lists them, with addresses that can be called. */

import { type Rig, rig } from './rig.ts'

interface Schema {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly pattern?: string
}

interface Operation {
  readonly 'x-permission': string
  readonly 'x-sites': 'own' | 'all'
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema?: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> }
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>>
}

export interface DocumentedRoute {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  /** With parameters filled in and the queries that it requires. */
  readonly url: string
  readonly permission: string
  /** `own`: it answers for the site of the principal; `all`: it is closed to principals of one site. */
  readonly sites: 'own' | 'all'
  readonly hasQuery: boolean
  readonly hasBody: boolean
  /** JSON schema of the answer, or null where it is no JSON. */
  readonly answer: object | null
}

/** Values of path parameters and required queries; `id` differs by what the address names. */
function exampleOf(path: string, name: string): string {
  if (name !== 'id') return { period: '2026-02', code: 'used-up', measure: 'lighting', file: 'register.csv' }[name] ?? 'x'
  if (path.includes('/points/')) return 'park%2Fblock-a%2F1%2Flobby%2Fpower'
  if (path.includes('/figures/')) return 'energy.total'
  if (path.includes('/proposals/')) return 'proposal-1'
  return path.includes('/alarms/') ? 'alarm-1' : '7-0'
}

export async function documentedRoutes(server: Pick<Rig, 'ask'> | null = null): Promise<readonly DocumentedRoute[]> {
  const { ask } = server ?? (await rig())
  const { paths } = (await ask('GET', '/openapi.json')).json<{ paths: Record<string, Record<string, Operation>> }>()
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const { parameters = [], requestBody, responses } = operation
      const query = parameters.filter((p) => p.in === 'query' && p.required === true).map((p) => `${p.name}=${exampleOf(path, p.name)}`)
      const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => exampleOf(path, name))
      return {
        method: method.toUpperCase() as DocumentedRoute['method'],
        path,
        url: query.length === 0 ? filled : `${filled}?${query.join('&')}`,
        permission: operation['x-permission'],
        sites: operation['x-sites'],
        hasQuery: parameters.some((p) => p.in === 'query'),
        hasBody: requestBody !== undefined,
        answer: responses?.['200']?.content?.['application/json']?.schema ?? null,
      }
    }),
  )
}
