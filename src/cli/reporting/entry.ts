import type { EntryView } from '../../figures/api.ts'
import type { CampusView } from '../../views/types.ts'
import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, CommandError, type CommandContext, UsageError } from '../support/command.ts'
import { parse, required, SERVICE_FLAGS, text, type OptionValues } from '../support/options.ts'
import { table } from '../support/table.ts'
import { importEntries } from './entry-import.ts'

const FLAGS = {
  ...SERVICE_FLAGS,
  site: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  note: { type: 'string' },
  reference: { type: 'string' },
  attachment: { type: 'string' },
  factor: { type: 'string' },
  vintage: { type: 'string' },
  profile: { type: 'string' },
  'conversion-number': { type: 'string' },
  conditions: { type: 'string' },
  reason: { type: 'string' },
  all: { type: 'boolean' },
} as const
const COLUMNS = ['id', 'key', 'site', 'from', 'to', 'value', 'unit', 'author', 'recorded', 'note'].map((title) => ({ title }))

/** The command under one of its names, with the routes and JSON keys of that name. */
interface EntryNames {
  readonly command: 'entry' | 'fact'
  readonly path: string
  readonly one: string
  readonly many: string
}

/** One call of the command. */
interface EntryCall {
  readonly ctx: CommandContext
  readonly api: ApiClient
  readonly names: EntryNames
  readonly values: OptionValues
  /** What follows the verb. */
  readonly words: readonly string[]
}

type EntryAnswer = Readonly<Record<string, EntryView>> & { readonly warnings?: readonly string[] }

const pickTexts = (values: OptionValues, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (text(values, name) === null ? [] : [[name, text(values, name) ?? '']])))

function rowOf(f: EntryView): string[] {
  const { id, key, site, from, to, value, unit, author, recorded_at, note } = f
  const state = f.withdrawn !== null ? `withdrawn by ${f.withdrawn.author}: ${f.withdrawn.reason}; ` : f.counts ? '' : 'replaced; '
  return [id, key, site, from, to ?? 'open', String(value), unit, author, recorded_at, `${state}${note ?? ''}`]
}

/** The base year is the campus's; a target without a site has the boundary of its figure. */
const takesNoSite = (key: string): boolean => key === 'base-year' || key.startsWith('target.')

function parseNumber(name: string, value: string): number {
  if (value.trim() === '' || !Number.isFinite(Number(value))) throw new UsageError(`${name}"${value}" is no number`)
  return Number(value)
}

async function withdraw({ ctx, api, names, values, words }: EntryCall): Promise<number> {
  const [id] = words
  if (id === undefined) throw new UsageError(`which entry? \`campus ${names.command} list\` shows their ids`)
  const reason = required(values, 'reason')
  const answer = await ask<EntryAnswer>(api, 'POST', `${names.path}/${encodeURIComponent(id)}/withdraw`, { reason })
  const entry = answer[names.one] as EntryView
  ctx.stdout(values['json'] ? `${JSON.stringify(answer)}\n` : `${entry.id}: ${entry.key} of ${entry.site} counts no longer\n`)
  return 0
}

async function set({ ctx, api, names, values, words }: EntryCall): Promise<number> {
  const [key, value] = words
  if (key === undefined || value === undefined) throw new UsageError('which entry, and what is its value? head-count 1250')
  const factor = text(values, 'factor')
  const conversion = text(values, 'conversion-number')
  const body = {
    key,
    value: parseNumber('', value),
    ...(takesNoSite(key) ? {} : { site: required(values, 'site') }),
    from: required(values, 'from'),
    ...pickTexts(values, ['site', 'to', 'note', 'reference', 'attachment', 'vintage', 'profile', 'conditions']),
    ...(factor === null ? {} : { factor: parseNumber('--factor: ', factor) }),
    ...(conversion === null ? {} : { conversion_number: parseNumber('--conversion-number: ', conversion) }),
  }
  const answer = await ask<EntryAnswer>(api, 'POST', names.path, body)
  const { site, value: recorded, unit, from, to, id } = answer[names.one] as EntryView
  for (const warning of answer.warnings ?? []) ctx.stderr(`warning: ${warning}\n`)
  ctx.stdout(
    values['json']
      ? `${JSON.stringify(answer)}\n`
      : `${id}: ${key} of ${site} is ${recorded} ${unit} from ${from}${to === null ? '' : ` to ${to}`}\n`,
  )
  return 0
}

