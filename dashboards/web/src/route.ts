/** Where the reader is, in the address: a link can be kept and sent. */

import { signal } from '@preact/signals'

export const PAGE_NAMES = ['now', 'points', 'quality', 'report', 'savings', 'entries', 'alarms'] as const
export type PageName = (typeof PAGE_NAMES)[number]

export interface Route {
  readonly page: PageName
  /** Id of the point that is open, on the points page. */
  readonly point: string | null
  /** What the page is about: period, boundary, figure. */
  readonly query: Readonly<Record<string, string>>
}

function read(): Route {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s)
  const [page, rest] = path.split(/\/(.*)/s)
  const known = PAGE_NAMES.find((name) => name === page) ?? 'now'
  const point = known === 'points' && rest ? decodeURIComponent(rest) : null
  return { page: known, point, query: Object.fromEntries(new URLSearchParams(query)) }
}

export const route = signal<Route>({ page: 'now', point: null, query: {} })

export function followAddress(): void {
  route.value = read()
  addEventListener('hashchange', () => {
    route.value = read()
  })
}

export function href(page: PageName, point?: string): string {
  return point === undefined ? `#/${page}` : `#/${page}/${encodeURIComponent(point)}`
}

/** The address of a page about something; what is null is left out. */
export function hrefWith(page: PageName, query: Readonly<Record<string, string | null>>): string {
  const said = Object.entries(query).flatMap(([key, value]) => (value === null ? [] : [[key, value] as [string, string]]))
  return said.length === 0 ? `#/${page}` : `#/${page}?${String(new URLSearchParams(said))}`
}
