/** The campus file with includes merged and templates expanded: it loads to the same campus. */

import { stringify } from 'yaml'
import { formatIn, type Instant } from '../domain/index.ts'
import type { CampusTree } from './files.ts'
import type { Config } from './types.ts'

const tlsText = ({ cert, key, clientCa }: NonNullable<Config['broker']['tls']>) => ({
  cert,
  key,
  ...(clientCa === null ? {} : { client_ca: clientCa }),
})

/** YAML. Settings are those in force, without secrets; lists stand as they were written. */
export function expandedText(config: Config, tree: CampusTree | null): string {
  const { broker, store, data, http, journal, archive, backup, limits, notify } = config
  const main = tree?.main ?? {}
  const values = (parts: readonly { readonly value: unknown }[] | undefined): unknown[] => (parts ?? []).map((p) => p.value)
  const body = {
    campus: main.campus,
    broker: {
      url: broker.url,
      ...(broker.url === 'embedded' ? { host: broker.host, port: broker.port } : {}),
      ...(broker.anonymous ? { anonymous: true } : {}),
      ...(broker.passwords === null ? {} : { passwords: broker.passwords }),
      ...(broker.tls === null ? {} : { tls: tlsText(broker.tls) }),
      ...(broker.username === null ? {} : { username: broker.username }),
      client_id: broker.clientId,
    },
    store: { url: store.url, ...(store.username === null ? {} : { username: store.username }) },
    data,
    http: {
      host: http.host,
      port: http.port,
      ...(http.trustedProxies.length === 0 ? {} : { trusted_proxies: http.trustedProxies }),
    },
    journal: {
      durability: journal.durability,
      interval: `${journal.intervalMs}ms`,
      segment_bytes: journal.segmentBytes,
      max_bytes: journal.maxBytes,
      min_free_disk: journal.minFreeDisk,
    },
    archive: { days: archive.days, max_bytes: archive.maxBytes },
    backup: backupText(backup),
    limits: {
      payload_bytes: limits.payloadBytes,
      depth: limits.depth,
      readings_per_message: limits.readingsPerMessage,
      messages_per_second: limits.messagesPerSecond,
    },
    notify: notifyText(notify, tree?.main),
    ...(main.access === undefined ? {} : { access: main.access }),
    ...(Object.keys(config.seasons).length === 0 ? {} : { seasons: seasonsText(config) }),
    ...(main.carriers === undefined ? {} : { carriers: main.carriers }),
    ...(main.tariffs === undefined ? {} : { tariffs: main.tariffs }),
    ...(main.completeness === undefined ? {} : { completeness: main.completeness }),
    sites: values(tree?.lists.sites),
    sources: values(tree?.lists.sources),
    points: values(tree?.lists.points),
    calendars: values(tree?.lists.calendars),
    measures: values(tree?.lists.measures),
    ...(main.control === undefined ? {} : { control: main.control }),
    ...(main.home_assistant === undefined ? {} : { home_assistant: main.home_assistant }),
    ...listed('actuators', tree?.lists.actuators),
    ...listed('policies', tree?.lists.policies),
    ...listed('alarms', tree?.lists.alarms),
    ...listed('findings', tree?.lists.findings),
    ...listed('maintenance', tree?.lists.maintenance),
  }
  return stringify(body, { lineWidth: 140, aliasDuplicateObjects: false })
}

function backupText({ dir, at, keep, alarmAfterMs }: Config['backup']): Readonly<Record<string, unknown>> {
  const minutes = Math.floor(at / 60_000)
  const clock = [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, '0')).join(':')
  return { ...(dir === null ? {} : { dir }), at: clock, keep, alarm_after: `${alarmAfterMs}ms` }
}

/** A list that most files do not have: left out while it is empty. */
function listed(key: string, parts: readonly { readonly value: unknown }[] | undefined): Readonly<Record<string, unknown>> {
  return parts === undefined || parts.length === 0 ? {} : { [key]: parts.map((p) => p.value) }
}

/** Without secrets: the address of a webhook may be one, so it stands here only when it stands in the file. */
function notifyText({ mail, coverageBelow }: Config['notify'], main: CampusTree['main'] | undefined): Readonly<Record<string, unknown>> {
  const webhook = main?.notify?.webhook
  return {
    ...(webhook === undefined ? {} : { webhook }),
    ...(mail === null ? {} : { mail: { smtp: smtpText(mail), from: mail.from, to: mail.to } }),
    coverage_below: coverageBelow,
  }
}

function smtpText({ host, port, secure, username }: NonNullable<Config['notify']['mail']>): string {
  const named = host.includes(':') ? `[${host}]` : host
  return `${secure ? 'smtps' : 'smtp'}://${username === null ? '' : `${encodeURIComponent(username)}@`}${named}:${port}`
}

/** Dated windows in the campus zone. */
function seasonsText({ campus, seasons }: Config): Readonly<Record<string, unknown>> {
  const at = (time: Instant): string => formatIn(campus.timezone, time)
  return Object.fromEntries(
    Object.entries(seasons).map(([name, windows]) => [name, windows.map(({ from, to }) => ({ from: at(from), to: at(to) }))]),
  )
}
