/** `campus control`: what runs and why, what will happen, overrides, stop-all, the log. */

import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, type CommandContext, UsageError } from '../support/command.ts'
import { languageOf, type OptionValues, parse, required, SERVICE_FLAGS, text } from '../support/options.ts'
import { actuatorsText, logText, previewText } from './tables.ts'
import type { ActuatorsView, ControlLogView, OverrideView, PreviewView, StopView } from '../../app/control/control-views.ts'

const FLAGS = {
  ...SERVICE_FLAGS,
  from: { type: 'string' },
  to: { type: 'string' },
  days: { type: 'string' },
  actuator: { type: 'string' },
  until: { type: 'string' },
  reason: { type: 'string' },
  limit: { type: 'string' },
  lang: { type: 'string' },
} as const

interface Call {
  readonly ctx: CommandContext
  readonly api: ApiClient
  readonly values: OptionValues
  readonly positionals: readonly string[]
}

const BASE = '/api/v1/control'

/** The query of the flags that are there. */
function queryOf(values: OptionValues, names: readonly string[]): string {
  const query = new URLSearchParams()
  for (const name of names) {
    const value = text(values, name)
    if (value !== null) query.set(name, value)
  }
  return query.size === 0 ? '' : `?${query.toString()}`
}

function print({ ctx, values }: Call, answer: unknown, table: () => string): number {
  ctx.stdout(values['json'] === true ? `${JSON.stringify(answer)}\n` : table())
  return 0
}

async function list(call: Call): Promise<number> {
  const answer = await ask<ActuatorsView>(call.api, 'GET', `${BASE}/actuators${queryOf(call.values, ['lang'])}`)
  if (answer.stopped !== null && call.values['json'] !== true) call.ctx.stderr(stoppedText(answer))
  return print(call, answer, () => actuatorsText(answer))
}

async function preview(call: Call): Promise<number> {
  const answer = await ask<PreviewView>(call.api, 'GET', `${BASE}/preview${queryOf(call.values, ['from', 'days', 'actuator', 'lang'])}`)
  return print(call, answer, () => previewText(answer))
}

async function override(call: Call): Promise<number> {
  const [, actuator, value] = call.positionals
  if (actuator === 'end') {
    if (value === undefined) throw new UsageError('which override? `campus control list --json` shows their ids')
    const ended = await ask<OverrideView>(call.api, 'DELETE', `${BASE}/overrides/${encodeURIComponent(value)}`)
    return print(call, ended, () => `ended: ${ended.actuator} ${ended.value} of ${ended.principal}\n`)
  }
  if (actuator === undefined || value === undefined) throw new UsageError('campus control override ACTUATOR VALUE --until T --reason TEXT')
  const [until, reason] = [required(call.values, 'until'), required(call.values, 'reason')]
  const number = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
  const made = await ask<OverrideView>(call.api, 'POST', `${BASE}/overrides`, { actuator, value: number, until, reason })
  return print(call, made, () => `${made.actuator} is ${made.value} until ${made.until} (${made.id})\n`)
}

const stoppedText = ({ stopped }: StopView): string =>
  stopped === null ? 'control runs\n' : `control is stopped since ${stopped.at} by ${stopped.by}: ${stopped.reason}\n`

async function stopAll(call: Call): Promise<number> {
  const reason = text(call.values, 'reason')
  const answer = await ask<StopView>(call.api, 'POST', `${BASE}/stop-all`, reason === null ? {} : { reason })
  return print(call, answer, () => stoppedText(answer))
}

async function resume(call: Call): Promise<number> {
  const reason = text(call.values, 'reason')
  const answer = await ask<StopView>(call.api, 'POST', `${BASE}/resume`, reason === null ? {} : { reason })
  return print(call, answer, () => stoppedText(answer))
}

async function log(call: Call): Promise<number> {
  const answer = await ask<ControlLogView>(
    call.api,
    'GET',
    `${BASE}/log${queryOf(call.values, ['from', 'to', 'actuator', 'limit', 'lang'])}`,
  )
  return print(call, answer, () => logText(answer))
}

const ACTIONS: Readonly<Record<string, (call: Call) => Promise<number>>> = {
  list,
  preview,
  override,
  'stop-all': stopAll,
  resume,
  log,
}

export const controlCommand: Command = {
  name: 'control',
  summary: 'show what control does and why, preview it, override actuators, stop and resume it',
  usage: [
    'campus control list [--lang en|zh-Hans|zh-Hant] [--json] [--config FILE]',
    'campus control preview [--from DATE] [--days 7] [--actuator ID] [--lang L] [--json] [--config FILE]',
    'campus control override ACTUATOR VALUE --until T --reason TEXT [--json] [--config FILE]',
    'campus control override end ID [--config FILE]',
    'campus control stop-all [--reason TEXT] [--config FILE]',
    'campus control resume [--reason TEXT] [--config FILE]',
    'campus control log [--from T] [--to T] [--actuator ID] [--limit N] [--lang L] [--json] [--config FILE]',
    '',
    'VALUE is on, off, a level in %, a set-point in Cel or the word of a mode. Times: 2026-03-02T18:00:00+08:00, or local to the campus without',
    'the offset. After stop-all nothing is sent until resume: devices do what their fail-safe says.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    languageOf(values)
    const [action = 'list'] = positionals
    const run = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
    if (run === undefined) throw new UsageError(`"${action}" is not one of ${Object.keys(ACTIONS).join(', ')}`)
    return withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => run({ ctx, api, values, positionals }),
    )
  },
}
