/** Clock times of plans and slots, and the moments of sun policies. */

import {
  DAY,
  type DayType,
  durationMs,
  HOUR,
  MINUTE,
  parsePolicyValue,
  type PlanWindow,
  type SlotsPolicy,
  type SunMoment,
} from '../../../domain/index.ts'
import type { PolicyEntry } from '../../schema/control.ts'
import { blamePart, type Examination, type ExaminedPart } from '../examine.ts'

type Part = ExaminedPart<PolicyEntry>

/** `07:30` -> ms after midnight, `24:00` the end of the day; null for any other text. */
export function clockMs(text: string): number | null {
  const [, hours = '', minutes = ''] = /^(\d{1,2}):(\d\d)$/.exec(text.trim()) ?? []
  const at = Number(hours) * HOUR + Number(minutes) * MINUTE
  return hours === '' || Number(minutes) > 59 || at > DAY ? null : at
}

function windowOf(text: string): Omit<PlanWindow, 'value'> | null {
  const [first = '', last = '', ...more] = text.split('-')
  const [from, to] = [clockMs(first), clockMs(last)]
  if (more.length > 0 || from === null || to === null || from === to || from === DAY) return null
  return { from, to: to > from ? to : to + DAY, text: text.replaceAll(' ', '') }
}

const overlaps = (a: PlanWindow, b: PlanWindow): boolean => a.from < b.to && b.from < a.to

type Day = Readonly<Record<string, string | number | boolean | undefined>>

function dayPlan(part: Part, type: DayType, day: Day, ex: Examination): readonly PlanWindow[] {
  const found: PlanWindow[] = []
  for (const [text, raw] of Object.entries(day)) {
    if (raw === undefined) continue
    const window = windowOf(text)
    if (window === null) {
      const hint = 'write "07:30-19:00"; "22:00-06:00" goes over midnight, 24:00 is the end of the day'
      blamePart(part, ['schedule', type, text], ex, { message: `"${text}" is no window of a day`, hint })
      continue
    }
    const next = { ...window, value: parsePolicyValue(raw) }
    const clash = found.find((w) => overlaps(w, next))
    if (clash !== undefined)
      blamePart(part, ['schedule', type, text], ex, { message: `"${text}" overlaps "${clash.text}"`, hint: 'a moment has one value' })
    found.push(next)
  }
  return found.sort((a, b) => a.from - b.from)
}

/** A holiday that is left out goes by the weekend. */
export function planOf(part: Part, ex: Examination): Readonly<Record<DayType, readonly PlanWindow[]>> {
  const { workday = {}, weekend = {}, holiday } = part.value.schedule ?? {}
  const ofWeekend = dayPlan(part, 'weekend', weekend, ex)
  return {
    workday: dayPlan(part, 'workday', workday, ex),
    weekend: ofWeekend,
    holiday: holiday === undefined ? ofWeekend : dayPlan(part, 'holiday', holiday, ex),
  }
}

export function slotsOf(part: Part, ex: Examination): SlotsPolicy['slots'] {
  const slots = Object.entries(part.value.slots ?? {}).flatMap(([text, raw]) => {
    if (raw === undefined) return []
    const at = clockMs(text)
    if (at !== null && at < DAY) return [{ at, value: parsePolicyValue(raw), text }]
    blamePart(part, ['slots', text], ex, { message: `"${text}" is no clock time`, hint: 'write "06:30", from 00:00 to 23:59' })
    return []
  })
  return slots.sort((a, b) => a.at - b.at)
}

const SUN = /^(sunrise|sunset)\s*(?:([+-])\s*(\d+(?:\.\d+)?\s*(?:s|m|min|h)))?$/i

/** `sunset-10m`, `sunrise`, `18:00`; null after a fault. */
export function sunMomentOf(part: Part, key: 'from' | 'to', ex: Examination): SunMoment | null {
  const text = part.value[key]
  if (text === undefined) return null
  const clock = clockMs(text)
  if (clock !== null) return { event: 'clock', offset: clock }
  const [, event, sign = '+', offset] = SUN.exec(text.trim()) ?? []
  if (event !== undefined) {
    const time = offset === undefined ? 0 : durationMs(offset.replaceAll(' ', ''))
    return { event: event.toLowerCase() as 'sunrise' | 'sunset', offset: sign === '-' ? -time : time }
  }
  blamePart(part, [key], ex, {
    message: `"${text}" is no moment of the day`,
    hint: 'write sunset, sunrise, sunset-10m, sunrise+5m, or a clock time such as "18:00"',
  })
  return null
}
