/** Where the reader is, in the address: a link can be kept and sent. */

import { signal } from '@preact/signals'

export interface Route {
  readonly page: 'now' | 'points' | 'quality'
  /** Id of the point that is open, on the points page. */
  readonly point: string | null
}

function read(): Route {
  const [page, rest] = location.hash.replace(/^#\/?/, '').split(/\/(.*)/s)
  if (page === 'points') return { page, point: rest ? decodeURIComponent(rest) : null }
  return { page: page === 'quality' ? 'quality' : 'now', point: null }
}

export const route = signal<Route>({ page: 'now', point: null })

export function followAddress(): void {
  route.value = read()
  addEventListener('hashchange', () => {
    route.value = read()
  })
}

export function href(page: Route['page'], point?: string): string {
  return point === undefined ? `#/${page}` : `#/${page}/${encodeURIComponent(point)}`
}
