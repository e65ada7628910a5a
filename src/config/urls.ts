/** Addresses of broker and store. Secrets in an address come from the environment only and are never shown. */

import type { RawSetting } from './types.ts'
import type { Faults } from './yaml/faults.ts'
import { didYouMean } from './yaml/nearest.ts'

export interface Address {
  readonly host: string
  readonly port: number | null
  readonly username: string | null
  readonly password: string | null
  /** Without user and password. */
  readonly clean: string
}

/** Scheme, user and first host; the hosts after it, each with its comma; the path. A URL itself holds one host. */
const HOSTS = /^([a-z]+:\/\/(?:[^/]*@)?[^/@,]+)((?:,[^/@,:]+(?::\d{1,5})?)*)(\/.*)?$/s

/** A URL in its parts, or null when the text is no URL. `host` and `port` are those of the first of several hosts. */
export function addressOf(text: string): Address | null {
  const [, head = text, more = '', path = ''] = HOSTS.exec(text) ?? []
  let url: URL
  try {
    // `mqtt:` and `influx:` are no special schemes, so host and port are kept as written.
    url = new URL(head + path)
  } catch {
    return null
  }
  if (url.hostname === '') return null
  const username = url.username === '' ? null : decodePart(url.username)
  const password = url.password === '' ? null : decodePart(url.password)
  url.username = ''
  url.password = ''
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? null : Number(url.port),
    username,
    password,
    clean: more === '' ? url.href : url.href.replace(`//${url.host}`, () => `//${url.host}${more}`),
  }
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Up to the last @: a password that is not escaped may hold slashes and more of them. */
const maskSecrets = (text: string): string => text.replace(/\/\/.*@/s, '//***@')

/** The address in quotes, without what stands before its host. */
export const quoteAddress = (text: string): string => JSON.stringify(maskSecrets(text))

/** The address in quotes as far as its host, where what follows is a secret. */
export const quoteHost = (text: string): string => JSON.stringify(maskSecrets(text).replace(/(\/\/[^/?#]*).*/s, '$1/***'))

const PASSWORD_HINT = 'take it out and set CAMPUS__BROKER__PASSWORD or CAMPUS__STORE__PASSWORD, or the same with _FILE'

/** A fault when an address in a file, not in the environment, holds a password. */
export function secretInFile(setting: RawSetting, address: Address | null, hint: string, faults: Faults): void {
  if (address === null || address.password === null || setting.spot.line === null) return
  faults.blameSpot(setting, `the address ${quoteAddress(String(setting.value))} holds a password`, hint)
}

/** Whether the text is a URL with a host and one of the schemes. */
export function isUrlOf(text: string, schemes: readonly string[]): boolean {
  return schemes.some((scheme) => text.startsWith(`${scheme}://`)) && addressOf(text) !== null
}

/** A list of addresses as one with several hosts: all have the scheme of the first. Other lists stay as they are, which is no address. */
function joinHosts(value: unknown): string {
  const texts = (Array.isArray(value) ? value : [value]).map(String)
  const [first = '', ...rest] = texts
  const scheme = /^[a-z]+:\/\//.exec(first)?.[0] ?? ''
  const hosts = rest.map((text) => (scheme !== '' && text.startsWith(scheme) ? text.slice(scheme.length).replace(/\/$/, '') : text))
  return [first.replace(/\/$/, ''), ...hosts].join(',')
}

/** `embedded` or an mqtt(s) URL, which may name several hosts; on a fault the default. */
export function brokerUrl(setting: RawSetting, faults: Faults): string {
  const text = joinHosts(setting.value)
  if (text === 'embedded') return text
  const address = /^mqtts?:\/\//.test(text) ? addressOf(text) : null
  if (address) {
    secretInFile(setting, address, PASSWORD_HINT, faults)
    return text
  }
  faults.blameSpot(
    setting,
    `${JSON.stringify(maskSecrets(text))} is not a broker`,
    didYouMean(text, ['embedded']) ?? 'write embedded, mqtt://host:1883 or mqtts://host:8883; several hosts of one broker as a list',
  )
  return 'embedded'
}

const STORE_FORM = /^(influxs?:\/\/[^/,]+\/[A-Za-z0-9_-]+|clickhouses?:\/\/[^/]+\/[A-Za-z0-9_]+)$/

/** `duckdb:<folder>`, `influx(s)://host:port/db` or `clickhouse(s)://host:port,host:port/db`; on a fault the default. */
export function storeUrl(setting: RawSetting, faults: Faults): string {
  const text = String(setting.value)
  if (/^duckdb:.+/.test(text)) return text
  const address = addressOf(text)
  if (address && STORE_FORM.test(address.clean)) {
    secretInFile(setting, address, PASSWORD_HINT, faults)
    return text
  }
  faults.blameSpot(
    setting,
    `${JSON.stringify(maskSecrets(text))} is not a store`,
    'write duckdb:./data, influx://host:8086/database or clickhouse://host:8123/database',
  )
  return 'duckdb:./data'
}
