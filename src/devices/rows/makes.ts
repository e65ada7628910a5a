/** Which preset a make speaks: by its name, the names of presets, and the words people write. */

import type { ConventionDescriptor } from '../../domain/index.ts'
import { findNearest } from '../../config/yaml/nearest.ts'
import { normalise } from '../sheet/columns.ts'

/** Words for makes whose preset has another name. A make that has sold two generations needs to say which. */
const WORDS: Readonly<Record<string, string>> = {
  sonoff: 'tasmota',
  shellygen1: 'shelly1',
  shellygen2: 'shelly2',
  shellygen3: 'shelly2',
  shellyplus: 'shelly2',
  shellypro: 'shelly2',
  z2m: 'zigbee2mqtt',
  zigbee: 'zigbee2mqtt',
  lorawan: 'chirpstack',
  ttn: 'tts',
  thethingsstack: 'tts',
  emqx: 'neuron',
  emqxneuron: 'neuron',
  eaton: 'eaton-ups',
  buderus: 'ems-esp',
  bosch: 'ems-esp',
  openenergymonitor: 'emonhub',
  emontx: 'emonhub',
  xiaomi: 'xiaomi-miot',
  mijia: 'xiaomi-miot',
  alink: 'aliyun',
  alibaba: 'aliyun',
  华为: 'huawei',
  阿里云: 'aliyun',
  小米: 'xiaomi-miot',
  中电: 'cet',
  mbus: 'wmbusmeters',
  wmbus: 'wmbusmeters',
  campus: 'native',
  own: 'native',
}

export type MakeAnswer = { readonly preset: string } | { readonly fault: string; readonly hint: string | null }

/** An empty make is the native convention only where the row has no topic of its own. */
export function presetOfMake(make: string, conventions: readonly ConventionDescriptor[]): MakeAnswer {
  const names = conventions.map((c) => c.name)
  const word = normalise(make)
  const exact = names.find((name) => normalise(name) === word) ?? WORDS[word]
  if (exact !== undefined && names.includes(exact)) return { preset: exact }
  if (word === 'shelly')
    return {
      fault: 'Shelly has two generations with different messages',
      hint: 'write shelly1 (Gen1) or shelly2 (Plus, Pro, Gen2 and later)',
    }
  const nearest = findNearest(word, [...names, ...Object.keys(WORDS)])
  return {
    fault: `"${make}" is not a make that a preset reads`,
    hint: nearest === null ? `makes are ${names.join(', ')}` : `did you mean "${WORDS[nearest] ?? nearest}"?`,
  }
}
