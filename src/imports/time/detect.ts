/** Which form the times of a column have: the one that reads most of them, where no other reads them as other times. */

import { DAY } from '../../domain/index.ts'
import { type Contest, createContest } from '../contest.ts'
import { failed, flag, succeeded, undecided } from '../failure.ts'
import type { Outcome } from '../types.ts'
import { isDotted, TIME_FORMS } from './auto.ts'
import { patternOf, readForm, type TimeLayout } from './form.ts'

export interface TimeSample {
  readonly line: number
  readonly text: string
}

export interface TimeSearch {
  /** Forms to choose from; all known ones when none was given. */
  readonly forms?: readonly TimeLayout[]
  readonly zone: string | null
  /** Believable times, epoch ms. */
  readonly since: number
  readonly latest: number
  readonly column: string
}

export interface FoundForm {
  readonly form: TimeLayout
  /** As `--time-format` takes it. */
  readonly pattern: string
}

const ENOUGH = 500

/** Milliseconds, local or not, or null where the form does not read the text as a believable time. */
function timeIn(form: TimeLayout, text: string, search: TimeSearch): number | null {
  const read = readForm(form, text, search.zone)
  if (read === null || read.kind === 'bad') return null
  const at = read.kind === 'instant' ? read.at : read.wall
  return at >= search.since - DAY && at <= search.latest + DAY ? at : null
}

export interface FormContest {
  readonly see: (sample: TimeSample) => void
  /** More samples cannot change the verdict. */
  readonly decided: () => boolean
  /** False while no sample had a text. */
  readonly seen: () => boolean
  /** Whether any form reads any sample. */
  readonly matched: () => boolean
  readonly verdict: () => Outcome<FoundForm>
}

/** Chooses the form that reads more samples than any other. */
export function createFormContest(search: TimeSearch): FormContest {
  const contest = createContest<TimeLayout, TimeSample>(search.forms ?? TIME_FORMS, (form, { text }) => timeIn(form, text, search))
  let first: TimeSample | null = null
  let seen = 0
  let decided = false
  return {
    see: (sample) => {
      if (sample.text === '' || decided) return
      first ??= sample
      contest.see(sample)
      if (++seen % ENOUGH !== 0) return
      contest.narrow()
      decided = rivalsIn(contest).length <= 1
    },
    decided: () => decided,
    seen: () => first !== null,
    matched: () => contest.leaders().length > 0,
    verdict: () => verdict(contest, first, search),
  }
}

/** The form that reads most, and those that read as many times otherwise. */
function rivalsIn(contest: Contest<TimeLayout, TimeSample>): readonly TimeLayout[] {
  const leaders = contest.leaders()
  const [best] = leaders
  return best === undefined ? [] : leaders.filter((form) => form === best || contest.difference(best, form) !== null)
}

function verdict(contest: Contest<TimeLayout, TimeSample>, seen: TimeSample | null, search: TimeSearch): Outcome<FoundForm> {
  const rivals = rivalsIn(contest)
  const [best, rival] = rivals
  if (best === undefined) return unbelieved(seen, search)
  const sample = contest.first(best)
  // `01.02.2026` is day, month, year: no country writes the month first with dots.
  const decided = rival === undefined || rivals.every((form) => isDotted(contest.first(form)?.text ?? ''))
  if (decided) return succeeded({ form: best, pattern: search.forms === undefined ? patternOf(best, sample?.text ?? '') : best.label })
  const at = contest.difference(best, rival)
  const patterns = rivals.map((form) => patternOf(form, contest.first(form)?.text ?? ''))
  const reason = `every time can be read as ${patterns.map((p) => `"${p}"`).join(' or ')}`
  const place = { line: at?.line ?? 1, column: search.column, value: at?.text ?? '' }
  return failed(
    undecided(
      reason,
      patterns.map((p) => flag('time-format', p)),
      place,
    ),
  )
}

/** No form reads a believable time. Where one form reads the first text, its rows are named one by one; else the pattern is asked for. */
function unbelieved(seen: TimeSample | null, search: TimeSearch): Outcome<FoundForm> {
  const text = seen?.text ?? ''
  const endless = { ...search, since: -Infinity, latest: Infinity }
  const forms = (search.forms ?? TIME_FORMS).filter((form) => timeIn(form, text, endless) !== null)
  const [only] = forms
  if (only !== undefined && forms.length === 1) return succeeded({ form: only, pattern: patternOf(only, text) })
  const at = { line: seen?.line ?? 1, column: search.column, value: text }
  return failed(undecided('no known form of time reads this', ["--time-format 'dd.MM.yyyy HH:mm'", '--time COLUMN'], at))
}
