/** Campus files for tests: from text or from the fixtures, with includes by name. */

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { faultText } from '../../../src/config/fault-text.ts'
import { type CheckedCampus, checkCampus, type LoadInput } from '../../../src/config/load.ts'
import type { Config, Fault } from '../../../src/config/types.ts'
import { DESCRIPTORS } from '../../../src/wire/index.ts'

export const FIXTURES = resolve(import.meta.dirname, '../../fixtures/config')

export interface Given {
  readonly file?: string
  readonly includes?: Readonly<Record<string, string>>
  readonly env?: LoadInput['env']
  readonly secrets?: Readonly<Record<string, string>>
  readonly overrides?: LoadInput['overrides']
  readonly conventions?: LoadInput['conventions']
}

export function check(text: string, given: Given = {}): CheckedCampus {
  const files = Object.entries(given.includes ?? {}).map(([file, content]) => ({ file, text: content }))
  return checkCampus({
    file: given.file ?? 'campus.yaml',
    text,
    readInclude: (pattern) =>
      files.filter((f) => pattern === f.file || (pattern.includes('*') && f.file.startsWith(pattern.split('*')[0] ?? ''))),
    env: given.env ?? {},
    conventions: given.conventions ?? DESCRIPTORS,
    readSecret: (path) => given.secrets?.[path] ?? null,
    ...(given.overrides ? { overrides: given.overrides } : {}),
  })
}

export function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name), 'utf8')
}

/** The configuration; its faults as the failure of the test otherwise. */
export function loaded(text: string, given: Given = {}): Config {
  const { result } = check(text, given)
  if (!result.ok) throw new Error(result.faults.map(faultText).join('\n'))
  return result.config
}

export function faultsOf(text: string, given: Given = {}): readonly Fault[] {
  const { result } = check(text, given)
  return result.ok ? [] : result.faults
}

export function faultTexts(text: string, given: Given = {}): readonly string[] {
  return faultsOf(text, given).map(faultText)
}

/** A campus with one site and the native source, and whatever follows. */
export function campus(...lines: readonly string[]): string {
  return [
    'campus: { id: park, timezone: Asia/Shanghai }',
    'sites: [{ id: park, kind: office }]',
    'sources: [{ id: native, preset: native }]',
    ...lines,
    '',
  ].join('\n')
}
