/** `campus simulate`: a campus played over MQTT. */

import { parseFaults, printConfig, simulate, type SimulateOptions } from '../../../simulators/index.ts'
import { type Command, CommandError, type CommandContext, UsageError } from '../../cli/support/command.ts'
import { parse, text, type OptionValues } from '../../cli/support/options.ts'
import { progressBar } from '../../cli/support/progress-bar.ts'
import { isZone, parseInstant } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'

const FLAGS = {
  campus: { type: 'string' },
  broker: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  speed: { type: 'string' },
  seed: { type: 'string' },
  faults: { type: 'string' },
  truth: { type: 'string' },
  'print-config': { type: 'boolean' },
} as const

/** The campus's own zone: a date is its midnight. */
function zoneOf(values: OptionValues): string {
  try {
    const zone = /timezone:\s*['"]?([\w/+-]+)/.exec(printConfig(text(values, 'campus') ?? 'reference'))?.[1]
    return zone !== undefined && isZone(zone) ? zone : 'UTC'
  } catch {
    // No such campus: playing it reports that.
    return 'UTC'
  }
}

function instantFlag(values: OptionValues, name: string): number | undefined {
  const value = text(values, name)
  if (value === null) return undefined
  const at = parseInstant(value, zoneOf(values))
  if (at === null) throw new UsageError(`--${name}: "${value}" is neither a date nor an RFC 3339 time, such as 2026-03-02T08:00:00+08:00`)
  return at
}

function speedFlag(values: OptionValues): number | 'max' {
  const value = text(values, 'speed') ?? '1'
  if (value === 'max') return 'max'
  const speed = Number(value)
  if (!(speed > 0)) throw new UsageError(`--speed: "${value}" is neither "max" nor a number above 0`)
  return speed
}

function seedFlag(values: OptionValues): number {
  const value = text(values, 'seed') ?? '1'
  if (!/^\d{1,15}$/.test(value)) throw new UsageError(`--seed: "${value}" is not a whole number`)
  return Number(value)
}

/** User and password of the broker, where its address does not hold them: `CAMPUS__BROKER__USERNAME`, `__PASSWORD` or `__PASSWORD_FILE`. */
function loginOf({ env, files }: Pick<CommandContext, 'env' | 'files'>): Pick<SimulateOptions, 'username' | 'password'> {
  const [username, secret, file] = ['USERNAME', 'PASSWORD', 'PASSWORD_FILE'].map((key) => env[`CAMPUS__BROKER__${key}`] || undefined)
  const password = secret ?? (file === undefined ? undefined : files.read(file).trimEnd())
  return { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) }
}

function optionsOf(values: OptionValues): SimulateOptions {
  const faults = text(values, 'faults')
  const plan = faults === null ? null : parseFaults(faults)
  if (plan !== null && 'error' in plan) throw new UsageError(`--faults: ${plan.error}`)
  const from = instantFlag(values, 'from')
  const to = instantFlag(values, 'to')
  if (from !== undefined && to !== undefined && to <= from) throw new UsageError('--to must lie after --from')
  const truth = text(values, 'truth')
  return {
    campus: text(values, 'campus') ?? 'reference',
    broker: text(values, 'broker') ?? 'mqtt://127.0.0.1:1883',
    speed: speedFlag(values),
    seed: seedFlag(values),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(faults === null ? {} : { faults }),
    ...(truth === null ? {} : { truth }),
  }
}

async function play(ctx: CommandContext, options: SimulateOptions): Promise<number> {
  const abort = new AbortController()
  const interrupt = (): void => abort.abort()
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  const bounded = options.to !== undefined
  const bar = bounded ? progressBar(ctx, `simulate ${options.campus}`, 100) : null
  if (!bounded) ctx.stderr(`simulating "${options.campus}" live to ${options.broker}; Ctrl-C ends it\n`)
  const onProgress = ({ sent, total }: { sent: number; total: number | null }): void =>
    bar?.update(total ? Math.floor((100 * sent) / total) : 0)
  try {
    const done = await simulate({ ...options, signal: abort.signal, onProgress })
    ctx.stderr(
      `${done.messages} messages with ${done.readings} readings sent${options.truth ? `, ${done.truthRows} truth rows in ${options.truth}` : ''}\n`,
    )
    return 0
  } catch (error) {
    throw new CommandError(errorText(error))
  } finally {
    bar?.stop()
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}

export const simulateCommand: Command = {
  name: 'simulate',
  summary: 'play a campus over MQTT, with faults and a truth file',
  usage: [
    'campus simulate --campus NAME or FILE [--broker URL] [--from T --to T] [--speed N or max] [--seed N]',
    '                [--faults SPEC] [--truth FILE] [--print-config]',
    '',
    'Without --to it runs live until Ctrl-C. SPEC: drop=0.01,duplicate=0.02,delay=30s,reorder=5,reset@T,rollover=M,stuck@T/2h,skew=90s,outage@T/3d,qos=0',
    'Truth: NDJSON, {point, from, to, unit, value} per hour. --print-config prints the campus file that fits.',
  ].join('\n'),
  async run(ctx) {
    const { values } = parse(ctx.args, FLAGS)
    const options = { ...optionsOf(values), ...loginOf(ctx) }
    if (!values['print-config']) return play(ctx, options)
    try {
      ctx.stdout(printConfig(options.campus))
    } catch (error) {
      throw new CommandError(errorText(error), 2)
    }
    return 0
  },
}
