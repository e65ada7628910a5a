/** Users of a broker and their rights, from the campus file. Pure. */

import type { BrokerUser, TopicRight } from '../../../access/broker/topic-rights.ts'
import type { Campus, Source } from '../../../domain/index.ts'
import { subscriptionsOf } from '../../../wire/index.ts'
import { topicTextsOf } from '../../../wire/codec.ts'
import { conventionOf } from '../../../wire/conventions/catalog.ts'

/** Conventions whose devices connect by themselves; of all others one gateway speaks for many devices. */
const READS: Readonly<Record<string, readonly string[]>> = {
  native: [],
  tasmota: ['cmnd/{device}/#'],
  shelly1: ['shellies/{device}/#', 'shellies/command'],
  shelly2: ['{device}/rpc', '{device}/command/#'],
  esphome: ['{device}/#'],
}

/** What the password file and the rights of a user can hold. */
const NAME = /^[^\s:+#/]{1,200}$/

const write = (topic: string): TopicRight => ({ access: 'write', topic })
const read = (topic: string): TopicRight => ({ access: 'read', topic })

/** A template with the levels filled that are given; any other level is a wildcard. */
function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([A-Za-z_][\w-]*)([+*]?)\}/g, (_, name: string, many: string) => values[name] ?? (many === '' ? '+' : '#'))
}

/** Of a multi-level wildcard what follows is left out: it has to be the last level. */
const valid = (topic: string): string => topic.replace(/#.*$/, '#')

/** Devices of the points of a source, sorted. */
function devicesOf(campus: Campus, source: Source): readonly string[] {
  const rows = campus.points.flatMap((point) => point.from).filter((row) => row.source === source.id)
  return [...new Set(rows.map((row) => row.device))].sort()
}

function nativeRights(template: string, device: string, campus: string): readonly TopicRight[] {
  const topic = (message: string): string => valid(filled(template.replace(/[^/]*$/, message), { device, campus }))
  return [write(topic('telemetry')), write(topic('status')), write(topic('ack')), read(topic('command'))]
}

function usersOfSource(campus: Campus, source: Source): readonly BrokerUser[] {
  const convention = conventionOf(source)
  if (convention === null) return []
  const { name } = convention.descriptor
  const templates = topicTextsOf(convention.descriptor, source.mapping)
  const reads = READS[name]
  if (reads === undefined)
    return [{ name: source.id, rights: templates.map((t) => ({ access: 'readwrite', topic: valid(filled(t, {})) })) }]
  return devicesOf(campus, source)
    .filter((device) => NAME.test(device))
    .map((device) => ({
      name: device,
      rights:
        name === 'native'
          ? templates.flatMap((t) => nativeRights(t, device, campus.id))
          : [...templates.map((t) => write(valid(filled(t, { device })))), ...reads.map((t) => read(filled(t, { device })))],
    }))
}

/** The service first. Two sources of one device are one user. */
export function brokerUsers(campus: Campus, service: string): readonly BrokerUser[] {
  const users = new Map<string, TopicRight[]>()
  const add = ({ name, rights }: BrokerUser): void => void users.set(name, [...(users.get(name) ?? []), ...rights])
  const listens = subscriptionsOf(campus.sources).map(({ filter }) => read(filter))
  add({
    name: service,
    rights: [...listens, read('$SYS/#'), { access: 'readwrite', topic: `campus-probe/${service}/#` }, ...commandRights(campus)],
  })
  for (const source of campus.sources) for (const user of usersOfSource(campus, source)) if (user.name !== service) add(user)
  return [...users].map(([name, rights]) => ({ name, rights: unique(rights) }))
}

/** Where the service commands: what devices read. */
function commandRights(campus: Campus): readonly TopicRight[] {
  return campus.sources.flatMap((source) =>
    usersOfSource(campus, source)
      .flatMap(({ rights }) => rights)
      .filter(({ access }) => access !== 'write')
      .map(({ topic }) => write(topic)),
  )
}

function unique(rights: readonly TopicRight[]): readonly TopicRight[] {
  return [...new Map(rights.map((right) => [`${right.access} ${right.topic}`, right])).values()]
}

export const aclText = (users: readonly BrokerUser[]): string =>
  `# Written by \`campus broker-config\`: a user may do what stands below its name, and nothing else.\n${users
    .map(({ name, rights }) => `\nuser ${name}\n${rights.map(({ access, topic }) => `topic ${access} ${topic}\n`).join('')}`)
    .join('')}`
