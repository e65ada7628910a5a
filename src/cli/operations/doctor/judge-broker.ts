/** The MQTT broker: reached, takes and delivers QoS 1, keeps what the service needs. Pure. */

import { DAY, SECOND } from '../../../domain/index.ts'
import { type DoctorFinding, fail, pass, warn } from './doctor-finding.ts'

export interface BrokerFacts {
  /** Topics that it takes and does not deliver, as the end of a sentence. */
  readonly quirk?: string | null
  readonly url: string
  /** Why it cannot serve, with what to do about it; null: a QoS 1 message came back. */
  readonly failure: string | null
  readonly protocol: '3.1.1' | '5'
  /** What it grants to a session; null: it does not say, which is the default of MQTT. */
  readonly granted: {
    readonly sessionExpirySeconds: number | null
    readonly qos1: boolean
    readonly retain: boolean
    readonly packetBytes: number | null
  }
  /** From its $SYS topics; null: it has none, or this user may not read them. */
  readonly system: { readonly version: string | null; readonly dropped: number | null } | null
}

export type EmbeddedFacts = { readonly address: string; readonly runs: boolean; readonly portHolder: string | null }

/** Nights and a weekend without the service. */
const SESSION_DAYS = 3
const PACKET_BYTES = 65_536

export function judgeEmbedded({ address, runs, portHolder }: EmbeddedFacts): DoctorFinding[] {
  if (runs) return [pass('broker', address, 'the embedded broker listens')]
  if (portHolder === null) return [pass('broker', address, 'the port of the embedded broker is free')]
  return [fail('broker', address, `the embedded broker cannot listen here: ${portHolder}`, 'stop the other program, or set broker.port')]
}

export function judgeBroker(facts: BrokerFacts): DoctorFinding[] {
  const { url, failure, protocol, system } = facts
  if (failure !== null) return [fail('broker', url, failure, 'correct the broker or broker.url, and run this check again')]
  const version = system?.version === null || system === null ? '' : ` (${system.version})`
  return [
    pass('broker', url, `MQTT ${protocol}${version}: a QoS 1 message came back`),
    ...quirkOf(facts),
    ...limitsOf(facts),
    ...queueOf(facts),
  ]
}

function quirkOf({ url, quirk = null }: BrokerFacts): DoctorFinding[] {
  if (quirk === null) return []
  return [warn('broker', url, `the broker ${quirk}`, 'rename such topics on the devices, or use a broker that delivers them')]
}

function limitsOf({ url, granted }: BrokerFacts): DoctorFinding[] {
  const { sessionExpirySeconds: expiry, qos1, retain, packetBytes } = granted
  const findings: DoctorFinding[] = []
  if (!qos1) findings.push(fail('broker', url, 'the broker grants QoS 0 only: messages are lost at every break', 'allow QoS 1'))
  if (!retain)
    findings.push(
      warn(
        'broker',
        url,
        'the broker keeps no retained messages: states of devices are unknown after a restart',
        'allow retained messages',
      ),
    )
  if (expiry !== null && expiry * SECOND < SESSION_DAYS * DAY)
    findings.push(
      warn(
        'broker',
        url,
        `the broker forgets the session after ${Math.round(expiry / 3600)} h: messages are lost when the service is down longer`,
        'raise the session expiry (Mosquitto: persistent_client_expiration 7d)',
      ),
    )
  if (packetBytes !== null && packetBytes < PACKET_BYTES)
    findings.push(
      warn(
        'broker',
        url,
        `the broker takes messages of at most ${packetBytes} bytes`,
        `raise the limit to ${PACKET_BYTES} bytes (Mosquitto: max_packet_size)`,
      ),
    )
  return findings
}

function queueOf({ url, system }: BrokerFacts): DoctorFinding[] {
  if (system === null) return [pass('broker', url, 'its $SYS topics cannot be read: whether it dropped messages is unknown')]
  if (system.dropped === null || system.dropped === 0) return []
  return [
    warn(
      'broker',
      url,
      `the broker dropped ${system.dropped} messages since its start`,
      'raise its queue (Mosquitto: max_queued_messages and max_queued_bytes; `campus broker-config` writes a tuned file)',
    ),
  ]
}
