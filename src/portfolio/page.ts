/** The report of a group as one page without scripts. Every text of a campus is escaped. Pure. */

import type { CampusRow, GroupFigure, GroupReport, League } from './types.ts'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char)

export const PAGE_STYLE = `body{font:15px/1.45 system-ui,sans-serif;margin:1.5rem auto;max-width:72rem;padding:0 1rem;color:#1a1f24;background:#fff}
table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d5dbe0;vertical-align:top}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.note{border-left:4px solid #b45309;padding:.4rem .8rem;background:#fff7ed;margin:.4rem 0}
h1{font-size:1.5rem}h2{font-size:1.15rem}svg{border:1px solid #d5dbe0;max-width:100%}
@media(prefers-color-scheme:dark){body{background:#14181b;color:#e6eaed}th,td{border-color:#39424a}.note{background:#2b2115}a{color:#7cc4ff}}`

const DIGITS = 4

/** Four digits, or all before the point. */
export function numberText(value: number | null): string {
  if (value === null) return '–'
  const digits = Math.max(0, DIGITS - 1 - Math.floor(Math.log10(Math.max(Math.abs(value), 1))))
  return value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ' ')
}

export const percentText = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`)

const cell = (text: string, number = false): string => `<td${number ? ' class="n"' : ''}>${text}</td>`
const row = (cells: readonly string[]): string => `<tr>${cells.join('')}</tr>`
const tableOf = (titles: readonly string[], rows: readonly string[]): string =>
  `<table><thead><tr>${titles.map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`

const STATES = { closed: 'closed', open: 'not closed', silent: 'silent' } as const

function campusCells({ name, link, state, why, close, shares }: CampusRow): string {
  const detail = close === null ? (why ?? '') : `revision ${close.revision}, ${close.hash.slice(0, 12)}`
  const share = shares
    .map((part) => (shares.length === 1 ? percentText(part.share) : `${part.period}: ${percentText(part.share)}`))
    .join('<br>')
  return row([
    cell(`<a href="${escapeHtml(link)}">${escapeHtml(name)}</a>`),
    cell(STATES[state]),
    cell(escapeHtml(detail)),
    cell(share, true),
  ])
}

function figureCells({ name, unit, value, coverage, estimated, campuses, missing }: GroupFigure): string {
  const without = missing.map(({ campus, why }) => `${escapeHtml(campus)}: ${escapeHtml(why)}`).join('<br>')
  return row([
    cell(escapeHtml(name)),
    cell(numberText(value), true),
    cell(escapeHtml(unit)),
    cell(percentText(coverage), true),
    cell(percentText(estimated), true),
    cell(String(campuses.length), true),
    cell(without),
  ])
}

const FIGURE_TITLES = ['Figure', 'Value', 'Unit', 'Coverage', 'Estimated', 'Campuses', 'Without']

function leagueTable({ name, unit, rows, missing }: League): string {
  const ranked = rows.map(({ rank, campus, value, coverage }) =>
    row([cell(String(rank), true), cell(escapeHtml(campus)), cell(numberText(value), true), cell(percentText(coverage), true)]),
  )
  const without = missing.map(({ campus, why }) => row([cell('–', true), cell(escapeHtml(campus)), cell(escapeHtml(why)), cell('')]))
  return `<h3>${escapeHtml(name)} (${escapeHtml(unit)})</h3>${tableOf(['Rank', 'Campus', 'Value', 'Coverage'], [...ranked, ...without])}`
}

const MAP = { width: 720, height: 360 }

/** Longitude to the right, latitude upwards; nothing where no campus has a location. */
function mapOf(campuses: readonly CampusRow[]): string {
  const marks = campuses.flatMap(({ name, location, state }) => {
    if (location === null) return []
    const [x, y] = [((location.longitude + 180) / 360) * MAP.width, ((90 - location.latitude) / 180) * MAP.height]
    const colour = state === 'closed' ? '#15803d' : '#b45309'
    return [
      `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="5" fill="${colour}"><title>${escapeHtml(name)}: ${STATES[state]}</title></circle>`,
    ]
  })
  if (marks.length === 0) return ''
  return `<h2>Map</h2><svg viewBox="0 0 ${MAP.width} ${MAP.height}" width="${MAP.width}" role="img" aria-label="Where the campuses are, by longitude and latitude">${marks.join('')}</svg>`
}

export function renderPortfolioPage(report: GroupReport): string {
  const { portfolio, period, campuses, totals, intensities, league, notes } = report
  const title = `${escapeHtml(portfolio)}, ${escapeHtml(period)}`
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><link rel="stylesheet" href="/style.css"></head><body>`,
    `<h1>${title}</h1><form method="get" action="/"><label>Period <input name="period" value="${escapeHtml(period)}"></label> <button>Show</button></form>`,
    ...notes.map((note) => `<p class="note" role="status">${escapeHtml(note)}</p>`),
    `<h2>Campuses</h2>${tableOf(['Campus', 'Period', 'Statement', 'Share'], campuses.map(campusCells))}`,
    mapOf(campuses),
    `<h2>Totals</h2>${tableOf(FIGURE_TITLES, totals.map(figureCells))}`,
    `<h2>Intensities</h2>${tableOf(FIGURE_TITLES, intensities.map(figureCells))}`,
    `<h2>League table</h2>${league.map(leagueTable).join('')}`,
    '</body></html>',
  ].join('\n')
}
