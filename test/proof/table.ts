/** The tables of the proof as Markdown: what docs/savings.md prints. */

import type { BrokenScore } from './broken.ts'
import type { Score } from './claims.ts'
import type { ModelScore } from './models.ts'

const percent = (share: number, digits = 1): string => (Number.isFinite(share) ? `${(100 * share).toFixed(digits)} %` : '-')
const signed = (share: number): string => (Number.isFinite(share) ? `${share >= 0 ? '+' : ''}${(100 * share).toFixed(2)} %` : '-')
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

export function scheduleTable(rows: Readonly<Record<string, { readonly score: Score; readonly isNull: boolean }>>): string {
  return table(
    ['schedule counterfactual', 'cases', 'bias', '90 % of the errors within', 'intervals that hold the truth'],
    Object.entries(rows).map(([name, { score, isNull }]) => [
      name,
      String(score.cases),
      isNull ? '-' : signed(score.bias),
      isNull ? '-' : percent(score.error90),
      percent(score.covered),
    ]),
  )
}

export function brokenTable(rows: readonly { readonly name: string; readonly score: BrokenScore }[]): string {
  return table(
    ['world', 'load months', 'interval holds', 'finding', 'one of both'],
    rows.map(({ name, score }) => [name, String(score.cases), percent(score.covered), percent(score.gated), percent(score.held)]),
  )
}

export function modelTable(saved: readonly ModelScore[], idle: readonly ModelScore[]): string {
  return table(
    [
      'model',
      'buildings',
      'bias, of the use',
      '90 % of the errors within',
      'intervals that hold the truth',
      'the same where nothing was saved',
    ],
    saved.map((s, i) => [
      s.model,
      String(s.cases),
      signed(s.bias),
      percent(s.error90),
      percent(s.covered),
      percent(idle[i]?.covered ?? Number.NaN),
    ]),
  )
}
