/** Broker, store, data, http, journal, archive, backup, limits, notify and access: the environment before the file before the defaults. */

import { durationMs } from '../domain/index.ts'
import { accessOf } from './settings/access.ts'
import { backupOf } from './settings/backup.ts'
import { brokerOf } from './settings/broker.ts'
import { ARCHIVE_BOUNDS, DEFAULTS, JOURNAL_BOUNDS, LIMIT_BOUNDS } from './defaults.ts'
import { notifyOf } from './notify.ts'
import type { Config, RawSetting, RawSettings } from './types.ts'
import { addressOf, storeUrl } from './urls.ts'
import type { Faults } from './yaml/faults.ts'

const UNIT_BYTES: Readonly<Record<string, number>> = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }

function bytesOf(text: string): number {
  const [, amount = '', unit = 'B'] = /^([\d.]+)\s*([A-Za-z]*)$/.exec(text) ?? []
  return Math.round(Number(amount) * (UNIT_BYTES[unit === '' ? 'B' : unit] ?? Number.NaN))
}

interface Bounded {
  readonly otherwise: number
  readonly bounds: readonly [number, number]
  readonly parse: (text: string) => number
}

function readMeasure(setting: RawSetting | undefined, rule: Bounded, faults: Faults): number {
  const raw = setting?.value
  if (setting === undefined || (typeof raw !== 'string' && typeof raw !== 'number')) return rule.otherwise
  const value = rule.parse(String(raw))
  const [min, max] = rule.bounds
  if (value >= min && value <= max) return value
  const unit = rule.parse === durationMs ? ' ms' : rule.parse === bytesOf ? ' bytes' : ''
  faults.blameSpot(setting, `"${raw}" is out of range`, `from ${min} to ${max}${unit}`)
  return rule.otherwise
}

const text = (setting: RawSetting | undefined): string | null =>
  typeof setting?.value === 'string' && setting.value !== '' ? setting.value : null
const number = (setting: RawSetting | undefined, otherwise: number): number =>
  typeof setting?.value === 'number' ? setting.value : otherwise

export type Parts = Pick<Config, 'broker' | 'store' | 'data' | 'http' | 'journal' | 'archive' | 'backup' | 'limits' | 'notify' | 'access'>

/** Everything of the configuration that is not the campus. `dir` overrides the data folder. */
export function partsOf(settings: RawSettings, campusId: string, faults: Faults): Parts {
  const data = { dir: text(settings('data.dir')) ?? DEFAULTS.data.dir }
  return {
    data,
    broker: brokerOf(settings, campusId, faults),
    store: storeOf(settings, data.dir, faults),
    http: httpOf(settings, faults),
    journal: journalOf(settings, faults),
    archive: archiveOf(settings, faults),
    backup: backupOf(settings, faults),
    limits: limitsOf(settings, faults),
    notify: notifyOf(settings, faults),
    access: accessOf(settings, faults),
  }
}

function httpOf(settings: RawSettings, faults: Faults): Config['http'] {
  return {
    host: text(settings('http.host')) ?? DEFAULTS.http.host,
    port: number(settings('http.port'), DEFAULTS.http.port),
    trustedProxies: proxiesOf(settings('http.trusted_proxies'), faults),
  }
}

const PROXY = /^(loopback|linklocal|uniquelocal|\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?|[\da-fA-F:]*:[\da-fA-F:.]*(\/\d{1,3})?)$/

function proxiesOf(setting: RawSetting | undefined, faults: Faults): readonly string[] {
  const raw: unknown = setting?.value
  const list = (Array.isArray(raw) ? raw : (typeof raw === 'string' ? raw : '').split(','))
    .map((entry) => String(entry).trim())
    .filter((entry) => entry !== '')
  const wrong = list.find((entry) => !PROXY.test(entry))
  if (wrong === undefined || setting === undefined) return list
  faults.blameSpot(setting, `"${wrong}" is no address of a proxy`, 'write addresses or networks: 172.18.0.5, 10.0.0.0/8, loopback')
  return []
}

/** A file's store in the file's data folder moves with the folder when environment or flags name another. */
function storeOf(settings: RawSettings, dataDir: string, faults: Faults): Config['store'] {
  const setting = settings('store.url')
  const inDataDir = `duckdb:${text(settings('data.dir', 'file')) ?? DEFAULTS.data.dir}`
  const moves = setting === undefined || (setting.spot.line !== null && setting.value === inDataDir)
  const url = moves || setting?.value === undefined ? `duckdb:${dataDir}` : storeUrl(setting, faults)
  const address = url.startsWith('duckdb:') ? null : addressOf(url)
  return {
    url: address?.clean ?? url,
    username: text(settings('store.username')) ?? address?.username ?? null,
    password: text(settings('store.password')) ?? address?.password ?? null,
  }
}

function journalOf(settings: RawSettings, faults: Faults): Config['journal'] {
  const otherwise = DEFAULTS.journal
  const size = (name: 'segmentBytes' | 'maxBytes' | 'minFreeDisk', key: string): number =>
    readMeasure(settings(`journal.${key}`), { otherwise: otherwise[name], bounds: JOURNAL_BOUNDS[name], parse: bytesOf }, faults)
  const segmentBytes = size('segmentBytes', 'segment_bytes')
  const maxBytes = size('maxBytes', 'max_bytes')
  const cap = settings('journal.max_bytes')
  if (cap && maxBytes < 2 * segmentBytes) {
    faults.blameSpot(
      cap,
      `the journal of ${maxBytes} bytes does not hold two segments of ${segmentBytes}`,
      'raise max_bytes or lower segment_bytes',
    )
  }
  return {
    durability: (text(settings('journal.durability')) ?? otherwise.durability) as Config['journal']['durability'],
    intervalMs: readMeasure(
      settings('journal.interval'),
      { otherwise: otherwise.intervalMs, bounds: JOURNAL_BOUNDS.intervalMs, parse: durationMs },
      faults,
    ),
    segmentBytes,
    maxBytes,
    minFreeDisk: size('minFreeDisk', 'min_free_disk'),
  }
}

function archiveOf(settings: RawSettings, faults: Faults): Config['archive'] {
  const { days, maxBytes } = DEFAULTS.archive
  return {
    days: number(settings('archive.days'), days),
    maxBytes: readMeasure(settings('archive.max_bytes'), { otherwise: maxBytes, bounds: ARCHIVE_BOUNDS.maxBytes, parse: bytesOf }, faults),
  }
}

function limitsOf(settings: RawSettings, faults: Faults): Config['limits'] {
  const otherwise = DEFAULTS.limits
  return {
    payloadBytes: readMeasure(
      settings('limits.payload_bytes'),
      { otherwise: otherwise.payloadBytes, bounds: LIMIT_BOUNDS.payloadBytes, parse: bytesOf },
      faults,
    ),
    depth: number(settings('limits.depth'), otherwise.depth),
    readingsPerMessage: number(settings('limits.readings_per_message'), otherwise.readingsPerMessage),
    messagesPerSecond: number(settings('limits.messages_per_second'), otherwise.messagesPerSecond),
  }
}