async function list({ ctx, api, names, values }: EntryCall): Promise<number> {
  const { [names.many]: entries = [] } = await ask<Readonly<Record<string, readonly EntryView[] | undefined>>>(api, 'GET', names.path)
  const site = text(values, 'site')
  const shown = entries.filter((e) => (values['all'] === true || e.counts) && (site ?? e.site) === e.site)
  if (values['json']) ctx.stdout(`${JSON.stringify({ [names.many]: shown })}\n`)
  else if (shown.length === 0 && entries.length > 0 && site !== null) return failWithoutEntries(api, site)
  else if (shown.length === 0) ctx.stderr(`no entries yet: \`campus ${names.command} set head-count 1250 --site ID --from 2026-01-01\`\n`)
  else ctx.stdout(table(COLUMNS, shown.map(rowOf)))
  return 0
}

/** The site has no entry: because there is no such site, or because nobody made one. */
async function failWithoutEntries(api: ApiClient, site: string): Promise<never> {
  const { sites } = await ask<CampusView>(api, 'GET', '/api/v1/campus')
  const ids = sites.map((s) => s.id)
  throw new CommandError(
    ids.includes(site) ? `no entries of "${site}" yet` : `no site "${site}" in the campus file; there are: ${ids.join(', ')}`,
  )
}

const VERBS: Readonly<Record<string, (call: EntryCall) => Promise<number>>> = {
  set,
  list,
  withdraw,
  import: ({ ctx, api, names, words }) => importEntries(ctx, api, names, words[0]),
}

function createEntryCommand(names: EntryNames, summary: string): Command {
  const { command } = names
  return {
    name: command,
    summary,
    usage: [
      `campus ${command} set KEY VALUE --site ID --from DATE [--to DATE] [--note TEXT] [--reference INVOICE] [--attachment NAME]`,
      `campus ${command} set instrument.TYPE MWH --factor F --reference REGISTRY [--vintage YEAR] [--profile POINT] --site ID --from DATE --to DATE`,
      `campus ${command} set bill.gas M3 [--conversion-number N] [--conditions "0 Cel, 101.325 kPa"] --site ID --from DATE --to DATE`,
      `campus ${command} list [--site ID] [--all] [--json]`,
      `campus ${command} withdraw ID --reason TEXT`,
      `campus ${command} import FILE.csv        columns key, site, value, from, to, note, reference, attachment, factor, vintage, profile, conversion_number, conditions; all or none`,
      '',
      'Steps (hold until the next): head-count, floor-area, base-year (of the campus, no --site). Amounts (need --to, the day after the last day):',
      'waste.hazardous, waste.non-hazardous (without food waste), food-waste, fertiliser, meals, bill.<carrier> (bill.electricity in kWh, bill.gas in',
      'm3, bill.heat in kWh, bill.diesel in kg, bill.r-410a in kg ...), bill.water, bill.reclaimed-water, bill.rain-water (m3),',
      'instrument.<type> (MWh, with the tCO2e/MWh it conveys), target.<figure> (--site is a boundary; left out: that of the figure).',
      '--attachment is kept as it is written: the name or address of the paper.',
      'A later entry for the same thing and span counts; the earlier one stays in the list (--all), and counts again when the later is withdrawn.',
    ].join('\n'),
    async run(ctx) {
      const { values, positionals } = parse(ctx.args, FLAGS)
      const [verb = 'list', ...words] = positionals
      const act = VERBS[verb]
      if (act === undefined) throw new UsageError(`"${verb}" is not one of set, list, withdraw, import`)
      return withApi(
        () => ctx.connect(text(values, 'config')),
        (api) => act({ ctx, api, names, values, words }),
      )
    },
  }
}

export const entryCommand = createEntryCommand(
  { command: 'entry', path: '/api/v1/entries', one: 'entry', many: 'entries' },
  'add, list and withdraw dated entries: head count, area, waste, meals, bills, targets',
)

/** The former name: the same options, and the former keys in its JSON. */
export const factCommand = createEntryCommand(
  { command: 'fact', path: '/api/v1/facts', one: 'fact', many: 'facts' },
  'run entry under its former name',
)
