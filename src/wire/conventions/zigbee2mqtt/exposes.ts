/** `bridge/devices`: what each device exposes, with its unit. Names resolve topics; units come before the table. */

import type { DecodeOutput } from '../../codec.ts'
import { type BoundedMemory, createBoundedMemory } from '../../fields/memory.ts'
import { asText, child, isObject } from '../../values/path.ts'

const DEVICES_KEPT = 5000
const PROPERTIES_KEPT = 200

/** Property -> unit as the definition writes it; an empty text: without one. */
export type ExposedUnits = Readonly<Record<string, string>>

export type ExposedDevices = BoundedMemory<ExposedUnits>

function readUnits(value: unknown): ExposedUnits | undefined {
  if (!isObject(value) || !Object.values(value).every((unit) => typeof unit === 'string')) return undefined
  return Object.assign(Object.create(null) as Record<string, string>, value as Record<string, string>)
}

export function createExposedDevices(): ExposedDevices {
  return createBoundedMemory(DEVICES_KEPT, readUnits)
}

interface Exposed {
  readonly property: string
  readonly unit: string
  readonly settable: boolean
}

/** Exposes nest: a light has features. */
function exposedOf(list: unknown, found: Exposed[]): void {
  if (!Array.isArray(list)) return
  for (const entry of list as unknown[]) {
    const property = child(entry, 'property')
    const unit = child(entry, 'unit')
    const access = child(entry, 'access')
    const settable = typeof access === 'number' && (access & 2) !== 0
    if (typeof property === 'string' && found.length < PROPERTIES_KEPT)
      found.push({ property, unit: typeof unit === 'string' ? unit : '', settable })
    exposedOf(child(entry, 'features'), found)
  }
}

export function learnDevices(devices: ExposedDevices, body: unknown, out: DecodeOutput): void {
  if (!Array.isArray(body)) return
  for (const entry of (body as unknown[]).slice(0, DEVICES_KEPT)) {
    const device = asText(child(entry, 'friendly_name') ?? '')
    const found: Exposed[] = []
    exposedOf(child(child(entry, 'definition'), 'exposes'), found)
    if (device === '' || found.length === 0) continue
    devices.set(
      device,
      Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(found.map((e) => [e.property, e.unit]))),
    )
    for (const { property, unit, settable } of found) {
      out.events.push({ type: 'discovered-point', device, channel: property, unit: unit === '' ? null : unit })
      if (settable) out.events.push({ type: 'commandable', device, channel: property })
    }
  }
}
