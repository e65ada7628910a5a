import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { check } from './campus-file.ts'

const HEAD = `
campus: { id: park, name: Park, timezone: Asia/Shanghai }
sites: [{ id: park, kind: office }, { id: dc, kind: data-centre }]
sources: [{ id: native, preset: native }]
points:
`
const point = (id: string, more: string): string =>
  `  - { id: ${id}, quantity: energy, medium: electricity, from: [{ source: native, device: ${id.replaceAll('/', '-')}, field: energy }], ${more} }\n`
const MAIN = point('park/main', 'place: { site: park }, role: main-meter')

const findingsOf = (...points: readonly string[]) => {
  const { result, findings } = check(`${HEAD}${points.join('')}`)
  expect(result.ok ? [] : result.faults).toEqual([])
  return findings
}

describe('a meter tree that counts twice', () => {
  it('by a meter of a building that is not below that of the site is found at its line, with the parent to add', () => {
    const block = 'place: { site: park, building: a }, role: main-meter'
    const [finding, ...others] = findingsOf(MAIN, point('park/a', block))
    expect(finding).toMatchObject({ line: 7, path: 'points[1].id', message: expect.stringContaining('counts twice') })
    expect(finding?.hint).toContain('add parent: park/main')
    expect(others).toEqual([])
    expect(findingsOf(MAIN, point('park/a', `${block}, parent: park/main`))).toEqual([])
    expect(findingsOf(point('park/a', block), point('park/b', block.replace('building: a', 'building: b')))).toEqual([])
  })

  it('is found for the days on which the parent does not hold yet, and not where the meters take turns', () => {
    const block = (more: string): string => point('park/a', `place: { site: park, building: a }, ${more}`)
    const late = 'role: main-meter, parent: [{ value: park/main, from: 2026-05-01 }]'
    expect(findingsOf(MAIN, block(late))).toMatchObject([{ path: 'points[1].parent' }])
    const turns = point('park/main', 'place: { site: park }, role: [{ value: main-meter, to: 2026-05-01 }]')
    expect(findingsOf(turns, block('role: [{ value: main-meter, from: 2026-05-01 }]'))).toEqual([])
  })

  it('by a parent that measures something else is found', () => {
    const power = '  - { id: park/power, quantity: power, place: { site: park } }\n'
    const findings = findingsOf(power, point('park/a', 'place: { site: park, building: a }, role: main-meter, parent: park/power'))
    expect(findings).toMatchObject([{ path: 'points[1].parent', message: expect.stringContaining('measures power') }])
  })

  it('by one register behind two points is found', () => {
    const twin = point('park/b', 'place: { site: park, building: b }, use: lighting').replace('device: park-b', 'device: park-a')
    const findings = findingsOf(point('park/a', 'place: { site: park, building: a }, use: lighting'), twin)
    expect(findings).toMatchObject([{ path: 'points[1].from', message: expect.stringContaining('the same field of the same device') }])
  })

  it('by machines beside the supply that feeds them is found, and not when they are below it', () => {
    const dc = (id: string, role: string, more = ''): string => point(`dc/${id}`, `place: { site: dc }, role: ${role}${more}`)
    const supply = [dc('main', 'dc-facility'), dc('in', 'ups-in', ', parent: dc/main'), dc('out', 'ups-out', ', parent: dc/in')]
    expect(findingsOf(...supply, dc('it', 'dc-it', ', parent: dc/main'))).toMatchObject([
      { path: 'points[3].parent', hint: expect.stringContaining('parent: dc/out') },
    ])
    expect(findingsOf(...supply, dc('it', 'dc-it', ', parent: dc/out'))).toEqual([])
  })

  it('is not what the reference campus has', () => {
    const text = readFileSync('simulators/campuses/reference/campus.yaml', 'utf8')
    expect(check(text).findings).toEqual([])
  })
})
