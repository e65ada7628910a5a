/** Each folder of test/fixtures/imports is a file as people have it, with what it comes to. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Quantity } from '../../../src/domain/index.ts'
import { importExit, importFile, type ImportResult, readOptions } from '../../../src/imports/index.ts'
import { profileText } from './profile-text.ts'

const ROOT = resolve(import.meta.dirname, '../../fixtures/imports')
/** Beside the repository, or beside the folder of its worktrees. */
const BESIDE = ['../../../../shared/cases', '../../../../../shared/cases'].map((path) => resolve(import.meta.dirname, path))
const SHARED = BESIDE.find((path) => existsSync(path)) ?? ''
const MINUTES: Readonly<Record<string, number>> = { '15m': 15, '30m': 30, '1h': 60 }

interface Case {
  readonly about: string
  readonly file: string
  readonly options: Readonly<Record<string, unknown>>
  readonly points: Readonly<Record<string, { readonly quantity: Quantity; readonly interval?: string }>>
  readonly exit: number
  readonly stamp?: string | null
  readonly counts?: object
  readonly rows?: Readonly<Record<string, readonly (readonly [string, number, string])[]>>
  readonly at?: Readonly<Record<string, readonly (readonly [string, number])[]>>
  readonly sums?: Readonly<Record<string, number>>
  readonly first?: Readonly<Record<string, string>>
  readonly last?: Readonly<Record<string, string>>
  readonly refusals?: readonly (readonly [number, string, string])[]
  readonly detected?: Readonly<Record<string, string>>
  readonly failure?: {
    readonly kind: string
    readonly says: string
    readonly option: string
    readonly line?: number
    readonly column?: string
  }
}

function run(bytes: Uint8Array, options: Readonly<Record<string, unknown>>, points: Case['points']): ImportResult {
  const read = readOptions(options)
  if (!read.ok) throw new Error(read.failures.map((f) => f.reason).join('; '))
  const targets = Object.entries(points).map(([point, { quantity, interval }]) => ({
    point,
    quantity,
    ...(interval === undefined ? {} : { interval: (MINUTES[interval] ?? 0) * 60_000 }),
  }))
  return importFile({ bytes, options: read.value, targets, latest: Date.UTC(2027, 0, 1), profileText })
}

const rowsOf = (result: ImportResult, point: string) => [...(result.points.find((p) => p.point === point)?.rows ?? [])]

function checkRows(spec: Case, result: ImportResult): void {
  for (const [point, rows] of Object.entries(spec.rows ?? {}))
    expect(rowsOf(result, point).map((r) => [r.time, r.value, r.quality])).toEqual(rows.map(([t, v, q]) => [Date.parse(t), v, q]))
  for (const [point, sum] of Object.entries(spec.sums ?? {}))
    expect(rowsOf(result, point).reduce((n, r) => n + r.value, 0)).toBeCloseTo(sum, 9)
  for (const [point, list] of Object.entries(spec.at ?? {}))
    for (const [time, value] of list) expect(rowsOf(result, point).find((r) => r.time === Date.parse(time))?.value, time).toBe(value)
  for (const [point, time] of Object.entries(spec.first ?? {}))
    expect(result.points.find((p) => p.point === point)?.first).toBe(Date.parse(time))
  for (const [point, time] of Object.entries(spec.last ?? {}))
    expect(result.points.find((p) => p.point === point)?.last).toBe(Date.parse(time))
}

describe('a file as people have it', () => {
  for (const name of readdirSync(ROOT)) {
    const spec = JSON.parse(readFileSync(join(ROOT, name, 'case.json'), 'utf8')) as Case
    it(`${name}: ${spec.about}`, () => {
      const result = run(readFileSync(join(ROOT, name, spec.file)), spec.options, spec.points)
      const { failure } = spec
      if (failure === undefined) expect(result.failures).toEqual([])
      else {
        const [first] = result.failures
        expect(first?.kind).toBe(failure.kind)
        expect(first?.reason).toMatch(new RegExp(failure.says))
        expect(first?.options).toContain(failure.option)
        if (failure.line !== undefined) expect([first?.line, first?.column]).toEqual([failure.line, failure.column])
      }
      if (spec.counts !== undefined) expect(result.counts).toEqual(spec.counts)
      checkRows(spec, result)
      if (spec.stamp !== undefined) expect(result.stamp).toBe(spec.stamp)
      expect(result.refusals.map((r) => [r.line, r.column, r.value])).toEqual(
        spec.refusals ?? (failure === undefined ? [] : expect.anything()),
      )
      const detected = Object.fromEntries(result.detected.map((d) => [d.option, d.value]))
      expect(detected).toMatchObject(spec.detected ?? {})
      expect(importExit(result)).toBe(spec.exit)
    })
  }
})

interface SharedCase {
  readonly steps: readonly { readonly run?: readonly string[]; readonly exit?: number | readonly number[]; readonly says?: string }[]
}

/** `--name value` pairs; names may repeat. */
function flagsOf(args: readonly string[]): Record<string, string[]> {
  const flags: Record<string, string[]> = {}
  for (let i = 0; i < args.length; i += 2) (flags[(args[i] ?? '').slice(2)] ??= []).push(args[i + 1] ?? '')
  return flags
}

describe.skipIf(SHARED === '')('the cases beside the repository (skipped where the folder is absent)', () => {
  const names = SHARED === '' ? [] : readdirSync(SHARED)
  const withImports = names
    .map((name) => ({ name, spec: JSON.parse(readFileSync(join(SHARED, name, 'case.json'), 'utf8')) as SharedCase }))
    .filter(({ spec }) => spec.steps.some((s) => s.run?.[0] === 'import'))
  it.each(withImports)('$name ends as it must', ({ name, spec }) => {
    const campus = parse(readFileSync(join(SHARED, name, 'campus.yaml'), 'utf8')) as {
      readonly points: readonly { readonly id: string; readonly quantity: Quantity; readonly interval?: string }[]
    }
    for (const step of spec.steps) {
      if (step.run?.[0] !== 'import') continue
      const { point: [point = ''] = [], csv: [csv = ''] = [], ...options } = flagsOf(step.run.slice(1))
      const row = campus.points.find((p) => p.id === point)
      const target = { quantity: row?.quantity ?? 'energy', ...(row?.interval === undefined ? {} : { interval: row.interval }) }
      const result = run(readFileSync(join(SHARED, name, csv)), options, { [point]: target })
      expect([step.exit ?? 0].flat(), JSON.stringify(result.failures)).toContain(importExit(result))
      if (step.says !== undefined) expect(JSON.stringify([result.failures, result.refusals])).toMatch(new RegExp(step.says, 'i'))
    }
  })
})
