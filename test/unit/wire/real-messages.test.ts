/** Real messages that come with a mapping, beside the checkout. They are never committed; without them this says so and skips. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createDecoder } from '../../../src/wire/index.ts'
import { type JsonMessage, rawMessage, sourceOf } from './decode-json.ts'

interface Sample extends JsonMessage {
  readonly id: string
  readonly assume?: { readonly tz?: string }
  readonly expect: readonly { quantity: string; unit: string | null; value: number | boolean; time: string | null; diagnostic?: boolean }[]
}

const FOLDER = resolve(import.meta.dirname, '../../../../shared/payload-samples')
/** Samples whose envelope or table belongs to a preset that does not exist yet: a mapping alone does not say how to read them. */
const NEEDS_PRESET = /^(chirpstack|tts|xiaomi-miot)/
/** Samples that a shipped preset reads. */
const PRESETS: readonly (readonly [samples: RegExp, preset: string])[] = [
  [/^neuron-02/, 'neuron'],
  [/^emonhub-03/, 'emonhub'],
  [/^telegraf/, 'telegraf'],
]

const presetOf = ({ id }: Sample): string => PRESETS.find(([samples]) => samples.test(id))?.[1] ?? 'mapping'

function samples(): Sample[] {
  if (!existsSync(FOLDER)) return []
  const all = readdirSync(FOLDER)
    .filter((f) => f.endsWith('.json'))
    .map((f) => JSON.parse(readFileSync(join(FOLDER, f), 'utf8')) as Sample)
  return all.filter((s) => (s.mapping !== undefined || presetOf(s) !== 'mapping') && !NEEDS_PRESET.test(s.id))
}

describe('real messages with a mapping', () => {
  if (samples().length === 0) {
    it('are not beside this checkout (../shared/payload-samples), so none is tried', () => {
      expect(existsSync(FOLDER)).toBe(false)
    })
  }
  for (const sample of samples()) {
    it(`yield exactly the expected readings: ${sample.id}`, () => {
      const decoder = createDecoder([sourceOf(presetOf(sample), sample.mapping ?? {})], sample.assume?.tz ?? 'UTC')
      const { decoded } = decoder.decode(rawMessage(sample))
      const got = decoded.readings.map((r) => ({
        quantity: r.quantity,
        unit: r.unit,
        value: r.unit === 'bool' ? r.value === 1 : r.value,
        time: new Date(r.time).toISOString(),
      }))
      const wanted = sample.expect
        .filter((e) => e.diagnostic !== true)
        .map((e) => ({ quantity: e.quantity, unit: e.unit, value: e.value, time: new Date(e.time ?? sample.received_at).toISOString() }))
      expect(got).toEqual(wanted)
    })
  }
})
