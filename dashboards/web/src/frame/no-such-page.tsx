/** What stands where an address leads nowhere: what is wrong with it, and where to go on. */

import type { VNode } from 'preact'
import { isInPlace, place } from '../address/context.ts'
import { hrefHere, hrefOf, route } from '../address/route.ts'
import { campus } from '../state/campus.ts'
import { points } from '../state/points.ts'
import { t } from '../text/language.ts'
import { placeOptions } from '../text/places.ts'
import { Empty } from '../ui/states.tsx'
import { type Screen, titleOf } from './screen.ts'

export interface NoSuchPageProps {
  /** Segments of the address before the paths of the screens. */
  readonly under?: readonly string[]
  readonly screens: readonly Screen[]
}

export function NoSuchPage({ under = [], screens }: NoSuchPageProps): VNode {
  const listed = screens.flatMap((screen) => ('title' in screen.nav ? [{ path: screen.path, title: titleOf(screen) }] : []))
  return (
    <section class="panel no-page">
      <h2>{t('page.unknown')}</h2>
      <Empty>{t('page.unknown.why', { address: `#/${route.value.segments.join('/')}` })}</Empty>
      <ul class="links plain">
        {listed.map(({ path, title }) => (
          <li key={path}>
            <a class="button" href={hrefOf([...under, path])}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** False while the campus or its points are not loaded: a place may be known by its points alone. */
export function isPlaceUnknown(): boolean {
  const [model, all] = [campus.value.value, points.value.value]
  if (place.value === null || model === null || all === null) return false
  return !placeOptions(model).some(({ key }) => key === place.value) && !all.some((point) => isInPlace(point.place))
}

export function NoSuchPlace(): VNode {
  return (
    <section class="panel no-page">
      <h2>{t('place.unknown')}</h2>
      <Empty>{t('place.unknown.why', { place: place.value ?? '' })}</Empty>
      <p class="links">
        <a class="button" href={hrefHere({ place: null, boundary: null })}>
          {t('place.all')}
        </a>
      </p>
    </section>
  )
}
