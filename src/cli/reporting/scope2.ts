import { ask, withApi } from '../support/api.ts'
import type { Command } from '../support/command.ts'
import { parse, periodOf, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'

interface TotalsRow {
  readonly matched: number
  readonly residual: number
  readonly share: number | null
  readonly carbon: number
}

interface Scope2Answer {
  readonly period: string
  readonly used: number
  readonly hourly: TotalsRow
  readonly annual: TotalsRow
  readonly spread: { readonly used: number; readonly instruments: number }
  readonly faults: readonly { readonly code: string; readonly ids: readonly string[]; readonly detail: string }[]
}

const COLUMNS = [
  { title: 'matching' },
  { title: 'matched MWh', right: true },
  { title: 'residual MWh', right: true },
  { title: 'share', right: true },
  { title: 'tCO2e', right: true },
]

const row = (name: string, { matched, residual, share, carbon }: TotalsRow): string[] => [
  name,
  matched.toFixed(3),
  residual.toFixed(3),
  share === null ? '-' : `${(100 * share).toFixed(1)} %`,
  carbon.toFixed(3),
]

export const scope2Command: Command = {
  name: 'scope2',
  summary: 'match electricity with its instruments hour by hour, beside the totals of the period',
  usage: [
    'campus scope2 PERIOD [--json] [--config FILE]',
    '',
    'Instruments are entries `instrument.TYPE`; --profile POINT of the entry names the meter whose hours tell when its energy was made. Without',
    'one it is spread evenly over its days. An instrument covers electricity of the same grid only. Instruments that are too old or stand in',
    'two entries are named.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, SERVICE_FLAGS)
    const period = encodeURIComponent(periodOf(positionals[0]))
    const answer = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<Scope2Answer>(api, 'GET', `/api/v1/scope2?period=${period}`),
    )
    if (values['json']) {
      ctx.stdout(`${JSON.stringify(answer)}\n`)
      return 0
    }
    const { used, spread, hourly, annual, faults } = answer
    ctx.stdout(table(COLUMNS, [row('by the hour', hourly), row('by the period', annual)]))
    for (const { code, ids, detail } of faults) ctx.stdout(`${code} ${detail}: ${ids.join(', ')}\n`)
    ctx.stderr(
      `${used.toFixed(3)} MWh used, ${spread.used.toFixed(3)} of them without hours; ${spread.instruments.toFixed(3)} MWh of instruments without a profile\n`,
    )
    return 0
  },
}
