/** The conventions by name. A new one is a folder here and a row in the list; what a mapping can express is a file in `presets`. */

import type { ConventionDescriptor, Source } from '../../domain/index.ts'
import type { Convention } from '../codec.ts'
import type { Recognise } from '../message-view.ts'
import { bacnet } from './bacnet/codec.ts'
import { chirpstack } from './chirpstack/codec.ts'
import { esphome } from './esphome/codec.ts'
import { haDiscovery } from './ha-discovery/codec.ts'
import { homie } from './homie/codec.ts'
import { mapping } from './mapping/codec.ts'
import { native } from './native/codec.ts'
import { p1 } from './p1/codec.ts'
import { senml } from './senml/codec.ts'
import { shelly1 } from './shelly1/codec.ts'
import { shelly2 } from './shelly2/codec.ts'
import { sparkplug } from './sparkplug/codec.ts'
import { tasmota } from './tasmota/codec.ts'
import { tts } from './tts/codec.ts'
import { wmbusmeters } from './wmbusmeters/codec.ts'
import { zigbee2mqtt } from './zigbee2mqtt/codec.ts'

const CONVENTIONS: ReadonlyMap<string, Convention> = new Map(
  [
    native,
    mapping,
    bacnet,
    chirpstack,
    esphome,
    haDiscovery,
    homie,
    p1,
    senml,
    shelly1,
    shelly2,
    sparkplug,
    tasmota,
    tts,
    wmbusmeters,
    zigbee2mqtt,
  ].map((c) => [c.descriptor.name, c]),
)

/** The conventions with code of their own; composition adds the presets and hands the list to configuration. */
export const DESCRIPTORS: readonly ConventionDescriptor[] = [...CONVENTIONS.values()].map((c) => c.descriptor)

/** The convention that reads a source; null: this program has none of that name. */
export function conventionOf({ preset, convention }: Source): Convention | null {
  return CONVENTIONS.get(convention ?? preset) ?? null
}

/** What conventions know of their messages beside the rules of their descriptors. */
export const RECOGNISE: ReadonlyMap<string, Recognise> = new Map(
  [...CONVENTIONS].flatMap(([name, { recognise }]) => (recognise === undefined ? [] : [[name, recognise] as const])),
)
