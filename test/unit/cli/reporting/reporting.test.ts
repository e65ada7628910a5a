/** report, entry and factor as people type them, through the routes. */

import { beforeAll, describe, expect, it } from 'vitest'
import { entryCommand, factCommand } from '../../../../src/cli/reporting/entry.ts'
import { factorCommand } from '../../../../src/cli/reporting/factor.ts'
import type { ApiClient } from '../../../../src/cli/support/command.ts'
import { reportCommand } from '../../../../src/cli/reporting/report.ts'
import { FIGURE_IDS } from '../../../../src/domain/index.ts'
import { reportingClient, runCommand } from '../../../support/fakes/reporting-client.ts'
import { wholeAccounts } from '../../../support/fixtures/whole-campus.ts'

describe('campus report', () => {
  let client: ApiClient
  beforeAll(async () => {
    client = reportingClient(await wholeAccounts())
  })

  it('prints published digits and what stands behind them', async () => {
    const { code, out } = await runCommand(reportCommand, client, ['2026-03'])
    expect(code).toBe(0)
    for (const words of [
      'energy.total',
      'Completeness',
      'Disclosure index',
      'HKEX D28(a)',
      'Targets',
      'Before this is signed',
      'district cooling',
    ])
      expect(out).toContain(words)
    expect(out).toMatch(/savings\.energy +park +\d/)
  })

  it('prints it in Chinese, with the field’s own terms', async () => {
    const hans = (await runCommand(reportCommand, client, ['2026-03', '--lang', 'zh-Hans'])).out
    for (const words of ['综合能源消耗总量', '兆瓦时', '完整性', '披露索引', '签署前请核对']) expect(hans).toContain(words)
    const hant = (await runCommand(reportCommand, client, ['2026-03', '--lang', 'zh-Hant'])).out
    for (const words of ['綜合能源消耗總量', '人均用水量', '兆瓦時']) expect(hant).toContain(words)
    expect((await runCommand(reportCommand, client, ['2026-03', '--lang', 'fr'])).code).toBe(2)
  })

  it('prints JSON with the figures at the top level, and CSV', async () => {
    const report = JSON.parse((await runCommand(reportCommand, client, ['2026-03', '--format', 'json'])).out) as {
      figures: { id: string }[]
    }
    expect(report.figures.map((f) => f.id)).toEqual(FIGURE_IDS)
    expect((await runCommand(reportCommand, client, ['2026-03', '--format', 'csv'])).out).toContain('energy.total,all,')
    expect((await runCommand(reportCommand, client, ['2026-13'])).code).toBe(2)
  })
})

describe('campus factor', () => {
  const row = ['grid.co2', '0.5', '--region', 'CN-NORTH', '--publisher', 'supplier', '--document', 'contract 7']

  it('lists rows, tries one, adds it and takes it out again', async () => {
    const client = reportingClient(await wholeAccounts())
    const run = (...args: string[]) => runCommand(factorCommand, client, args)
    expect((await run('list', 'gas')).out).toContain('20 Cel, 101.325 kPa')
    const preview = await run('preview', ...row, '--period', '2026-03')
    expect(preview.out).toContain('ghg.scope2')
    expect(preview.out).not.toContain('energy.total')
    const made = (await run('add', ...row)).out
    expect(made).toBe('grid.co2/CN-NORTH/recorded-1: 0.5 tCO2/MWh\n')
    expect((await run('list', 'grid.co2')).out).toContain('recorded-1')
    expect((await run('withdraw', 'grid.co2/CN-NORTH/recorded-1', '--reason', 'expired')).code).toBe(0)
    expect((await run('list', 'grid.co2')).out).not.toContain('recorded-1')
    expect((await run('list', 'grid.co2', '--all')).out).toContain('expired')
  })

  it('says what it does not understand', async () => {
    const client = reportingClient(await wholeAccounts())
    const run = (...args: string[]) => runCommand(factorCommand, client, args)
    expect(await run('add', 'grid', '1', '--publisher', 'p', '--document', 'd')).toMatchObject({
      code: 1,
      err: expect.stringContaining('grid.co2'),
    })
    const negative = ['grid.co2', '-0.5', '--region', 'CN-NORTH', '--publisher', 'p', '--document', 'd']
    expect(await run('add', ...negative)).toMatchObject({ code: 1, err: expect.stringContaining('-0.5') })
    expect((await run('add', 'grid.co2', 'much', '--publisher', 'p', '--document', 'd')).code).toBe(2)
    expect((await run('add', 'grid.co2', '1')).code).toBe(2)
    expect((await run('remove')).code).toBe(2)
  })
})

