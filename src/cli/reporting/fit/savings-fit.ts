/** `campus savings fit`: measurement and verification on plain CSVs. */

import { calendarIds, calendarOf, isZone, parseInstant, type Span, span } from '../../../domain/index.ts'
import { FIT_MODELS, type FitModelName, type FitResult } from '../../../savings/fit/fit-request.ts'
import { fitSavings } from '../../../savings/fit/fit-savings.ts'
import { type CommandContext, UsageError } from '../../support/command.ts'
import { type OptionValues, parse, required, text } from '../../support/options.ts'
import { table } from '../../support/table.ts'
import { readSeries } from './series-file.ts'

const FLAGS = {
  meter: { type: 'string' },
  temperature: { type: 'string' },
  baseline: { type: 'string' },
  reporting: { type: 'string' },
  model: { type: 'string' },
  'unit-temperature': { type: 'string' },
  fuel: { type: 'string' },
  zone: { type: 'string' },
  calendar: { type: 'string' },
  force: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

export const FIT_USAGE = [
  'campus savings fit --meter CSV --temperature CSV --baseline FROM/TO --reporting FROM/TO --model MODEL',
  '                   [--unit-temperature F|C] [--fuel electricity|gas] [--zone TZ] [--calendar ID] [--force] [--json]',
  '',
  'Fits MODEL to the baseline and gives the saving of the reporting period. A CSV has a header and the columns time,value; FROM is included, TO is not.',
  `MODEL is ${FIT_MODELS.join(', ')}. day-type needs no temperature.`,
  'Times and spans without offset are those of --zone (default UTC). Zeros of electricity count as missing. A finding that disqualifies the baseline takes',
  'the place of the number; --force prints both.',
].join('\n')

function choice<T extends string>(values: OptionValues, name: string, allowed: readonly T[], fallback: T | null): T {
  const value = text(values, name) ?? fallback
  const found = allowed.find((a) => a === value)
  if (found !== undefined) return found
  throw new UsageError(
    value === null
      ? `--${name} is missing; write one of ${allowed.join(', ')}`
      : `--${name}: "${value}" is not one of ${allowed.join(', ')}`,
  )
}

function spanOf(values: OptionValues, name: 'baseline' | 'reporting', zone: string): Span {
  const written = required(values, name)
  const [from, to, ...more] = written.split('/').map((part) => parseInstant(part, zone))
  if (from === undefined || from === null || to === undefined || to === null || more.length > 0 || to <= from)
    throw new UsageError(`--${name}: "${written}" is no span; write FROM/TO, such as 2025-01-01/2026-01-01`)
  return span(from, to)
}

function zoneOf(values: OptionValues): string {
  const zone = text(values, 'zone') ?? 'UTC'
  if (!isZone(zone)) throw new UsageError(`--zone: "${zone}" is not a time zone; write one like Asia/Shanghai`)
  return zone
}

function calendarFrom(values: OptionValues): ReturnType<typeof calendarOf> {
  const id = text(values, 'calendar')
  if (id !== null && !calendarIds().includes(id)) throw new UsageError(`--calendar: "${id}" is not one of ${calendarIds().join(', ')}`)
  return calendarOf(id)
}

function fitFrom(ctx: CommandContext, values: OptionValues): FitResult {
  const model: FitModelName = choice(values, 'model', FIT_MODELS, null)
  const zone = zoneOf(values)
  const thermometer = model === 'day-type' ? text(values, 'temperature') : required(values, 'temperature')
  const spans = { baseline: spanOf(values, 'baseline', zone), reporting: spanOf(values, 'reporting', zone) }
  return fitSavings({
    model,
    zone,
    ...spans,
    unit: choice(values, 'unit-temperature', ['F', 'C'], 'C'),
    fuel: choice(values, 'fuel', ['electricity', 'gas'], 'electricity'),
    calendar: calendarFrom(values),
    force: values['force'] === true,
    meter: readSeries(ctx, required(values, 'meter'), zone),
    temperature: thermometer === null ? [] : readSeries(ctx, thermometer, zone),
  })
}

const shown = (value: number | null): string => (value === null ? '-' : String(Number(value.toPrecision(8))))

function fitText({ model, findings, points, parameters, ...values }: FitResult): string {
  const rows = [
    ['model', model],
    ...Object.entries(values).map(([name, value]) => [name, shown(value)]),
    ...Object.entries(parameters).flatMap(([name, value]) => (value === null ? [] : [[name, shown(value)]])),
    ['points of the baseline', String(points.baseline)],
    ['points of the reporting period', String(points.reporting)],
  ]
  const remarks = findings.map((f) => `${f.disqualifies ? 'insufficient data: ' : ''}${f.sentence}`)
  return [table([{ title: 'value' }, { title: '', right: true }], rows), ...remarks.map((r) => `${r}\n`)].join('')
}

export async function runSavingsFit(ctx: CommandContext): Promise<number> {
  const { values, positionals } = parse(ctx.args, FLAGS)
  if (positionals.length > 0) throw new UsageError(`"${positionals[0] ?? ''}" is too much; campus savings fit takes options only`)
  const result = fitFrom(ctx, values)
  ctx.stdout(values['json'] === true ? `${JSON.stringify(result, null, 2)}\n` : fitText(result))
  return 0
}
