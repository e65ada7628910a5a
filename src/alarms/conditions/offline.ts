/** Devices that report themselves offline. A gateway that is offline stands for the devices below it. Pure. */

import type { Instant } from '../../domain/index.ts'
import type { SubjectVerdict } from '../judgement.ts'
import { pathName } from './silence.ts'

export interface DeviceConnection {
  readonly source: string
  readonly device: string
  readonly online: boolean
  /** When it reported so. */
  readonly at: Instant
  /** Points that it, or a device below it, serves. */
  readonly points: readonly string[]
}

const isBelow = (of: DeviceConnection, gateway: DeviceConnection): boolean =>
  of.source === gateway.source && of.device.startsWith(`${gateway.device}/`)

/** Devices that serve no point are not judged. */
export function judgeOffline(connections: readonly DeviceConnection[]): SubjectVerdict[] {
  const offline = connections.filter((c) => !c.online && c.points.length > 0)
  const gateways = offline.filter((c) => !offline.some((other) => isBelow(c, other)))
  return gateways.map((gateway): SubjectVerdict => {
    const below = offline.filter((c) => isBelow(c, gateway))
    const subject = pathName([gateway.source, gateway.device])
    return {
      subject,
      verdict: 'holds',
      since: gateway.at,
      points: [...new Set([gateway, ...below].flatMap((c) => c.points))],
      sentence: `${subject} reports itself offline${below.length === 0 ? '' : `, with ${below.length} devices below it`}`,
      evidence: { device: subject, devices: below.length + 1, points: gateway.points.length },
      covers: below.map((c) => pathName([c.source, c.device])),
    }
  })
}
