import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { conventions } from '../../../../src/main/presets.ts'
import { createRecogniser, viewMessage } from '../../../../src/wire/recognition.ts'
import { type JsonMessage, rawMessage } from '../decode-json.ts'

const ROOT = resolve(import.meta.dirname, '../../../fixtures/wire')
/** A mapping of the source changes the topic of these, or the form belongs to two presets. */
const OTHER_TOPIC = new Set(['influx', 'mapping', 'native'])

const recogniser = createRecogniser(conventions())
const presets = new Set(conventions().flatMap((c) => (c.body === null ? [] : [c.name])))

function messagesOf(preset: string): readonly (readonly [string, JsonMessage])[] {
  return readdirSync(join(ROOT, preset)).map((name) => [
    name,
    JSON.parse(readFileSync(join(ROOT, preset, name, 'message.json'), 'utf8')) as JsonMessage,
  ])
}

describe('a message without a source', () => {
  for (const preset of readdirSync(ROOT).filter((name) => presets.has(name) && !OTHER_TOPIC.has(name))) {
    it(`of each form of ${preset} is recognised as ${preset} by topic and payload`, () => {
      const others = messagesOf(preset)
        .map(([name, json]) => [name, recogniser.rank(viewMessage(rawMessage(json)))[0]])
        .filter(([, first]) => first !== preset)
      expect(others).toEqual([])
    })
  }
})