describe('campus entry', () => {
  const run = async (args: readonly string[], files: Record<string, string> = {}) =>
    runCommand(entryCommand, reportingClient(await wholeAccounts()), args, files)

  it('imports a file whole, and says what is unlikely', async () => {
    const csv = 'key,site,value,from,to\nmeals,park,900,2026-03-01,2026-04-01\nmeals,park,950,2026-03-20,2026-04-20\n'
    const { code, out, err } = await run(['import', 'meals.csv'], { 'meals.csv': csv })
    expect([code, out]).toEqual([0, '2 entries made\n'])
    expect(err).toContain('meals.csv:3: warning: overlaps')
  })

  it('imports nothing of a file with a wrong row, and names its line', async () => {
    const csv = 'key,site,value,from,to\nmeals,park,900,2026-03-01,2026-04-01\nmeals,nowhere,950,2026-04-01,2026-05-01\n'
    const { code, out, err } = await run(['import', 'meals.csv'], { 'meals.csv': csv })
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('meals.csv:3: site: no site "nowhere"')
    expect(err).toContain('0 of 2 entries made')
    const word = await run(['import', 'meals.csv'], { 'meals.csv': csv.replace('900', 'many') })
    expect(word.err).toContain('meals.csv:2: value: "many" is no number')
  })

  it('imports a file of a thousand and more rows', async () => {
    const rows = Array.from(
      { length: 1100 },
      (_, i) => `meals,park,${i},2026-03-01,2026-04-01,delivery note number ${i} of the canteen,A-${i}`,
    )
    const csv = ['key,site,value,from,to,note,reference', ...rows].join('\n')
    const { code, out } = await run(['import', 'meals.csv'], { 'meals.csv': csv })
    expect([code, out]).toEqual([0, '1100 entries made\n'])
  })

  it('refuses a negative value with the reason of the use case, with the exit of every refused entry', async () => {
    const span = ['--site', 'park', '--from', '2026-03-01', '--to', '2026-04-01']
    expect(await run(['set', 'meals', '-5', ...span])).toMatchObject({
      code: 1,
      err: 'campus entry: value: -5 is below 0, which meals cannot be\n',
    })
    const instrument = await run(['set', 'instrument.ppa', '10', ...span, '--factor', '-0.1', '--reference', 'PPA 1'])
    expect(instrument).toMatchObject({ code: 1, err: expect.stringContaining('factor: ') })
  })

  it('records instruments, targets and the base year, and takes an entry out', async () => {
    const client = reportingClient(await wholeAccounts())
    const say = (...args: string[]) => runCommand(entryCommand, client, args)
    const span = ['--from', '2026-01-01', '--to', '2027-01-01']
    expect((await say('set', 'instrument.ppa', '10', '--site', 'park', ...span, '--factor', '0.01', '--reference', 'PPA 1')).code).toBe(0)
    expect((await say('set', 'target.ghg.total', '100', ...span)).out).toContain('target.ghg.total of all is 100 tCO2e')
    const base = (await say('set', 'base-year', '2024', '--from', '2026-01-01', '--json')).out
    const { entry } = JSON.parse(base) as { entry: { id: string } }
    expect((await say('withdraw', entry.id, '--reason', 'wrong year')).out).toContain('counts no longer')
    expect((await say('list')).out).not.toContain('2024')
    expect((await say('list', '--all')).out).toContain('wrong year')
    expect((await say('withdraw', entry.id)).code).toBe(2)
    expect((await say('withdraw', 'entry-999', '--reason', 'none')).code).toBe(1)
  })
})

describe('campus fact, the former name of entry', () => {
  it('takes the same options and writes the same entries, with the former keys in its JSON', async () => {
    const client = reportingClient(await wholeAccounts())
    const meals = ['set', 'meals', '900', '--site', 'park', '--from', '2026-03-01', '--to', '2026-04-01', '--json']
    const { out } = await runCommand(factCommand, client, meals)
    const { fact, warnings } = JSON.parse(out) as { fact: { id: string; value: number }; warnings: unknown }
    expect([fact.value, warnings]).toEqual([900, []])
    const { entries } = JSON.parse((await runCommand(entryCommand, client, ['list', '--json'])).out) as { entries: { id: string }[] }
    const { facts } = JSON.parse((await runCommand(factCommand, client, ['list', '--json'])).out) as { facts: { id: string }[] }
    expect(facts).toEqual(entries)
    expect(facts.map((e) => e.id)).toContain(fact.id)
    expect((await runCommand(factCommand, client, ['withdraw', fact.id, '--reason', 'test'])).code).toBe(0)
  })
})
