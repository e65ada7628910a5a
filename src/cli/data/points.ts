import type { PointView } from '../../views/points/point-types.ts'
import { ask, withApi } from '../support/api.ts'
import type { Command } from '../support/command.ts'
import { parse, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'
import { percentText } from '../../kernel/index.ts'

const COLUMNS = [
  { title: 'point' },
  { title: 'value', right: true },
  { title: 'unit' },
  { title: 'age', right: true },
  { title: 'coverage 24 h', right: true },
  { title: 'quality' },
]

/** 90 s, 12 min, 3 h, 2 d. */
export function ageText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} d`
}

function rowOf(point: PointView): string[] {
  const last = point.last
  const coverage = point.coverage === null ? '-' : percentText(point.coverage)
  if (last === null) return [point.id, 'no data yet', point.unit, '-', coverage, point.status]
  return [point.id, String(last.value), point.unit, ageText(last.age_s), coverage, last.stale ? `${last.quality}, stale` : last.quality]
}

export const pointsCommand: Command = {
  name: 'points',
  summary: 'list the points with last value, unit, age and coverage',
  usage:
    'campus points [--config FILE] [--json] [PREFIX]\n\nLists points (those whose id begins with PREFIX). Coverage is the measured share of the last 24 hours.',
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, SERVICE_FLAGS)
    const all = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<{ points: PointView[] }>(api, 'GET', '/api/v1/points'),
    )
    const points = all.points.filter((p) => p.id.startsWith(positionals[0] ?? ''))
    if (values['json']) ctx.stdout(`${JSON.stringify({ points })}\n`)
    else if (points.length === 0) ctx.stderr('no points: the campus file names none, or none begins with that prefix\n')
    else ctx.stdout(table(COLUMNS, points.map(rowOf)))
    return 0
  },
}
