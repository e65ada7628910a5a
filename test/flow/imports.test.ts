/** Files as people have them into a real service: what the engine reads is what the store has. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Quantity } from '../../src/domain/index.ts'
import { importFile, type ImportResult, profileUrl, readOptions } from '../../src/imports/index.ts'
import { type ImportCase, importCases } from '../support/fixtures/import-cases.ts'
import { campus, type Service, startService } from '../support/process/service.ts'

const CASES = importCases()

const idOf = (name: string, point: string): string => `t/${name}/${point.replaceAll('/', '-')}`

/** A campus with the points of every case. Points with an interval hold amounts that are stamped at their end. */
const CONFIG = `
campus: { id: t, name: T, timezone: Europe/Berlin }
sites: [{ id: t, kind: office }]
sources: [{ id: native, preset: native }]
points:
  - { id: t/undo/energy, quantity: energy }
${CASES.flatMap(({ name, points }) =>
  Object.entries(points).map(
    ([point, { quantity, interval }]) =>
      `  - { id: ${idOf(name, point)}, quantity: ${quantity}${interval === undefined ? '' : `, kind: interval, interval: ${interval}`} }`,
  ),
).join('\n')}
`

const MINUTES: Readonly<Record<string, number>> = { '15m': 15, '30m': 30, '1h': 60 }

/** What the engine alone makes of the file. */
function readAlone({ file, options, points }: ImportCase): ImportResult {
  const read = readOptions(options)
  if (!read.ok) throw new Error(read.failures.map((f) => f.reason).join('; '))
  return importFile({
    bytes: readFileSync(file),
    options: read.value,
    targets: Object.entries(points).map(([point, { quantity, interval }]) => ({
      point,
      quantity: quantity as Quantity,
      ...(interval === undefined ? {} : { interval: (MINUTES[interval] ?? 0) * 60_000 }),
    })),
    latest: Date.now(),
    profileText: (name) => {
      const url = profileUrl(name)
      return url === null ? null : readFileSync(url, 'utf8')
    },
  })
}

function flagsOf({ name, options, points, file }: ImportCase): string[] {
  const flags = Object.entries(options).flatMap(([option, value]) =>
    [value].flat().map((v) => {
      const [column, point] = option === 'map' ? String(v).split('=') : []
      return v === true ? `--${option}` : `--${option}=${point === undefined ? String(v) : `${column ?? ''}=${idOf(name, point)}`}`
    }),
  )
  const target = 'map' in options ? [] : ['--point', idOf(name, Object.keys(points)[0] ?? '')]
  return ['import', ...target, '--file', file, ...flags]
}

interface Series {
  readonly values: readonly { readonly time: string; readonly value: number | null; readonly quality?: string }[]
}

describe('files as people have them, imported into a service', () => {
  let service: Service
  const run = (args: readonly string[]) =>
    campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: service.dataDir } })
  const stored = async (point: string): Promise<Series['values']> => {
    const path = `/api/v1/points/${encodeURIComponent(point)}/series?step=raw`
    const years = [2000, 2023, 2024, 2025, 2026, 2027]
    const parts: Series['values'][] = []
    for (const [i, year] of years.slice(0, -1).entries())
      parts.push((await service.get<Series>(`${path}&from=${year}-01-01T00:00:00Z&to=${years[i + 1] ?? year}-01-01T00:00:00Z`)).values)
    return parts.flat()
  }

  beforeAll(async () => {
    service = await startService({ config: CONFIG })
  })
  afterAll(async () => {
    await service?.stop()
  })

  it.each(CASES)('$name ends as it must, and the store has the sums, the first time and the estimates', async (spec) => {
    const alone = readAlone(spec)
    const done = await run(flagsOf(spec))
    expect(done.code, done.err).toBe(spec.exit)
    for (const { reason } of alone.failures) expect(done.err).toContain(reason)
    for (const point of Object.keys(spec.points)) {
      const rows = alone.failures.length > 0 ? [] : [...(alone.points.find((p) => p.point === point)?.rows ?? [])]
      const values = await stored(idOf(spec.name, point))
      const sum = (list: readonly { readonly value: number | null }[]): number => list.reduce((n, r) => n + (r.value ?? 0), 0)
      expect(values.length).toBe(rows.length)
      expect(sum(values)).toBeCloseTo(sum(rows), 6)
      expect(values.filter((v) => v.quality === 'estimated').length).toBe(rows.filter((r) => r.quality === 'estimated').length)
      const moved = alone.stamp === 'begin' ? (MINUTES[spec.points[point]?.interval ?? ''] ?? 0) * 60_000 : 0
      const first = rows[0]
      if (first !== undefined) expect(Date.parse(values[0]?.time ?? '')).toBe(first.time + moved)
    }
  })

  it('gives a day of Green Button amounts that are stamped at their begin the total of the day', async () => {
    const point = idOf('green-button-csv', 'p')
    const spec = CASES.find((c) => c.name === 'green-button-csv')
    if (spec === undefined) throw new Error('the case green-button-csv is missing')
    const rows = [...(readAlone(spec).points[0]?.rows ?? [])]
    const day = new Date(rows[0]?.time ?? 0).getTime() - 86_400_000
    const path = `/api/v1/points/${encodeURIComponent(point)}/series?step=1h&from=${new Date(day).toISOString()}&to=${new Date(day + 3 * 86_400_000).toISOString()}`
    const total = (await service.get<Series>(path)).values.reduce((n, v) => n + (v.value ?? 0), 0)
    expect(total).toBeCloseTo(
      rows.reduce((n, r) => n + r.value, 0),
      6,
    )
  })

  it('takes an import back by its id: readings, totals and the export are as they were before it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'campus-undo-'))
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const bring = async (name: string, text: string): Promise<{ id: string; replaced: number }> => {
      const done = await run(['import', '--point', 't/undo/energy', '--csv', file(name, text), '--json'])
      expect(done.code, done.err).toBe(0)
      return JSON.parse(done.out) as { id: string; replaced: number }
    }
    const exported = async (): Promise<string> => {
      const span = ['--from', '2026-01-01', '--to', '2026-01-03', '--point', 't/undo/energy']
      const steps = ['15m', '1h', '1d'].map((step) => run(['export', ...span, '--step', step]))
      return (await Promise.all(steps)).map((s) => s.out).join('')
    }
    await bring('first.csv', 'time,value\n2026-01-01T00:00:00Z,100\n2026-01-01T01:00:00Z,101\n2026-01-02T00:00:00Z,124\n')
    const [before, readings] = [await exported(), await stored('t/undo/energy')]
    const { id, replaced } = await bring(
      'second.csv',
      'time,value\n2026-01-01T01:00:00Z,102\n2026-01-01T02:00:00Z,103\n2026-01-02T04:00:00Z,130\n',
    )
    expect(replaced).toBe(1)
    expect(await exported()).not.toBe(before)
    const undone = await run(['import', 'undo', id])
    expect(undone.out).toContain(`${id} (second.csv) is undone: 1 readings came back, 2 are removed`)
    expect([await exported(), await stored('t/undo/energy')]).toEqual([before, readings])
    expect((await run(['import', 'list'])).out).toContain('undone')
    expect((await run(['rebuild', '--verify'])).code).toBe(0)
  })
})
