/** A written schedule: windows by wall clock with their shares of full output. */

import { DAY, HOUR, MINUTE, type ShareSchedule, type ShareWindow } from '../../../domain/index.ts'
import type { MeasureEntry } from '../../schema/saving.ts'
import { blamePart, type Examination, type ExaminedPart } from '../examine.ts'

const WINDOW = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/

/** `07:00-23:00` as milliseconds after midnight; a window over midnight is two. Null when the text is no window. */
function windowsOf(text: string): readonly Omit<ShareWindow, 'share'>[] | null {
  const [, h1 = '', m1 = '', h2 = '', m2 = ''] = WINDOW.exec(text) ?? []
  const from = Number(h1) * HOUR + Number(m1) * MINUTE
  const to = Number(h2) * HOUR + Number(m2) * MINUTE
  const sound = h1 !== '' && Number(m1) < 60 && Number(m2) < 60 && from < DAY && to <= DAY && from !== to
  if (!sound) return null
  if (from < to) return [{ from, to }]
  return [
    { from: 0, to },
    { from, to: DAY },
  ].filter((w) => w.from < w.to)
}

type Shares = Readonly<Record<string, number | undefined>>

function dayOf(part: ExaminedPart<MeasureEntry>, type: string, shares: Shares, ex: Examination): readonly ShareWindow[] {
  const found: (ShareWindow & { text: string })[] = []
  for (const [text, share] of Object.entries(shares)) {
    const windows = windowsOf(text)
    if (windows === null)
      blamePart(part, ['schedule', type, text], ex, {
        message: `"${text}" is no window of a day`,
        hint: 'write "07:00-23:00"; "23:00-07:00" goes over midnight, 24:00 is the end of the day',
      })
    else found.push(...windows.map((w) => ({ ...w, share: share ?? 0, text })))
  }
  found.sort((a, b) => a.from - b.from)
  const clash = found.findIndex((w, i) => w.from < (found[i - 1]?.to ?? 0))
  const [before, after] = [found[clash - 1], found[clash]]
  if (before !== undefined && after !== undefined)
    blamePart(part, ['schedule', type, after.text], ex, {
      message: `"${after.text}" overlaps "${before.text}"`,
      hint: 'a moment of the day has one share',
    })
  return found.map(({ from, to, share }) => ({ from, to, share }))
}

/** Null when the measure has no schedule. A holiday that is left out goes by the weekend. */
export function shareScheduleOf(part: ExaminedPart<MeasureEntry>, ex: Examination): ShareSchedule | null {
  const schedule = part.value.schedule
  if (schedule === undefined) return null
  const day = (type: 'workday' | 'weekend' | 'holiday'): readonly ShareWindow[] => dayOf(part, type, schedule[type] ?? {}, ex)
  const weekend = day('weekend')
  return { workday: day('workday'), weekend, holiday: schedule.holiday === undefined ? weekend : day('holiday') }
}
