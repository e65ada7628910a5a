/** What a search finds: screens, places and points, by any word of their names in any language. */

import { hrefOf } from '../../address/route.ts'
import type { Campus, Point } from '../../api/types.ts'
import { nameOf, term } from '../../text/language.ts'
import { placeOf, placeOptions } from '../../text/places.ts'
import { type Screen, titleOf } from '../screen.ts'

export interface SearchResult {
  readonly kind: 'screen' | 'place' | 'point' | 'action'
  readonly key: string
  readonly name: string
  /** Where it is. */
  readonly about: string
  readonly href: string
}

export interface SearchSources {
  readonly screens: readonly Screen[]
  readonly campus: Campus | null
  readonly points: readonly Point[]
  /** What can be done; found by name once something is typed. */
  readonly actions?: readonly SearchResult[]
}

const MOST = 16

/** Whether every word stands in the text. */
export function matches(text: string, search: string): boolean {
  const lower = text.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word))
}

/** All texts of a point that a reader may look for. */
export function textOf(point: Point, campus: Campus | null): string {
  const texts = [point.id, ...Object.values(point.name), point.use ?? '', term('use', point.use ?? ''), term('quantity', point.quantity)]
  return `${texts.join(' ')} ${placeOf(point, campus)}`
}

/** Names that are what was typed, then those that begin with it, then those that contain it. */
function rank({ name }: SearchResult, search: string): number {
  const [lower, phrase] = [name.toLowerCase(), search.toLowerCase()]
  if (lower === phrase) return 0
  if (lower.startsWith(phrase)) return 1
  return lower.includes(phrase) ? 2 : 3
}

export function find({ screens, campus, points, actions = [] }: SearchSources, search: string): readonly SearchResult[] {
  const ofScreens = screens.flatMap((screen): SearchResult[] => {
    const title = titleOf(screen)
    if (title === null || !matches(`${title} ${screen.path}`, search)) return []
    return [{ kind: 'screen', key: screen.path, name: title, about: '', href: hrefOf(screen.path) }]
  })
  const ofPlaces = placeOptions(campus)
    .filter(({ key, name }) => matches(`${key} ${name}`, search))
    .map(({ key, name }): SearchResult => ({ kind: 'place', key, name, about: '', href: hrefOf(['buildings', key]) }))
  const ofPoints = points
    .filter((point) => search !== '' && matches(textOf(point, campus), search))
    .map(
      (point): SearchResult => ({
        kind: 'point',
        key: point.id,
        name: nameOf(point.name, point.id),
        about: `${term('quantity', point.quantity)} · ${placeOf(point, campus)}`,
        href: hrefOf(['points', point.id]),
      }),
    )
  const ofActions = search === '' ? [] : actions.filter(({ name }) => matches(name, search))
  const results = [...ofScreens, ...ofActions, ...(search === '' ? [] : ofPlaces), ...ofPoints]
  return results.sort((a, b) => rank(a, search) - rank(b, search)).slice(0, MOST)
}
