/** The search of the web, and the sums of a place: pure parts, without a browser. */

import { beforeAll, describe, expect, it } from 'vitest'
import { route } from '../../../dashboards/web/src/address/route.ts'
import type { Campus, Point } from '../../../dashboards/web/src/api/types.ts'
import { sumIn } from '../../../dashboards/web/src/features/now/place-panel.tsx'
import { find } from '../../../dashboards/web/src/frame/sheets/find.ts'
import { SCREENS } from '../../../dashboards/web/src/screens.ts'
import { loadSharedMessages } from './messages.ts'

const CAMPUS: Campus = {
  id: 'park',
  name: {},
  timezone: 'Asia/Shanghai',
  sites: [{ id: 'park', name: { en: 'Science park', 'zh-Hans': '科技园' }, buildings: [{ id: 'block-a' }, { id: 'block-c' }] }],
}

const point = (id: string, name: Point['name'], building: string): Point => ({
  id,
  name,
  place: { site: 'park', building, floor: null, zone: null },
  use: 'lighting',
  medium: 'electricity',
  role: null,
  parent: null,
  status: 'live',
  quantity: 'power',
  unit: 'W',
  kind: 'instant',
  last: null,
  coverage: null,
  coverage_detail: null,
  interval_s: null,
  interval_months: null,
  stamp: null,
  stale_after_s: 60,
  devices: [],
  findings: [],
})

const SEARCHED = {
  screens: SCREENS,
  campus: CAMPUS,
  points: [
    point('park/block-c/main', { en: 'Supply' }, 'block-c'),
    point('park/block-a/light', { en: 'Corridor', 'zh-Hans': '走廊' }, 'block-a'),
  ],
}

beforeAll(() => loadSharedMessages('en'))

describe('the search of the web', () => {
  it('offers the screens before anything is typed', () => {
    expect(find(SEARCHED, '').map((f) => f.kind)).toEqual(SCREENS.filter((s) => 'title' in s.nav).map(() => 'screen'))
  })

  it('finds a place as people write it, and its points after it', () => {
    expect(find(SEARCHED, 'block c').map((f) => [f.kind, f.key])).toEqual([
      ['place', 'park/block-c'],
      ['place', 'park/block-a'],
      ['point', 'park/block-c/main'],
      ['point', 'park/block-a/light'],
    ])
    expect(find(SEARCHED, 'block c')[0]?.href).toBe('#/buildings/park%2Fblock-c')
  })

  it('finds a point by its name in another language, by its use and by its quantity', () => {
    for (const text of ['走廊', 'corridor lighting', 'block a power'])
      expect(find(SEARCHED, text).some((f) => f.key === 'park/block-a/light')).toBe(true)
    expect(find(SEARCHED, 'steam')).toEqual([])
  })

  it('keeps the range of the address in what it leads to', () => {
    route.value = { segments: ['now'], query: { period: '7d' } }
    expect(find(SEARCHED, 'savings')[0]?.href).toBe('#/savings?period=7d')
    route.value = { segments: [], query: {} }
  })
})

describe('the sum of a place', () => {
  const sum = (key: string, value: number | null) => ({ key, value, unit: 'W', fresh: value === null ? 0 : 1, points: 1 })

  it('adds the buildings of a site, and counts the meters that do not report', () => {
    expect(sumIn([sum('park/block-a', 2), sum('park/block-c', null), sum('shop', 5)], 'park')).toEqual({
      key: 'park',
      value: 2,
      unit: 'W',
      fresh: 1,
      points: 2,
    })
  })

  it('is missing, not 0, where no meter has a value, and absent where there is no meter', () => {
    expect(sumIn([sum('park/block-a', null)], 'park/block-a')?.value).toBeNull()
    expect(sumIn([sum('park/block-a', 1)], 'park/block')).toBeNull()
  })
})
