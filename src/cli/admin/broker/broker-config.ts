import { hashPassword, newPassword, passwordFileText, readPasswordFile } from '../../../access/broker/password-file.ts'
import type { BrokerUser } from '../../../access/broker/topic-rights.ts'
import type { Config } from '../../../config/types.ts'
import { type Command, type CommandContext, CommandError, UsageError } from '../../support/command.ts'
import { type OptionValues, parse, SERVICE_FLAGS, text } from '../../support/options.ts'
import { table } from '../../support/table.ts'
import { aclText, brokerUsers } from './broker-users.ts'
import { type MosquittoTls, mosquittoConf } from './mosquitto-conf.ts'

export interface BrokerConfigParts {
  readonly configOf: (file: string | null) => Config
  /** Null where there is none. */
  readonly read: (path: string) => string | null
  /** Readable by its owner alone; the folder is made. */
  readonly write: (path: string, text: string) => void
  readonly absolute: (path: string) => string
}

const FLAGS = {
  ...SERVICE_FLAGS,
  listen: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  'client-ca': { type: 'string' },
  rotate: { type: 'string', multiple: true },
  revoke: { type: 'string', multiple: true },
} as const

const SERVICE = 'campus'
const PORTS = { plain: 1883, tls: 8883 }

interface Credential {
  readonly user: string
  /** Null: it is the one of before, of which only the hash is there. */
  readonly password: string | null
}

export function createBrokerConfigCommand(parts: BrokerConfigParts): Command {
  return {
    name: 'broker-config',
    summary: 'write mosquitto.conf, users and access list for the devices of the campus file',
    usage: [
      'campus broker-config OUT_DIR [--listen [HOST:]PORT] [--cert FILE --key FILE [--client-ca FILE]] [--rotate USER] [--revoke USER] [--json]',
      '                     [--config FILE]',
      '',
      'A user for the service, for each device that connects by itself, and for each gateway (its name is the id of the source). A device may publish',
      'and read only its own topics. New passwords are printed once; OUT_DIR keeps their hashes. The service takes CAMPUS__BROKER__PASSWORD where it is set.',
      '--rotate gives a user a new password, --revoke removes it until --rotate; both may be repeated. --client-ca demands client certificates.',
      'Run it again after a change of the campus file, then: mosquitto -c OUT_DIR/mosquitto.conf (a running one reads passwords and rights at SIGHUP).',
    ].join('\n'),
    async run(ctx) {
      const { values, positionals } = parse(ctx.args, FLAGS)
      const [out] = positionals
      if (out === undefined || positionals.length > 1) throw new UsageError('name the folder to write to')
      return writeFiles(ctx, parts, { dir: parts.absolute(out), values })
    },
  }
}

function writeFiles(ctx: CommandContext, parts: BrokerConfigParts, { dir, values }: { dir: string; values: OptionValues }): number {
  const config = parts.configOf(text(values, 'config'))
  const service = config.broker.username ?? SERVICE
  const users = brokerUsers(config.campus, service)
  const own = new Map([[service, ctx.env['CAMPUS__BROKER__PASSWORD'] ?? config.broker.password]])
  const files = { conf: `${dir}/mosquitto.conf`, passwords: `${dir}/passwords`, acl: `${dir}/acl`, revoked: `${dir}/revoked` }
  const [rotate, revoke] = [namesOf(values, 'rotate', users), namesOf(values, 'revoke', users)]
  const before = new Set((parts.read(files.revoked) ?? '').split('\n').filter((name) => name !== ''))
  const revoked = new Set([...before, ...revoke].filter((name) => !rotate.includes(name)))
  const hashes = readPasswordFile(parts.read(files.passwords) ?? '')
  const active = users.filter(({ name }) => !revoked.has(name))
  const written = new Map<string, string>()
  const credentials = active.map(({ name }): Credential => {
    const known = rotate.includes(name) || own.get(name) ? undefined : hashes.get(name)
    const password = known === undefined ? (own.get(name) ?? newPassword()) : null
    written.set(name, known ?? hashPassword(password ?? ''))
    return { user: name, password: own.get(name) ? null : password }
  })
  const { conf, ...listening } = {
    conf: files.conf,
    ...listenerOf(values, parts),
    passwordFile: files.passwords,
    aclFile: files.acl,
    dataDir: dir,
  }
  parts.write(conf, mosquittoConf(listening))
  parts.write(files.passwords, passwordFileText(written))
  parts.write(files.acl, aclText(active))
  parts.write(files.revoked, [...revoked].map((name) => `${name}\n`).join(''))
  print(ctx, { dir, credentials, json: values['json'] === true })
  return 0
}

function namesOf(values: OptionValues, flag: string, users: readonly BrokerUser[]): readonly string[] {
  const names = [values[flag] ?? []].flat().map(String)
  const wrong = names.find((name) => users.every((user) => user.name !== name))
  if (wrong === undefined) return names
  throw new CommandError(`--${flag}: there is no user "${wrong}"; there are ${users.map((user) => user.name).join(', ')}`)
}

function listenerOf(
  values: OptionValues,
  { absolute }: BrokerConfigParts,
): { host: string | null; port: number; tls: MosquittoTls | null } {
  const [cert, key, clientCa] = [text(values, 'cert'), text(values, 'key'), text(values, 'client-ca')]
  if ((cert === null) !== (key === null)) throw new UsageError('--cert and --key go together')
  if (clientCa !== null && cert === null) throw new UsageError('--client-ca needs --cert and --key')
  const tls =
    cert === null || key === null
      ? null
      : { cert: absolute(cert), key: absolute(key), clientCa: clientCa === null ? null : absolute(clientCa) }
  const listen = text(values, 'listen') ?? String(tls === null ? PORTS.plain : PORTS.tls)
  const [, host, digits] = /^(?:(.+):)?(\d{1,5})$/.exec(listen) ?? []
  const port = Number(digits)
  if (!(port >= 1 && port <= 65_535)) throw new UsageError(`--listen: "${listen}" is no [HOST:]PORT`)
  return { host: host ?? (tls === null ? '127.0.0.1' : null), port, tls }
}

function print(ctx: CommandContext, { dir, credentials, json }: { dir: string; credentials: readonly Credential[]; json: boolean }): void {
  if (json) return ctx.stdout(`${JSON.stringify({ dir, users: credentials })}\n`)
  const fresh = credentials.filter(({ password }) => password !== null)
  ctx.stderr(
    `${dir}: mosquitto.conf, passwords, acl; ${credentials.length} users, ${fresh.length} new passwords${fresh.length > 0 ? ', shown once:' : ''}\n`,
  )
  if (fresh.length > 0)
    ctx.stdout(
      table(
        [{ title: 'user' }, { title: 'password' }],
        fresh.map(({ user, password }) => [user, password ?? '']),
      ),
    )
}
