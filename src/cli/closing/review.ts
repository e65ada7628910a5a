/** Commands before the signature: what contradicts, what is missing and whose it is, and handing a period to the approver. */

import { ask, withApi } from '../support/api.ts'
import { type Command, type CommandContext, UsageError } from '../support/command.ts'
import { languageOf, parse, periodOf, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'
import type { CalendarAnswer, CalendarItemRow, ReviewAnswer } from './statement-rows.ts'

const percentText = (share: number): string => `${(100 * share).toFixed(1)} %`

function printReview(ctx: CommandContext, review: ReviewAnswer): void {
  const { period, state, coverage, findings, irrelevant, parts } = review
  for (const { theme, sentence, details } of findings)
    ctx.stdout(`${theme.padEnd(12)}  ${sentence}\n${details.map((d) => `${' '.repeat(14)}${d}\n`).join('')}`)
  for (const { point, role, coverage: share } of coverage.meters)
    ctx.stdout(`${'coverage'.padEnd(12)}  ${point} (${role}): ${percentText(share)}\n`)
  for (const { figure, unit, whole, sum } of parts?.differences ?? [])
    ctx.stdout(`${'sums'.padEnd(12)}  ${figure} is ${whole} ${unit}, the sum of the closed months is ${sum} ${unit}\n`)
  const hidden = irrelevant.length === 0 ? '' : `; ${irrelevant.length} figures that the campus has nothing of are left out`
  ctx.stderr(`${period} is ${state}; least coverage ${percentText(coverage.least)}; ${findings.length} findings${hidden}\n`)
}

export const consistencyCommand: Command = {
  name: 'consistency',
  summary: 'list what does not fit together in a period, a line a cause, before it is signed',
  usage: [
    'campus consistency PERIOD [--lang en|zh-Hans|zh-Hant] [--json] [--config FILE]',
    '',
    'Sums that do not close, shares that contradict, intensities over other boundaries than their totals, estimates that read like weighings,',
    'factors of several methods on one page, bills against meters, jumps, coverage, sources that nobody says anything about. No finding',
    'changes a figure. Of a closed period it is what the signed report says.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, { ...SERVICE_FLAGS, lang: { type: 'string' } })
    const period = encodeURIComponent(periodOf(positionals[0]))
    const review = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<ReviewAnswer>(api, 'GET', `/api/v1/closing/${period}?lang=${languageOf(values) ?? 'en'}`),
    )
    if (values['json']) ctx.stdout(`${JSON.stringify(review)}\n`)
    else printReview(ctx, review)
    return 0
  },
}

function itemText({ what, points, key, site, days, author, periods }: CalendarItemRow): string {
  const [worst] = points
  if (what === 'readings')
    return `${points.length} meters have gaps, the worst is ${worst?.point ?? ''} with ${percentText(worst?.coverage ?? 0)}`
  if (what === 'months') return `${periods.length} months are not closed`
  if (what === 'entry' && days === null) return `${key ?? ''} of ${site ?? ''} has no entry`
  if (what === 'entry') return `${key ?? ''} of ${site ?? ''}: ${days ?? 0} days have no entry, the last is by ${author ?? ''}`
  return what === 'signature' ? 'close it' : 'submit it'
}

const CALENDAR_COLUMNS = [
  { title: 'period' },
  { title: 'state' },
  { title: 'revision', right: true },
  { title: 'whose' },
  { title: 'missing' },
]

export const calendarCommand: Command = {
  name: 'calendar',
  summary: 'list what each month and year waits for before it is signed, and whose work it is',
  usage: 'campus calendar [--json] [--config FILE]',
  async run(ctx) {
    const { values } = parse(ctx.args, SERVICE_FLAGS)
    const answer = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<CalendarAnswer>(api, 'GET', '/api/v1/closing'),
    )
    const rows = answer.periods.flatMap(({ period, over, state, revision, missing }) => {
      const head = [period, over ? state : `${state}, running`, revision === null ? '' : String(revision)]
      return missing.length === 0
        ? [[...head, '', '']]
        : missing.map((item, i) => [...(i === 0 ? head : ['', '', '']), item.whose, itemText(item)])
    })
    if (values['json']) ctx.stdout(`${JSON.stringify(answer)}\n`)
    else if (rows.length === 0) ctx.stderr('no period has data yet\n')
    else ctx.stdout(table(CALENDAR_COLUMNS, rows))
    return 0
  },
}

export const submitCommand: Command = {
  name: 'submit',
  summary: 'submit the figures of a period to the approver, or return them to the preparer',
  usage: [
    'campus submit PERIOD [--note TEXT] [--token TOKEN] [--json] [--config FILE]      needs the role preparer',
    'campus submit PERIOD --return --reason TEXT [--token TOKEN] [--json] [--config FILE]      needs the role approver',
    '',
    'The submission holds the hash of the figures: when they change before they are closed, closing needs another submission or a reason.',
    'Whoever submitted a period does not close it.',
  ].join('\n'),
  async run(ctx) {
    const flags = { ...SERVICE_FLAGS, note: { type: 'string' }, return: { type: 'boolean' }, reason: { type: 'string' } } as const
    const { values, positionals } = parse(ctx.args, flags)
    const path = `/api/v1/closing/${encodeURIComponent(periodOf(positionals[0]))}`
    const [note, reason] = [text(values, 'note'), text(values, 'reason')]
    if (values['return'] === true && reason === null) throw new UsageError('--return needs --reason TEXT: the preparer reads it')
    const review = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) =>
        values['return'] === true
          ? ask<ReviewAnswer>(api, 'POST', `${path}/return`, { reason })
          : ask<ReviewAnswer>(api, 'POST', `${path}/submission`, note === null ? {} : { note }),
    )
    if (values['json']) ctx.stdout(`${JSON.stringify(review)}\n`)
    else ctx.stdout(`${review.period} is ${review.state}\nhash      ${review.hash}\n`)
    return 0
  },
}
