import { type ConventionDescriptor, isQuantity, quantityOf } from '../../domain/index.ts'
import type { Discovery, OverlookedTopicView } from '../../views/types.ts'
import { createRecogniser, RECOGNISE, viewMessage } from '../../wire/index.ts'
import { ask, withApi } from '../support/api.ts'
import type { Command } from '../support/command.ts'
import { conventionsOf } from '../support/conventions.ts'
import { parse, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'

const FLAGS = { ...SERVICE_FLAGS, yaml: { type: 'boolean' }, source: { type: 'string' }, device: { type: 'string' } } as const

const COLUMNS = [
  { title: 'source' },
  { title: 'device' },
  { title: 'field' },
  { title: 'last value', right: true },
  { title: 'seen', right: true },
  { title: 'suggestion' },
]

const TOPIC_COLUMNS = [{ title: 'topic without a source' }, { title: 'seen', right: true }, { title: 'preset' }, { title: 'sample' }]
const SAMPLE_SHOWN = 60

/** A topic with the preset that would read its sample; null: none is recognised. */
type TopicRow = OverlookedTopicView & { readonly preset: string | null }

export const discoverCommand: Command = {
  name: 'discover',
  summary: 'list the fields of devices that have no point, with a suggestion for each',
  usage: `campus discover [--source ID] [--device NAME] [--yaml] [--config FILE] [--json]

Lists the fields that no point uses, and with the embedded broker the topics that no source listens to, each with a suggestion. Suggestions are
never applied by themselves.

  --yaml    the rows as entries of the campus file: complete place, use and role, and put them under points:
  --source, --device   only these`,
  async run(ctx) {
    const { values } = parse(ctx.args, FLAGS)
    const answer = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<{ discoveries: Discovery[]; topics: OverlookedTopicView[] }>(api, 'GET', '/api/v1/discoveries'),
    )
    const source = text(values, 'source')
    const device = text(values, 'device')
    const fields = answer.discoveries.filter((d) => (source ?? d.source) === d.source && (device ?? d.device) === d.device)
    const topics = source === null && device === null ? topicRows(answer.topics, conventionsOf(ctx)) : []
    if (values['json']) ctx.stdout(`${JSON.stringify({ discoveries: fields, topics })}\n`)
    else if (values['yaml']) ctx.stdout(yamlOf(fields))
    else if (fields.length + topics.length === 0)
      ctx.stderr('nothing unmapped since the service started; devices are seen while it runs, and are forgotten when it stops\n')
    else {
      if (fields.length > 0) ctx.stdout(table(COLUMNS, fields.map(rowOf)))
      if (topics.length > 0) ctx.stdout(`${fields.length > 0 ? '\n' : ''}${table(TOPIC_COLUMNS, topics.map(topicRowOf))}`)
    }
    return 0
  },
}

function rowOf(d: Discovery): string[] {
  const s = d.suggestion
  return [
    d.source,
    d.device,
    d.field,
    d.last_value,
    String(d.count),
    s ? `${s.quantity} ${s.unit} ${s.kind} (${s.confidence}: ${s.because})` : '-',
  ]
}

function topicRows(topics: readonly OverlookedTopicView[], conventions: readonly ConventionDescriptor[]): readonly TopicRow[] {
  const recogniser = createRecogniser(conventions, RECOGNISE)
  return topics.map((topic) => {
    const { payload, base64 } = topic.sample
    const bytes = base64 === null ? Buffer.from(payload) : Buffer.from(base64, 'base64')
    return { ...topic, preset: recogniser.rank(viewMessage({ topic: topic.sample.topic, payload: bytes }))[0] ?? null }
  })
}

function topicRowOf({ template, count, preset, sample }: TopicRow): string[] {
  const shown = sample.payload.replace(/\s+/g, ' ')
  return [template, String(count), preset ?? '-', shown.length > SAMPLE_SHOWN ? `${shown.slice(0, SAMPLE_SHOWN - 3)}...` : shown]
}

const quoted = (value: string): string => JSON.stringify(value)
const plain = (value: string): string => (/^[A-Za-z_][\w./-]*$/.test(value) ? value : quoted(value))

function idOf({ device, field }: Discovery): string {
  return `${device}/${field}`.replace(/[^A-Za-z0-9_.:/-]+/g, '-').slice(0, 200)
}

/** Entries of `points:`; a field whose source does not know it needs a rule there too. */
function yamlOf(fields: readonly Discovery[]): string {
  const points: string[] = []
  const rules = new Map<string, string[]>()
  for (const d of fields) {
    const { suggestion } = d
    if (suggestion === null || !isQuantity(suggestion.quantity)) continue
    const { quantity, unit, kind, because, reasons } = suggestion
    const from = `{ source: ${plain(d.source)}, device: ${plain(d.device)}, field: ${plain(d.field)} }`
    points.push(`  - { id: ${plain(idOf(d))}, quantity: ${quantity}, from: [${from}] } # ${because}`)
    const more = [
      unit === quantityOf(suggestion.quantity).unit ? '' : `, unit: ${plain(unit)}`,
      kind === quantityOf(suggestion.quantity).kind ? '' : `, kind: ${kind}`,
    ]
    if (reasons[0]?.code !== 'source')
      rules.set(d.source, [...(rules.get(d.source) ?? []), `#     ${plain(d.field)}: { quantity: ${quantity}${more.join('')} }`])
  }
  const sources = [...rules].map(
    ([source, lines]) => `# The source ${source} needs a rule for each of these, under its points:\n${lines.join('\n')}\n`,
  )
  return `${sources.join('')}points:${points.length === 0 ? ' []' : ''}\n${points.map((line) => `${line}\n`).join('')}`
}
