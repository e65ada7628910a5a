import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { consolidate } from '../../../src/portfolio/consolidate.ts'
import { renderPortfolioPage } from '../../../src/portfolio/page.ts'
import type { CampusAnswer, CampusFigure, SegmentAnswer } from '../../../src/portfolio/types.ts'

const figure = (id: string, value: number | null, wish: Partial<CampusFigure> = {}): CampusFigure => ({
  id,
  boundary: 'all',
  value,
  unit: 'MWh',
  coverage: 1,
  estimated: 0,
  interval90: null,
  ...wish,
})
const segment = (figures: readonly CampusFigure[], wish: Partial<SegmentAnswer> = {}): SegmentAnswer => ({
  period: '2025',
  share: 1,
  weight: 1,
  figures,
  amounts: figures,
  ...wish,
})
const campusOf = (id: string) => ({ id, name: id.toUpperCase(), url: `https://${id}.example:3000`, shares: [{ from: null, share: 1 }] })
const CLOSE = { revision: 1, hash: 'ab', closedAt: '2026-01-10T00:00:00Z' }
const answerOf = (id: string, ...segments: readonly SegmentAnswer[]): CampusAnswer => ({
  campus: campusOf(id),
  silent: null,
  segments,
  close: CLOSE,
  location: null,
})
const group = (...answers: readonly CampusAnswer[]) => consolidate('group', '2025', answers)
const total = (id: string, ...answers: readonly CampusAnswer[]) => group(...answers).totals.find((one) => one.id === id)

describe('the total of a group', () => {
  it('is the sum of its campuses by their shares, and its coverage that of the amounts', () => {
    const share = fc.double({ min: 0.01, max: 1, noNaN: true })
    const campus = fc.record({ value: fc.integer({ min: 1, max: 10 ** 9 }), share, coverage: fc.double({ min: 0, max: 1, noNaN: true }) })
    fc.assert(
      fc.property(fc.array(campus, { minLength: 1, maxLength: 8 }), (campuses) => {
        const answers = campuses.map(({ value, share: part, coverage }, i) =>
          answerOf(`c${i}`, segment([figure('energy.total', value, { coverage })], { share: part })),
        )
        const found = total('energy.total', ...answers)
        const sum = campuses.reduce((all, { value, share: part }) => all + value * part, 0)
        const covered = campuses.reduce((all, { value, share: part, coverage }) => all + value * part * coverage, 0)
        expect(found?.value).toBeCloseTo(sum, 3)
        expect(found?.coverage).toBeCloseTo(covered / sum, 9)
        expect(found?.missing).toEqual([])
      }),
    )
  })

  it('adds the parts of a period in which the share of a campus changes', () => {
    const parts = [
      segment([figure('energy.total', 100)], { period: '2025-01/2025-06', share: 0.5, weight: 0.5 }),
      segment([figure('energy.total', 60)], { period: '2025-07/2025-12', share: 1, weight: 0.5 }),
    ]
    expect(total('energy.total', answerOf('a', ...parts))?.value).toBe(110)
  })

  it('names a silent campus and one without a value, has no coverage then, and leaves out a campus that has nothing of the kind', () => {
    const silent: CampusAnswer = { campus: campusOf('b'), silent: 'no answer within 120 s' }
    const without = answerOf('c', segment([figure('energy.total', null, { coverage: null, missing: ['no main meter'] })]))
    const other = answerOf('d', segment([figure('water.total', 5, { unit: 'm3' })]))
    expect(total('energy.total', answerOf('a', segment([figure('energy.total', 7)])), silent, without, other)).toMatchObject({
      value: 7,
      coverage: null,
      campuses: ['a'],
      missing: [
        { campus: 'b', why: 'no answer within 120 s' },
        { campus: 'c', why: 'no main meter' },
      ],
    })
  })

  it('never adds amounts of different units', () => {
    const cost = (id: string, unit: string) => answerOf(id, segment([figure('electricity.cost', 10, { unit })]))
    expect(total('electricity.cost', cost('a', 'CNY'), cost('b', 'EUR'), cost('c', 'CNY'))).toMatchObject({
      value: 20,
      unit: 'CNY',
      missing: [{ campus: 'b', why: 'its unit is EUR, not CNY' }],
    })
  })

  it('has the interval of independent claims: the root of the sum of squares', () => {
    const saving = (id: string, interval90: number) => answerOf(id, segment([figure('savings.energy', 10, { interval90 })]))
    expect(total('savings.energy', saving('a', 3), saving('b', 4))?.interval90).toBe(5)
  })
})

describe('the intensity of a group', () => {
  const staffed = (id: string, energy: number, persons: number) =>
    answerOf(id, {
      ...segment([
        figure('energy.total', 9999),
        figure('energy.per-person', (energy * 1000) / persons, { boundary: 'offices', unit: 'kWh/person' }),
      ]),
      amounts: [figure('energy.total', energy, { boundary: 'offices' })],
    })

  it('divides the sum of the amounts by the sum of the persons, at the boundary of the intensity', () => {
    const { intensities, league } = group(staffed('a', 100, 50), staffed('b', 100, 150))
    expect(intensities.find(({ id }) => id === 'energy.per-person')?.value).toBeCloseTo(1000, 9)
    expect(league.find(({ id }) => id === 'energy.per-person')?.rows.map(({ rank, campus }) => [rank, campus])).toEqual([
      [1, 'b'],
      [2, 'a'],
    ])
  })
})

describe('the report of a group', () => {
  it('names campuses that are silent or have not closed the period', () => {
    const open: CampusAnswer = { ...answerOf('a', segment([figure('energy.total', 1)])), close: null } as CampusAnswer
    const { campuses, notes } = group(open, { campus: campusOf('b'), silent: 'it cannot be reached' }, answerOf('c', segment([])))
    expect(campuses.map(({ state }) => state)).toEqual(['open', 'silent', 'closed'])
    expect(notes).toHaveLength(2)
    expect(notes.join()).toMatch(/A \(a\) has not closed 2025.*B \(b\) is silent: it cannot be reached/)
  })

  it('escapes on its page whatever a campus calls itself', () => {
    const evil = '<img src=x onerror=alert(1)>"&\''
    const answer = { ...answerOf('a', segment([figure('energy.total', 1, { name: evil })])), campus: { ...campusOf('a'), name: evil } }
    const page = renderPortfolioPage(group(answer))
    expect(page).not.toContain('<img')
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })
})
