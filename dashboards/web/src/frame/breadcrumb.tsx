/** Where one is: the campus, and the place that the screens show. */

import { ChevronDown, ChevronRight } from 'lucide'
import type { VNode } from 'preact'
import { place } from '../address/context.ts'
import { hrefHere, hrefOf } from '../address/route.ts'
import { campus } from '../state/campus.ts'
import { nameOf, t } from '../text/language.ts'
import { placeName, placeOptions } from '../text/places.ts'
import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'
import { isPlaceUnknown } from './no-such-page.tsx'
import { subject } from './subject.ts'

function PlaceList({ close }: { close: () => void }): VNode {
  const options = placeOptions(campus.value.value)
  const current = (key: string | null): 'true' | undefined => (place.value === key ? 'true' : undefined)
  return (
    <ul class="choices">
      <li>
        <a href={hrefHere({ place: null, boundary: null })} aria-current={current(null)} onClick={close}>
          {t('place.all')}
        </a>
      </li>
      {options.map(({ key, name, site }) => (
        <li key={key} class={site ? 'site' : 'building'}>
          <a href={hrefHere({ place: key, boundary: null })} aria-current={current(key)} onClick={close}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  )
}

function Trail(): VNode | null {
  if (subject.value === null) return null
  const { name, within } = subject.value
  return (
    <>
      {within.map((crumb) => (
        <span key={crumb.href} class="trail">
          <Icon node={ChevronRight} size={16} />
          <a class="crumb" href={crumb.href}>
            {crumb.name}
          </a>
        </span>
      ))}
      <span class="trail" aria-current="page">
        <Icon node={ChevronRight} size={16} />
        <span class="crumb" title={name}>
          {name}
        </span>
      </span>
    </>
  )
}

export function Breadcrumb({ choosesPlace }: { choosesPlace: boolean }): VNode {
  const model = campus.value.value
  const placeLabel = place.value === null ? t('place.all') : isPlaceUnknown() ? t('place.unknown') : placeName(place.value, model)
  return (
    <div class="breadcrumb">
      <h1>
        <a href={hrefOf('now', { place: null })}>{model ? nameOf(model.name, model.id) : t('title')}</a>
      </h1>
      {choosesPlace && (
        <>
          <Icon node={ChevronRight} size={16} />
          <Popover
            label={t('place.choose')}
            button={
              <>
                <span class="crumb">{placeLabel}</span>
                <Icon node={ChevronDown} size={14} />
              </>
            }
          >
            {(close) => <PlaceList close={close} />}
          </Popover>
        </>
      )}
      <Trail />
    </div>
  )
}
