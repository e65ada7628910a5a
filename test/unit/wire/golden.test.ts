/** One folder of test/fixtures/wire/<convention>/<case> is one test: message.json in, expected.json out. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeJsonMessage, type JsonMessage } from './decode-json.ts'

const ROOT = resolve(import.meta.dirname, '../../fixtures/wire')

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

for (const convention of readdirSync(ROOT)) {
  describe(`the ${convention} convention`, () => {
    for (const name of readdirSync(join(ROOT, convention))) {
      const folder = join(ROOT, convention, name)
      it(`reads ${name.replaceAll('-', ' ')} as expected`, () => {
        expect(existsSync(join(folder, 'expected.json'))).toBe(true)
        expect(decodeJsonMessage(json(join(folder, 'message.json')) as JsonMessage)).toEqual(json(join(folder, 'expected.json')))
      })
    }
  })
}
