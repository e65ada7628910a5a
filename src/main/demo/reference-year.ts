/** `campus reference-year`: a year of the reference campus played over MQTT, rolled up, and the entries that no meter makes. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { ownInputs, prepareYear, readInputs, simulate, type YearInputs, type YearPlay } from '../../../simulators/index.ts'
import { ask } from '../../cli/support/api.ts'
import { type ApiClient, type Command, type CommandContext, CommandError, UsageError } from '../../cli/support/command.ts'
import { parse, text } from '../../cli/support/options.ts'
import { progressBar } from '../../cli/support/progress-bar.ts'
import type { Config } from '../../config/types.ts'
import { formatIn, instant } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import { configOf } from '../configuration.ts'
import { enterYear } from './year-entries.ts'
import { openTarget, type Target } from './year-target.ts'

const FLAGS = { inputs: { type: 'string' }, seed: { type: 'string' }, truth: { type: 'string' }, config: { type: 'string' } } as const

/** Quarter hours in a message: a day. */
const BATCH = 96
const CONNECTIONS = 4

function inputsOf(ctx: CommandContext, file: string | null): { own: YearInputs; inputs: YearInputs } {
  const own = ownInputs()
  if (!own.ok) throw new CommandError(`the inputs of the reference campus are broken: ${own.faults.join('; ')}`)
  if (file === null) return { own: own.inputs, inputs: own.inputs }
  let root: unknown
  try {
    root = JSON.parse(ctx.files.read(file))
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
  const result = readInputs(root)
  if (result.ok) return { own: own.inputs, inputs: result.inputs }
  throw new CommandError(
    `${file} has ${result.faults.length} faults, nothing was played:\n${result.faults.map((f) => `  ${f}`).join('\n')}`,
    2,
  )
}

function seedOf(seed: string | null): number {
  if (seed === null) return 2020
  if (!/^\d{1,15}$/.test(seed)) throw new UsageError(`--seed: "${seed}" is not a whole number`)
  return Number(seed)
}

/** The seasons of the inputs, as an included part of the campus file. */
function writeSeasons(ctx: CommandContext, config: Config, play: YearPlay): void {
  const dir = join(config.data.dir, 'campus.d')
  mkdirSync(dir, { recursive: true })
  const head = '# Written by reference-year from its inputs.\n'
  ctx.files.write(join(dir, 'reference-year.yaml'), head + stringify({ seasons: play.seasons }))
}

/** Removes what an earlier run left: the result depends on the inputs alone. */
async function clearYear(api: ApiClient, { from, to }: YearPlay, zone: string): Promise<void> {
  const at = (time: number): string => formatIn(zone, instant(time))
  await ask(api, 'POST', '/api/v1/simulation/empty', { from: at(from), to: at(to + 1) })
}

async function playYear(
  ctx: CommandContext,
  target: Target,
  play: YearPlay,
  options: { seed: number; truth: string | null },
): Promise<string> {
  const bar = progressBar(ctx, 'playing the year', 100)
  const { username, password } = target.login
  const sent = await simulate({
    campus: 'reference',
    broker: target.broker,
    tuning: play.tuning,
    from: play.from,
    to: play.to,
    speed: 'max',
    batch: BATCH,
    connections: CONNECTIONS,
    seed: options.seed,
    ...(options.truth === null ? {} : { truth: options.truth }),
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    onProgress: ({ sent, total }) => bar.update(total ? Math.floor((100 * sent) / total) : 0),
  }).finally(() => bar.stop())
  return `${sent.messages} messages with ${sent.readings} readings`
}

async function run(ctx: CommandContext): Promise<number> {
  const { values } = parse(ctx.args, FLAGS)
  const { own, inputs } = inputsOf(ctx, text(values, 'inputs'))
  const seed = seedOf(text(values, 'seed'))
  const config = configOf({ file: text(values, 'config') })
  if (!config.simulated) throw new CommandError('reference-year plays the reference campus; the campus file in force is another one', 2)
  ctx.stderr(`sizing the devices for ${inputs.year} ...\n`)
  const play = sizeDevices(inputs, own, seed)
  writeSeasons(ctx, config, play)
  const target = await openTarget(config)
  try {
    ctx.stderr('removing what an earlier run left ...\n')
    await clearYear(target.api, play, config.campus.timezone)
    await enterYear(target.api, play, ctx)
    const sent = await playYear(ctx, target, play, { seed, truth: text(values, 'truth') })
    ctx.stderr('waiting until everything is stored ...\n')
    await target.stored(play.to)
    await target.rolledUp(ctx)
    ctx.stdout(`${inputs.year} of the reference campus is in the store: ${sent}.\nNext: npx campus report ${inputs.year}\n`)
  } finally {
    await target.close()
  }
  return 0
}

function sizeDevices(inputs: YearInputs, own: YearInputs, seed: number): YearPlay {
  try {
    return prepareYear(inputs, own, seed)
  } catch (error) {
    throw new CommandError(`these inputs cannot be played: ${errorText(error)}`, 2)
  }
}

export const referenceYearCommand: Command = {
  name: 'reference-year',
  summary: 'play a year of the reference campus over MQTT and record its entries',
  usage: [
    'campus reference-year [--inputs FILE] [--seed N] [--truth FILE]',
    '',
    'Sizes the simulated devices so that their year is the one of the inputs, plays it through the broker, enters head counts, areas, waste and',
    'bills, and rolls up; `campus report YEAR` prints it. What an earlier run left is removed first. Works beside a running service and without one.',
    'FILE is JSON in the form of simulators/campuses/reference/reference-year.json, which holds the inputs of 2020 (reconstructed).',
    '--truth writes what every meter really counted and every measure really saved (NDJSON).',
  ].join('\n'),
  run,
}
