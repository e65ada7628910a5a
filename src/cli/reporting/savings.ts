import type { MeasureRow, SavingsView } from '../../figures/document/savings/savings-view.ts'
import { fillTemplate, textIn, type Language } from '../../figures/messages/language.ts'
import { HEADINGS } from '../../figures/messages/names.ts'
import { PERIOD_FORMS } from '../../domain/time/period-names.ts'
import { BASELINES_USAGE, runBaselines, runSupersession } from './fit/baselines.ts'
import { FIT_USAGE, runSavingsFit } from './fit/savings-fit.ts'
import { ask, withApi } from '../support/api.ts'
import type { Command } from '../support/command.ts'
import { languageOf, parse, periodOf, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'
import { percentText } from '../../kernel/index.ts'

const FLAGS = { ...SERVICE_FLAGS, boundary: { type: 'string' }, lang: { type: 'string' } } as const
const COLUMNS = ['measure', 'counterfactual', 'metered', 'saving', 'interval', 'avoided', 'coverage', 'remarks'] as const
const TEXTS: readonly (typeof COLUMNS)[number][] = ['measure', 'remarks']
const SHOWN = 2

type Word = (heading: keyof typeof HEADINGS) => string

const wordsOf =
  (language: Language): Word =>
  (heading) =>
    textIn(HEADINGS[heading], language)

const number = (value: number | null, digits: number): string => (value === null ? '-' : value.toFixed(digits))

function remarksOf({ missing, findings }: MeasureRow, word: Word): string {
  const sentences = missing.length > 0 ? missing : findings.map((f) => f.sentence)
  const more = sentences.length > SHOWN ? [fillTemplate(word('more'), { n: sentences.length - SHOWN })] : []
  return [...sentences.slice(0, SHOWN), ...more].join('; ')
}

/** A half-width that leaves the baseline out says so: it is no 90 % interval. */
function intervalText({ interval90, meter_only: meterOnly }: SavingsView['total'], word: Word): string {
  return meterOnly === null ? number(interval90, 1) : `${number(meterOnly, 1)} (${word('meter-only')})`
}

function rowOf(word: Word, name: string, a: SavingsView['total'], remarks: string): string[] {
  const saving = a.saving === null ? word('missing') : number(a.saving, 1)
  const coverage = percentText(a.coverage)
  return [
    name,
    number(a.counterfactual, 1),
    number(a.metered, 1),
    saving,
    intervalText(a, word),
    number(a.avoided_tco2e, 2),
    coverage,
    remarks,
  ]
}

/** One line a site: what its main meters say. */
function checkText({ site, reason, building, building_interval90: half }: SavingsView['site_checks'][number], word: Word): string {
  return reason ?? fillTemplate(word('site-agrees'), { site, building: number(building, 0), interval: number(half, 0) })
}

function tableOf(view: SavingsView): string {
  const word = wordsOf(view.language)
  const columns = COLUMNS.map((name) => ({ title: word(name), right: !TEXTS.includes(name) }))
  const rows = view.measures.map((m) => rowOf(word, m.id, m, remarksOf(m, word)))
  const total = view.measures.length > 1 ? [rowOf(word, word('total'), view.total, '')] : []
  const checks = view.site_checks.map((c) => `${checkText(c, word)}\n`).join('')
  const cooling = view.measures
    .flatMap((m) =>
      m.interaction === null ? [] : [`${m.id}: ${fillTemplate(word('cooling-saved'), { kWh: number(m.interaction.cooling, 1) })}\n`],
    )
    .join('')
  const notes = `${cooling}${checks}`
  return `${view.period}, ${view.zone}${view.boundary === null ? '' : `, ${view.boundary}`}\n\n${table(columns, [...rows, ...total])}${notes === '' ? '' : `\n${notes}`}`
}

export const savingsCommand: Command = {
  name: 'savings',
  summary: 'print what each measure saved in a period, fit a baseline to CSV files, or supersede a frozen one',
  usage: [
    'campus savings PERIOD [--boundary B] [--lang en|zh-Hans|zh-Hant] [--json] [--config FILE]',
    '',
    `PERIOD is ${PERIOD_FORMS}.`,
    'B is all, offices, shops, a site, or site/building; without it every load counts.',
    'saving = counterfactual - metered, with its sign. Nothing is claimed for a month with too little data, and the reason is printed; --json holds every load and month.',
    '',
    FIT_USAGE,
    '',
    BASELINES_USAGE,
  ].join('\n'),
  async run(ctx) {
    const [action, first = ''] = ctx.args
    const rest = { ...ctx, args: ctx.args.slice(1) }
    if (action === 'fit') return first === '' || first.startsWith('-') ? runSavingsFit(rest) : runSupersession(rest)
    if (action === 'baselines') return runBaselines(rest)
    const { values, positionals } = parse(ctx.args, FLAGS)
    const period = periodOf(positionals[0])
    const boundary = text(values, 'boundary')
    const lang = languageOf(values)
    const query = new URLSearchParams({ period, ...(boundary === null ? {} : { boundary }), ...(lang === null ? {} : { lang }) })
    const view = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<SavingsView>(api, 'GET', `/api/v1/savings?${query.toString()}`),
    )
    if (values['json']) ctx.stdout(`${JSON.stringify(view, null, 2)}\n`)
    else if (view.measures.length === 0) ctx.stderr(`${view.missing.join('; ')}\n`)
    else ctx.stdout(tableOf(view))
    return 0
  },
}
