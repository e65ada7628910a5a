import { ask, withApi } from '../support/api.ts'
import type { Command } from '../support/command.ts'
import { parse, periodOf, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'

interface OutlookRow {
  readonly id: string
  readonly unit: string
  readonly digits: number
  readonly target: number | null
  readonly known: number | null
  readonly forecast: number | null
  readonly low: number | null
  readonly high: number | null
  readonly method: string | null
}

interface OutlookAnswer {
  readonly year: string
  readonly months: number
  readonly over: number
  readonly figures: readonly OutlookRow[]
}

const COLUMNS = ['figure', 'unit', 'so far', 'year end', 'low (90 %)', 'high (90 %)', 'target'].map((title, i) => ({ title, right: i > 1 }))

export const outlookCommand: Command = {
  name: 'outlook',
  summary: 'show where a year comes out: amounts, cost, target, forecast with its band',
  usage: [
    'campus outlook YEAR [--json] [--config FILE]',
    '',
    'YEAR is 2026 or FY2026. The months that are over are known; the rest has the shape of the year before at the level of this one, or the mean',
    'month where the year before is not known. The band holds nine years of ten whose months scatter as those so far did.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, SERVICE_FLAGS)
    const period = encodeURIComponent(periodOf(positionals[0]))
    const answer = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<OutlookAnswer>(api, 'GET', `/api/v1/outlook?period=${period}`),
    )
    const { year, months, over, figures } = answer
    const rows = figures.map(({ id, unit, digits, known, forecast, low, high, target }) => [
      id,
      unit,
      ...[known, forecast, low, high, target].map((value) => (value === null ? '-' : value.toFixed(digits))),
    ])
    if (values['json']) ctx.stdout(`${JSON.stringify(answer)}\n`)
    else ctx.stdout(table(COLUMNS, rows))
    ctx.stderr(`${year}: ${over} of ${months} months are over\n`)
    return 0
  },
}
