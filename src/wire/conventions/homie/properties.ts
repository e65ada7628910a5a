/** Descriptions of Homie devices: `$description` of version 5, an attribute a topic of version 4. */

import type { PointRule } from '../../../domain/index.ts'
import type { DecodeOutput } from '../../codec.ts'
import { ruleOfDescribed, ruleOfFlag } from '../../fields/described.ts'
import { type BoundedMemory, createBoundedMemory } from '../../fields/memory.ts'
import { asText, child, isObject } from '../../values/path.ts'
import { isNullText } from '../../values/value.ts'

const PROPERTIES_KEPT = 50_000

export interface HomieProperty {
  readonly unit: string | null
  readonly datatype: string | null
}

/** By `<device> <node>/<property>`. */
export type HomieProperties = BoundedMemory<HomieProperty>

export const propertyKey = (device: string, channel: string): string => `${device}\u0000${channel}`

function readProperty(value: unknown): HomieProperty | undefined {
  if (!isObject(value)) return undefined
  const { unit, datatype } = value
  const texts = [unit, datatype].every((text) => text === null || typeof text === 'string')
  return texts ? { unit: unit as string | null, datatype: datatype as string | null } : undefined
}

export function createHomieProperties(): HomieProperties {
  return createBoundedMemory(PROPERTIES_KEPT, readProperty)
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** The nodes and properties of a `$description`. */
export function learnDescription(properties: HomieProperties, device: string, body: unknown, out: DecodeOutput): void {
  const nodes = child(body, 'nodes')
  if (!isObject(nodes)) return
  for (const [node, description] of Object.entries(nodes)) {
    const own = child(description, 'properties')
    if (!isObject(own)) continue
    for (const [name, property] of Object.entries(own)) {
      const channel = `${node}/${name}`
      const unit = textOrNull(child(property, 'unit'))
      properties.set(propertyKey(device, channel), { unit, datatype: textOrNull(child(property, 'datatype')) })
      out.events.push({ type: 'discovered-point', device, channel, unit })
      if (child(property, 'settable') === true) out.events.push({ type: 'commandable', device, channel })
    }
  }
}

/** `$unit` and `$datatype` of version 4. */
export function learnAttribute(
  properties: HomieProperties,
  device: string,
  channel: string,
  [name, value]: readonly [string, string],
): void {
  const key = propertyKey(device, channel)
  const former = properties.get(key) ?? { unit: null, datatype: null }
  properties.set(
    key,
    name === '$unit' ? { ...former, unit: textOrNull(asText(value)) } : { ...former, datatype: textOrNull(asText(value)) },
  )
}

const SWITCH = /^(?:power|on|state|switch|relay|outlet|enabled)$/i
const FLAG = /^(?:true|false)$/

/** The rule of a value; null: a text, which measures nothing. */
export function ruleOfProperty(property: HomieProperty | undefined, channel: string, value: string): PointRule | null {
  const name = channel.slice(channel.lastIndexOf('/') + 1)
  const datatype = property?.datatype ?? null
  if (datatype === 'boolean' || (datatype === null && FLAG.test(value)))
    return SWITCH.test(name) ? { quantity: 'switch' } : ruleOfFlag(name)
  if (datatype !== null && !/^(?:integer|float|percent)$/.test(datatype)) return null
  if (datatype === null && !isNullText(value) && Number.isNaN(Number(value))) return null
  const unit = property?.unit ?? (datatype === 'percent' || /^(?:brightness|dimmer|level)$/i.test(name) ? '%' : null)
  if (unit === '#') return { quantity: 'unknown' }
  return ruleOfDescribed({ name, unit })
}
