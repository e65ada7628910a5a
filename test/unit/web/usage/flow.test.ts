import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FlowLink, type FlowNode, layoutFlow } from '../../../../dashboards/web/src/graphs/svg/flow-layout.ts'
import { bandPath, linePath, niceTicks } from '../../../../dashboards/web/src/graphs/svg/lines.ts'
import { nightFlow } from '../../../../dashboards/web/src/features/water/night.ts'
import { flowOf } from '../../../../dashboards/web/src/usage/flow-nodes.ts'
import type { Usage, UsageSeries } from '../../../../dashboards/web/src/usage/usage-api.ts'

const series = (key: string, total: number | null): UsageSeries => ({
  key,
  points: [],
  total,
  coverage: 1,
  bridged: 0,
  estimated: 0,
  values: [],
  measured: [],
})
const usage = (groups: Readonly<Record<string, number>>, rest: number): Usage =>
  ({
    unit: 'kWh',
    total: series('total', 1),
    groups: Object.entries(groups).map(([key, total]) => series(key, total)),
    rest: series('rest', rest),
  }) as unknown as Usage

describe('the flow of a medium', () => {
  const graph = flowOf([{ source: 'electricity', usage: usage({ 'park/a|lighting': 30, 'park/a|rest': 50, 'park/b|rest': -5 }, 20) }])

  it('leads every amount from the source over its place to its use, and what nothing explains is a use of its own', () => {
    expect(graph.links.map((l) => [l.from, l.to, l.value, l.rest])).toEqual([
      ['source:electricity', 'place:park/a', 80, false],
      ['source:electricity', 'place:rest', 20, true],
      ['place:park/a', 'use:lighting', 30, false],
      ['place:park/a', 'use:rest', 50, true],
      ['place:rest', 'use:rest', 20, true],
    ])
  })

  it('names a place whose parts have more than its meter, and draws no negative ribbon', () => {
    expect(graph.excess).toEqual([{ place: 'park/b', value: 5 }])
    expect(graph.links.every((l) => l.value > 0)).toBe(true)
  })

  it('joins places that are too small to be seen, and loses nothing of them', () => {
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`park/x${i}|lighting`, 0.1]))
    const joined = flowOf([{ source: 'electricity', usage: usage({ 'park/a|lighting': 1000, ...many }, 0) }])
    expect(joined.nodes.find((n) => n.id === 'place:other')?.value).toBeCloseTo(1)
    expect(joined.nodes.find((n) => n.id === 'use:lighting')?.value).toBeCloseTo(1001)
  })
})

describe('the layout of a flow', () => {
  const size = { width: 800, height: 400, columns: 3, nodeWidth: 10, gap: 6, least: 2 }

  it('keeps nodes of a column apart and inside the drawing, and ribbons no wider than their nodes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 10_000 })), {
          minLength: 1,
          maxLength: 40,
        }),
        (rows) => {
          const links: FlowLink[] = rows.flatMap(([place, use, value]) => [
            { from: 's', to: `p${place}`, value, rest: false },
            { from: `p${place}`, to: `u${use}`, value, rest: false },
          ])
          const ids = [...new Set(links.flatMap((l) => [l.from, l.to]))]
          const nodes: FlowNode[] = ids.map((id) => ({
            id,
            column: 'spu'.indexOf(id[0] ?? 's'),
            value: Math.max(
              ...[links.filter((l) => l.from === id), links.filter((l) => l.to === id)].map((list) =>
                list.reduce((n, l) => n + l.value, 0),
              ),
            ),
            rest: false,
          }))
          const { boxes, ribbons } = layoutFlow(nodes, links, size)
          for (let c = 0; c < 3; c++) {
            const column = boxes.filter((b) => b.column === c).sort((a, b) => a.y - b.y)
            expect((column.at(-1)?.y ?? 0) + (column.at(-1)?.height ?? 0)).toBeLessThan(size.height + 25)
            for (const [i, box] of column.entries())
              if (i > 0) expect(box.y).toBeGreaterThanOrEqual((column[i - 1]?.y ?? 0) + (column[i - 1]?.height ?? 0))
          }
          for (const box of boxes) {
            const out = ribbons.filter((r) => r.from === box.id).reduce((n, r) => n + r.width, 0)
            expect(out).toBeLessThanOrEqual(box.height + 1e-6)
          }
        },
      ),
    )
  })
})

describe('the lines of a day', () => {
  const frame = { width: 100, height: 100, left: 0, right: 0, top: 0, bottom: 0, count: 4, most: 10 }

  it('begin anew after a gap, and a band has an area for each run of values', () => {
    expect(linePath(frame, [10, null, 0, 5])).toBe('M12.5 0.0M62.5 100.0L87.5 50.0')
    expect(bandPath(frame, [0, 0, null, 0], [10, 10, 10, 10]).match(/M/g)).toHaveLength(1)
  })

  it('have round ticks from 0 to what is at least the greatest value', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (most) => {
        const ticks = niceTicks(most)
        expect(ticks.length).toBeGreaterThan(2)
        expect(ticks.length).toBeLessThan(8)
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * (1 - 1e-9))
      }),
    )
  })
})

describe('the flow at night', () => {
  const start = Date.parse('2026-03-01T00:00:00+08:00')
  const hours = 10 * 24
  const edges = Array.from({ length: hours + 1 }, (_, i) => new Date(start + i * 3_600_000).toISOString())
  const values = Array.from({ length: hours }, (_, i) => (i % 24 >= 2 && i % 24 < 5 ? (Math.floor(i / 24) === 9 ? 4 : 1) : 0))

  it('is the least hour between two and five of each night, beside the usual of the nights before', () => {
    const { nights, tonight, usual } = nightFlow({ edges, values, measured: values.map(() => 1) }, 'Asia/Shanghai')
    expect([nights.length, tonight, usual]).toEqual([10, 4, 1])
  })

  it('is unknown in a night that is hardly measured, and has no usual with less than a week', () => {
    const measured = values.map((_, i) => (i >= 5 * 24 ? 0.5 : 1))
    expect(nightFlow({ edges, values, measured }, 'Asia/Shanghai')).toMatchObject({ tonight: null, usual: null })
  })
})
