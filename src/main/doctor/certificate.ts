/** The certificate that a server shows, and whether this machine trusts it. */

import { connect } from 'node:tls'
import type { CertificateFacts } from '../../cli/operations/doctor/judge-rest.ts'
import type { Config } from '../../config/types.ts'
import { hostsOf } from '../../kernel/index.ts'
import { instant } from '../../domain/index.ts'

export interface TlsAddress {
  readonly host: string
  readonly port: number
}

const TIMEOUT_MS = 10_000
const PORTS: Readonly<Record<string, number>> = { 'mqtts:': 8883, 'influxs:': 8086, 'clickhouses:': 8443, 'https:': 443, 'smtps:': 465 }

/** Where this machine reaches what listens on every address. */
const reachable = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host)

/** Addresses of the configuration that are reached by TLS, each once. */
export function tlsAddresses({ broker, store, notify }: Config): readonly TlsAddress[] {
  const urls = [...hostsOf(broker.url), ...hostsOf(store.url), notify.webhook?.url, ...notify.chats.map(({ url }) => url)].filter(
    (url) => url !== undefined,
  )
  const found = urls.flatMap((text) => {
    const url = URL.canParse(text) ? new URL(text) : null
    const port = PORTS[url?.protocol ?? '']
    return url === null || port === undefined
      ? []
      : [{ host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? port : Number(url.port) }]
  })
  const own = broker.tls === null || broker.port === 0 ? [] : [{ host: reachable(broker.host), port: broker.port }]
  const mail = notify.mail?.secure === true ? [{ host: notify.mail.host, port: notify.mail.port }] : []
  return [...new Map([...found, ...own, ...mail].map((address) => [`${address.host}:${address.port}`, address])).values()]
}

/** Never rejects. Reads the certificate of a server that is not trusted too: its end may be the reason. */
export function certificateOf({ host, port }: TlsAddress): Promise<CertificateFacts> {
  const address = `${host}:${port}`
  return new Promise((resolve) => {
    const socket = connect({ host, port, servername: /^[\d.:]+$/.test(host) ? '' : host, rejectUnauthorized: false, timeout: TIMEOUT_MS })
    const end = (facts: Omit<CertificateFacts, 'address'>): void => {
      socket.destroy()
      resolve({ address, ...facts })
    }
    socket.on('secureConnect', () => {
      const validTo = Date.parse(socket.getPeerCertificate().valid_to)
      const failure = socket.authorized ? null : String(socket.authorizationError)
      end({ validTo: Number.isNaN(validTo) ? null : instant(validTo), failure })
    })
    socket.on('timeout', () => end({ validTo: null, failure: `no answer within ${TIMEOUT_MS / 1000} s` }))
    socket.on('error', (error) => end({ validTo: null, failure: error.message }))
  })
}
