/** `campus portfolio`: the report of a group of campuses, printed or served. It reads and changes nothing. */

import { faultText } from '../../config/fault-text.ts'
import { loadPortfolio, type PortfolioConfig } from '../../config/portfolio/portfolio-file.ts'
import { errorText } from '../../kernel/index.ts'
import { numberText, percentText } from '../../portfolio/page.ts'
import type { GroupFigure, GroupReport, League } from '../../portfolio/types.ts'
import { type Command, type CommandContext, CommandError } from '../support/command.ts'
import { parse, periodOf, text } from '../support/options.ts'
import { table } from '../support/table.ts'

const FLAGS = { config: { type: 'string' }, period: { type: 'string' }, json: { type: 'boolean' } } as const

const USAGE = `campus portfolio --config portfolio.yaml [--period PERIOD] [--json]

Asks the services of many campuses and shows the group: sums, intensities with coverage, a league table, and which campus is silent or has not
closed the period. Without --period it serves the page and /api/v1/portfolio until it is stopped; the token is that of CAMPUS_PORTFOLIO_TOKEN, else
one that is printed.

  portfolio: { id: group, port: 3200 }
  campuses:
    - { id: park, url: "https://park.example:3000", token_file: park.token }
    - { id: mill, url: "https://mill.example:3000", token_file: mill.token, share: [{ from: 2024-07, share: 60% }] }

share is the part of a campus that the group counts (operational control: all of it), from a month on.`

export interface PortfolioParts {
  /** The report of the group, from what its campuses answer now. Null: the text is no period. */
  readonly report: (config: PortfolioConfig, period: string) => Promise<GroupReport> | null
  /** Resolves when the process stops. */
  readonly serve: (config: PortfolioConfig, ctx: CommandContext) => Promise<void>
}

export function createPortfolioCommand({ report, serve }: PortfolioParts): Command {
  return {
    name: 'portfolio',
    summary: 'show the figures of many campuses as one group',
    usage: USAGE,
    async run(ctx) {
      const { values } = parse(ctx.args, FLAGS)
      const file = text(values, 'config') ?? 'portfolio.yaml'
      const loaded = loadPortfolio({ file, text: readText(ctx, file), env: ctx.env, readSecret: (path) => readSecret(ctx, path) })
      if (!loaded.ok) {
        ctx.stderr(`${loaded.faults.map(faultText).join('\n')}\n`)
        return 2
      }
      const wish = text(values, 'period')
      if (wish === null) {
        await serve(loaded.portfolio, ctx)
        return 0
      }
      const group = await report(loaded.portfolio, periodOf(wish))
      if (group === null) throw new CommandError(`"${wish}" is no period`, 2)
      ctx.stdout(values['json'] === true ? `${JSON.stringify(group, null, 2)}\n` : groupText(group))
      return 0
    },
  }
}

function readText(ctx: CommandContext, file: string): string {
  try {
    return ctx.files.read(file)
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
}

function readSecret(ctx: CommandContext, path: string): string | null {
  try {
    return ctx.files.read(path)
  } catch {
    return null
  }
}

const STATES = { closed: 'closed', open: 'not closed', silent: 'silent' } as const

function figureTable(figures: readonly GroupFigure[]): string {
  const rows = figures.map(({ name, value, unit, coverage, campuses, missing }) => [
    name,
    numberText(value),
    unit,
    percentText(coverage),
    String(campuses.length),
    missing.map(({ campus }) => campus).join(', '),
  ])
  const columns = [
    { title: 'figure' },
    { title: 'value', right: true },
    { title: 'unit' },
    { title: 'coverage', right: true },
    { title: 'campuses', right: true },
    { title: 'without' },
  ]
  return table(columns, rows)
}

function leagueText({ name, unit, rows, missing }: League): string {
  const ranked = rows.map(({ rank, campus, value }) => [String(rank), campus, numberText(value)])
  const without = missing.map(({ campus, why }) => ['-', campus, why])
  return `${name}, ${unit}\n${table([{ title: 'rank', right: true }, { title: 'campus' }, { title: 'value', right: true }], [...ranked, ...without])}`
}

function groupText({ portfolio, period, campuses, totals, intensities, league, notes }: GroupReport): string {
  const rows = campuses.map(({ name, state, close, shares, link }) => [
    name,
    STATES[state],
    close === null ? '' : `revision ${close.revision}`,
    shares.map(({ share }) => percentText(share)).join(', '),
    link,
  ])
  const columns = [{ title: 'campus' }, { title: 'period' }, { title: 'statement' }, { title: 'share', right: true }, { title: 'report' }]
  return [
    `${portfolio}, ${period}\n`,
    ...notes.map((note) => `note  ${note}\n`),
    `\n${table(columns, rows)}`,
    `\n${figureTable([...totals, ...intensities])}`,
    ...league.map((one) => `\n${leagueText(one)}`),
  ].join('')
}
