/** The registry of screens and the sections of Setup: each entry loads, has messages in every language, and is reached by its address. */

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../dashboards/web/src/address/route.ts'
import { SECTIONS } from '../../../dashboards/web/src/features/setup/sections.ts'
import { matchScreen, navPathOf } from '../../../dashboards/web/src/frame/screen.ts'
import { SCREENS } from '../../../dashboards/web/src/screens.ts'
import { LANGUAGES } from '../../../dashboards/web/src/text/language.ts'

const WEB = resolve(import.meta.dirname, '../../../dashboards/web/src')
const SOURCES = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx?$/.test(f))
const ALL = [...SCREENS, ...SECTIONS].map((screen) => [screen.path, screen] as const)

describe('the registry of screens', () => {
  it.each(ALL)('loads the screen %s and its messages in every language, with the same keys', async (_, { load, messages }) => {
    expect((await load()).Screen).toBeTypeOf('function')
    const catalogues = await Promise.all(LANGUAGES.map(messages))
    const [english, ...others] = catalogues.map(({ default: catalogue }) => Object.keys(catalogue).sort())
    for (const keys of others) expect(keys).toEqual(english)
  })

  it('names every entry of the rail in every language', () => {
    const titles = [...SCREENS, ...SECTIONS].flatMap(({ nav }) => ('title' in nav ? [nav.title] : []))
    for (const title of titles) expect(LANGUAGES.filter((l) => title[l].trim() === '')).toEqual([])
  })

  it('gives each screen a path of its own, and puts each under an entry of the rail that exists', () => {
    const paths = SCREENS.map((s) => s.path)
    expect(new Set(paths).size).toBe(paths.length)
    expect(SCREENS.map(navPathOf).filter((path) => !paths.includes(path))).toEqual([])
  })

  it('holds a folder of features each, and no folder without an entry', () => {
    const loads = ['screens.ts', 'features/setup/sections.ts', 'frame/account/account-screen.ts']
      .map((file) => readFileSync(join(WEB, file), 'utf8'))
      .join('\n')
    const registered = [...loads.matchAll(/import\('(?:\.+\/)+(?:features\/)?([\w-]+)\/screen\.tsx'\)/g)].map((m) => m[1])
    expect(new Set(registered)).toEqual(new Set(readdirSync(join(WEB, 'features'))))
  })

  it.each([
    ['', 'now'],
    ['#/now?place=park', 'now'],
    ['#/points', 'points'],
    ['#/points/park%2Fblock-a%2Fpower', 'points/*'],
    ['#/setup/entries', 'setup'],
    ['#/setup', 'setup'],
  ])('finds for the address "%s" the screen %s', (hash, path) => {
    expect(matchScreen(SCREENS, parseAddress(hash).segments)?.path).toBe(path)
  })

  it.each(['#/elsewhere', '#/elsewhere/at/all', '#/now/nope', '#/explain'])('finds no screen for the address "%s"', (hash) => {
    expect(matchScreen(SCREENS, parseAddress(hash).segments)).toBeNull()
  })

  it('finds the sections of Setup, the first one without a name, and none for a name that is unknown', () => {
    expect([[], ['service'], ['nope'], ['service', 'nope']].map((segments) => matchScreen(SECTIONS, segments)?.path ?? null)).toEqual([
      SECTIONS[0].path,
      'service',
      null,
      null,
    ])
  })

  it('is where every link of the web leads', () => {
    const linked = SOURCES.flatMap((file) =>
      [...readFileSync(join(WEB, file), 'utf8').matchAll(/hrefOf\(\[?'([\w/-]+)'/g)].map((m) => (m[1] ?? '').split('/')[0] ?? ''),
    )
    expect(linked.length).toBeGreaterThan(5)
    expect(linked.filter((path) => !SCREENS.some((s) => s.path.split('/')[0] === path))).toEqual([])
  })
})
