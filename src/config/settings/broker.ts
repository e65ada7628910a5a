/** The broker: an address, or the embedded one with who may connect and its certificate. */

import { isLoopback } from '../../kernel/index.ts'
import { DEFAULTS } from '../defaults.ts'
import type { Config, RawSetting, RawSettings } from '../types.ts'
import { addressOf, brokerUrl } from '../urls.ts'
import type { Faults } from '../yaml/faults.ts'

const text = (setting: RawSetting | undefined): string | null =>
  typeof setting?.value === 'string' && setting.value !== '' ? setting.value : null
const number = (setting: RawSetting | undefined, otherwise: number): number =>
  typeof setting?.value === 'number' ? setting.value : otherwise

export function brokerOf(settings: RawSettings, campusId: string, faults: Faults): Config['broker'] {
  const setting = settings('broker.url')
  const url = setting?.value === undefined ? DEFAULTS.broker.url : brokerUrl(setting, faults)
  const embedded = url === 'embedded'
  const address = embedded ? null : addressOf(url)
  const username = text(settings('broker.username')) ?? address?.username ?? null
  const password = text(settings('broker.password')) ?? address?.password ?? null
  const anonymous = settings('broker.anonymous')?.value === true
  const host = settings('broker.host')
  const tls = tlsOf(settings, faults)
  const passwords = text(settings('broker.passwords'))
  if (!embedded) refuseForOthers(settings, faults)
  const guarded = (username !== null && password !== null) || passwords !== null || tls?.clientCa != null
  if (embedded && host !== undefined && !anonymous && !guarded) checkReach(host, faults)
  return {
    url: address?.clean ?? url,
    host: address?.host ?? text(host) ?? DEFAULTS.broker.host,
    port: address
      ? (address.port ?? (url.startsWith('mqtts:') ? DEFAULTS.ports.mqtts : DEFAULTS.ports.mqtt))
      : number(settings('broker.port'), tls === null ? DEFAULTS.broker.port : DEFAULTS.ports.mqtts),
    username,
    password,
    // The user name, because a broker that ties the two together ends the session of any other id.
    clientId: text(settings('broker.client_id')) ?? username ?? `campus-${campusId}`,
    anonymous,
    passwords,
    tls,
    portWritten: settings('broker.port')?.value !== undefined,
  }
}

/** A fault when machines of the network could publish and read without a password. */
function checkReach(host: RawSetting, faults: Faults): void {
  if (isLoopback(String(host.value))) return
  faults.blameSpot(
    host,
    `the embedded broker would listen on "${String(host.value)}" without a password: every machine that reaches it could publish and read`,
    'set broker.username and CAMPUS__BROKER__PASSWORD, or broker.passwords, or write broker: { anonymous: true }',
  )
}

/** Keys of the embedded broker alone: a broker elsewhere has its own users and certificate. */
const EMBEDDED_ONLY = ['broker.passwords', 'broker.tls.cert', 'broker.tls.key', 'broker.tls.client_ca']

function refuseForOthers(settings: RawSettings, faults: Faults): void {
  for (const key of EMBEDDED_ONLY) {
    const setting = settings(key)
    if (setting !== undefined)
      faults.blameSpot(setting, `${key} is for the embedded broker`, 'use mqtts:// for a broker that speaks TLS, and its own password file')
  }
}

function tlsOf(settings: RawSettings, faults: Faults): Config['broker']['tls'] {
  const [certSetting, keySetting, caSetting] = [settings('broker.tls.cert'), settings('broker.tls.key'), settings('broker.tls.client_ca')]
  const [cert, key, clientCa] = [text(certSetting), text(keySetting), text(caSetting)]
  if (cert !== null && key !== null) return { cert, key, clientCa }
  const lone = certSetting ?? keySetting ?? caSetting
  if (lone !== undefined) faults.blameSpot(lone, 'TLS needs a certificate and its key', 'set broker.tls.cert and broker.tls.key')
  return null
}
