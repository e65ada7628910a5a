/** Where the reader is, in the address: a link can be parameters and sent. Period, comparison and place follow from screen to screen. */

import { signal } from '@preact/signals'
import { keepValid } from './valid.ts'

export interface Route {
  /** `points/lab%2Flights` as its decoded segments. */
  readonly segments: readonly string[]
  readonly query: Readonly<Record<string, string>>
}

/** Parts of the query that a link to another screen keeps. */
const CONTEXT = ['period', 'compare', 'place', 'measure'] as const

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

export function parseAddress(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s)
  const segments = path
    .split('/')
    .filter((s) => s !== '')
    .map(decode)
  return { segments, query: Object.fromEntries(new URLSearchParams(query)) }
}

export const route = signal<Route>({ segments: [], query: {} })

export function followAddress(): void {
  const read = (): void => {
    const { segments, query } = parseAddress(location.hash)
    const kept = keepValid(query)
    if (kept !== query) history.replaceState(null, '', address(segments, kept))
    route.value = { segments, query: kept }
  }
  read()
  addEventListener('hashchange', read)
}

type Changes = Readonly<Record<string, string | null>>

function address(segments: readonly string[], query: Readonly<Record<string, string | null | undefined>>): string {
  const parameters = Object.entries(query).flatMap(([key, value]) => (value ? [[key, value] as [string, string]] : []))
  const path = segments.map(encodeURIComponent).join('/')
  return parameters.length === 0 ? `#/${path}` : `#/${path}?${String(new URLSearchParams(parameters))}`
}

/** The address of a screen in the context of this one; null takes a part of the query out. */
export function hrefOf(path: string | readonly string[], changes: Changes = {}): string {
  const { query } = route.value
  const context = Object.fromEntries(CONTEXT.map((key) => [key, query[key]]))
  return address(typeof path === 'string' ? path.split('/') : path, { ...context, ...changes })
}

/** Changes parameters of this address without a step in the history: what a hand drags. */
export function replaceHere(changes: Changes): void {
  history.replaceState(null, '', hrefHere(changes))
  const { segments, query } = parseAddress(location.hash)
  route.value = { segments, query }
}

/** The address of this screen with other parameters. */
export function hrefHere(changes: Changes): string {
  const { segments, query } = route.value
  return address(segments, { ...query, ...changes })
}

export function goTo(href: string): void {
  location.hash = href
}
