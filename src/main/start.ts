/** `campus start`: the service until a signal ends it. */

import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type Command, CommandError, type CommandContext, UsageError } from '../cli/support/command.ts'
import { parse, text } from '../cli/support/options.ts'
import type { Config } from '../config/types.ts'
import { configOf } from './configuration.ts'
import { runDemo } from './demo/demo.ts'
import { watchConfig } from './reload.ts'
import { type ServiceFile, serviceFile } from './client/running-service.ts'
import { openService, type Service } from './campus-service.ts'

const FLAGS = { config: { type: 'string' }, roles: { type: 'string' }, demo: { type: 'boolean' }, quiet: { type: 'boolean' } } as const
const ROLES = ['ingest', 'jobs', 'control', 'api']

function rolesOf(list: string | null): readonly string[] | undefined {
  if (list === null) return undefined
  const roles = list.split(',').map((r) => r.trim())
  const wrong = roles.find((r) => !ROLES.includes(r))
  if (wrong !== undefined) throw new UsageError(`--roles: "${wrong}" is not one of ${ROLES.join(', ')}`)
  return roles
}

/** Commands find the service by this file; only its owner may read the token. Returns how to remove it. */
function writeServiceFile(config: Config, service: Service): () => void {
  const path = serviceFile(config.data.dir)
  const file: ServiceFile = {
    url: service.url ?? '',
    token: service.token,
    pid: process.pid,
    broker: service.broker?.state().url ?? null,
    started_at: service.app.status.health().started_at,
  }
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  chmodSync(path, 0o600)
  return () => {
    try {
      if ((JSON.parse(readFileSync(path, 'utf8')) as ServiceFile).pid === process.pid) rmSync(path)
    } catch {
      // Somebody else removed it.
    }
  }
}

function printWelcome(ctx: CommandContext, config: Config, service: Service): void {
  const broker = service.broker?.state().url
  const lines = [
    config.roles.includes('api') ? `page         ${service.url}` : `health       ${service.url}/readyz`,
    ...(broker ? [`MQTT broker  ${broker}`] : []),
    ...(config.demo ? [`admin link   ${service.url}/login?code=${service.loginCode()}   (works once)`] : []),
    `data folder  ${config.data.dir}`,
    '',
    `Next: ${config.roles.includes('api') ? 'open the page; ' : ''}\`npx campus points\` lists the points, \`npx campus --help\` the commands.`,
    ...(broker
      ? [`Send a reading: publish to ${broker}, topic campus/${config.campus.id}/<device>/telemetry, {"values": {"power": 412.5}}`]
      : []),
    'Ctrl-C stops the service; nothing acknowledged is lost.',
    '',
  ]
  ctx.stdout(lines.join('\n'))
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function awaitStopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let stopping = false
    const on = (signal: NodeJS.Signals): void => {
      if (stopping) process.exit(130)
      stopping = true
      resolve(signal)
    }
    process.on('SIGINT', on)
    process.on('SIGTERM', on)
  })
}

async function serve(ctx: CommandContext, config: Config): Promise<number> {
  const stopped = awaitStopSignal()
  const service = await openService(config, { listen: true, pretty: ctx.terminal })
  const removeServiceFile = writeServiceFile(config, service)
  const demo = config.demo && service.broker ? runDemo(config, service) : null
  const reload = watchConfig(config, service)
  printWelcome(ctx, config, service)
  service.events.emit({ code: 'service-started', level: 'info', detail: `listening on ${service.url}` })
  const signal = await stopped
  service.events.emit({ code: 'service-stopping', level: 'info', detail: `${signal}: finishing what was accepted` })
  reload.stop()
  await demo?.stop()
  removeServiceFile()
  await service.stop()
  return 0
}

export const startCommand: Command = {
  name: 'start',
  summary: 'run the service, with --demo on the simulated reference campus',
  usage: [
    'campus start [--config FILE] [--roles ingest,jobs,control,api] [--demo]',
    '',
    'Runs until Ctrl-C. With --demo: the reference campus on the embedded broker and store, simulated live, with 13 months of history',
    'filled in the background. Without --demo and without --config: ./campus.yaml if it is there, else the demo.',
  ].join('\n'),
  async run(ctx) {
    const { values } = parse(ctx.args, FLAGS)
    const roles = rolesOf(text(values, 'roles'))
    const config = configOf({ file: text(values, 'config'), demo: values['demo'] === true, ...(roles ? { roles } : {}) })
    try {
      return await serve(ctx, config)
    } catch (error) {
      if (error instanceof Error && error.name === 'PortError') throw new CommandError(error.message)
      throw error
    }
  },
}
