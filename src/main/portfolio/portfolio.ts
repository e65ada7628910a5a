/** `campus portfolio` with the adapters it needs. */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readCampus } from '../../adapters/portfolio/campus-reader.ts'
import { servePortfolio } from '../../adapters/portfolio/server.ts'
import { createClock } from '../../adapters/system/clock.ts'
import { createPortfolioCommand } from '../../cli/reporting/portfolio.ts'
import { CommandError } from '../../cli/support/command.ts'
import type { PortfolioConfig } from '../../config/portfolio/portfolio-file.ts'
import { instant, monthAt, monthsAfter, periodSpan } from '../../domain/index.ts'
import { isLoopback } from '../../kernel/index.ts'
import { consolidate } from '../../portfolio/consolidate.ts'
import { segmentsOf } from '../../portfolio/segments.ts'
import type { GroupReport } from '../../portfolio/types.ts'

/** A report of a year of a large campus takes a minute on a busy machine. */
const TIMEOUT_MS = 120_000
/** Answers are kept for so long: a page that is loaded again asks no campus. */
const FRESH_MS = 60_000
const LEAST_TOKEN = 16

function reportOf(config: PortfolioConfig, period: string): Promise<GroupReport> | null {
  const span = periodSpan('UTC', period, config.fiscalStart)
  if (span === null) return null
  const months = { first: monthAt('UTC', span.from), last: monthAt('UTC', instant(span.to - 1)) }
  const answers = config.campuses.map(({ token, ...campus }) =>
    readCampus({ campus, token, period, segments: segmentsOf(period, months, campus.shares), timeoutMs: TIMEOUT_MS }),
  )
  return Promise.all(answers).then((found) => consolidate(config.id, period, found))
}

/** Keeps each report for a minute. */
function keepFresh(config: PortfolioConfig, now: () => number): (period: string) => Promise<GroupReport> | null {
  const kept = new Map<string, { readonly at: number; readonly report: Promise<GroupReport> }>()
  return (period) => {
    for (const [name, { at }] of kept) if (now() - at > FRESH_MS) kept.delete(name)
    const report = kept.get(period)?.report ?? reportOf(config, period)
    if (report !== null && !kept.has(period)) kept.set(period, { at: now(), report })
    return report
  }
}

function tokenOf(env: Readonly<Record<string, string | undefined>>, host: string): { readonly token: string; readonly made: boolean } {
  const token = env['CAMPUS_PORTFOLIO_TOKEN']?.trim() ?? ''
  if (token.length >= LEAST_TOKEN) return { token, made: false }
  if (token !== '') throw new CommandError(`CAMPUS_PORTFOLIO_TOKEN is shorter than ${LEAST_TOKEN} characters`, 2)
  if (!isLoopback(host)) throw new CommandError(`the page would be served on "${host}": set CAMPUS_PORTFOLIO_TOKEN first`, 2)
  return { token: randomBytes(24).toString('base64url'), made: true }
}

export const portfolioCommand = createPortfolioCommand({
  report: reportOf,
  async serve(config, ctx) {
    const clock = createClock()
    const { token, made } = tokenOf(ctx.env, config.host)
    const report = keepFresh(config, () => clock.monotonic())
    // The last month that is over.
    const period = (): string => monthsAfter(monthAt('UTC', clock.now()), -1)
    const server = await servePortfolio({ host: config.host, port: config.port, token, period, report })
    ctx.stderr(`portfolio of ${config.campuses.length} campuses: ${server.url}\n${made ? `token: ${token}\n` : ''}`)
    await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
    await server.close()
  },
})
