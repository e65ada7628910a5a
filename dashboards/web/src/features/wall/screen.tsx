/** The campus for a wall: one place at a time in numbers that are read from afar, darker at night, with the age of its data. */

import './wall.css'
import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { goTo, hrefOf } from '../../address/route.ts'
import { usePolling } from '../../api/polling.ts'
import { campus, now, openAlarms, zone } from '../../state/campus.ts'
import { serviceTime } from '../../state/clock.ts'
import { today } from '../../address/context.ts'
import { clock } from '../../text/format.ts'
import { nameOf } from '../../text/language.ts'
import { placeName } from '../../text/places.ts'
import { dayName } from '../../text/report-format.ts'
import { Loading } from '../../ui/states.tsx'
import { wallClock } from '../../usage/wall-clock.ts'
import { fetchSlides } from './slides.ts'
import { Slide } from './slide.tsx'
import { t } from './text.ts'

const EACH_MS = 20_000
const EVERY_MS = 60_000

/** Local hours in which the wall is dimmed. */
const isNight = (hour: number): boolean => hour < 6 || hour >= 22

function useKeys(next: (by: number) => void, pause: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') goTo(hrefOf('now'))
      else if (event.key === ' ') pause()
      else if (event.key === 'ArrowRight') next(1)
      else if (event.key === 'ArrowLeft') next(-1)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}

function Foot({ paused, toggle }: { paused: boolean; toggle: () => void }): VNode {
  const time = now.value.value?.time
  return (
    <footer class="wall-foot">
      <span class={openAlarms.value > 0 ? 'warn' : undefined}>
        {openAlarms.value > 0 ? t('wall.alarms', { n: openAlarms.value }) : t('wall.well')}
      </span>
      <span>{time !== undefined && t('wall.age', { time: clock(new Date(time), zone.value, true) })}</span>
      <span class="wall-buttons">
        <button type="button" onClick={toggle}>
          {paused ? t('wall.resume') : t('wall.pause')}
        </button>
        <a class="button" href={hrefOf('now')}>
          {t('wall.leave')}
        </a>
      </span>
    </footer>
  )
}

export function Screen(): VNode {
  const at = useSignal(0)
  const paused = useSignal(false)
  const polling = usePolling(() => fetchSlides(today.peek()), EVERY_MS, today.value)
  const slides = polling.value.value
  useEffect(() => {
    const timer = setInterval(() => (paused.value ? undefined : at.value++), EACH_MS)
    return () => clearInterval(timer)
  }, [])
  useKeys(
    (by) => (at.value += by),
    () => (paused.value = !paused.value),
  )
  const { hour } = wallClock(zone.value)(serviceTime.value)
  const model = campus.value.value
  const slide = slides?.[((at.value % slides.length) + slides.length) % slides.length]
  const name = slide?.place == null ? (model === null ? '' : nameOf(model.name, model.id)) : placeName(slide.place, model)
  return (
    <div class={isNight(hour) ? 'wall night' : 'wall'}>
      <header class="wall-head">
        <h1>{name}</h1>
        <time>
          {dayName(today.value)} <strong>{clock(new Date(serviceTime.value), zone.value)}</strong>
        </time>
      </header>
      <h2 class="unseen">{t('wall.title')}</h2>
      {slide === undefined ? <Loading /> : <Slide slide={slide} name={name} />}
      <ol class="wall-dots" aria-hidden="true">
        {slides?.map((s) => (
          <li key={s.place ?? ''} class={s === slide ? 'current' : undefined} />
        ))}
      </ol>
      <Foot paused={paused.value} toggle={() => (paused.value = !paused.value)} />
    </div>
  )
}
