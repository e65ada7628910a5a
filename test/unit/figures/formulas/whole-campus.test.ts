/** The figures behind the 28, each against a sum done by hand from the loads of the whole campus. */

import { describe, expect, it } from 'vitest'
import type { Report } from '../../../../src/figures/document/render/report.ts'
import { readReport } from '../../../support/fakes/reporting.ts'
import { DAYS, QUARTERS, wholeAccounts } from '../../../support/fixtures/whole-campus.ts'

async function reported(boundary: string | null = null): Promise<Report> {
  const report = await readReport(await wholeAccounts(), '2026-03', boundary)
  if ('unknown' in report) throw new Error(report.unknown)
  return report
}

const report = await reported()
const value = (id: string, of = report): number => of.figures.find((f) => f.id === id)?.value ?? Number.NaN

// The main meter: each quarter 100 kWh and one more for each quarter of the day, but 300 in quarter 1234 (which is 1234 % 96 = 82).
const MAIN_KWH = DAYS * (96 * 100 + (95 * 96) / 2) - 182 + 300
const GAS_MWH = (2 * QUARTERS * 38.931) / 3600
const DIESEL_MWH = (500 * 42.705) / 3600
const HEAT_MWH = (10 * QUARTERS) / 1000

describe('energy and greenhouse gas of all carriers', () => {
  it('add purchased heat and diesel from data alone', () => {
    expect(QUARTERS).toBe(31 * 96)
    expect(value('energy.indirect')).toBeCloseTo((MAIN_KWH + 9000) / 1000 + HEAT_MWH, 9)
    expect(value('energy.direct')).toBeCloseTo(GAS_MWH + DIESEL_MWH, 9)
    const diesel = DIESEL_MWH * 0.0036 * (74_100 + 10 * 28 + 0.6 * 265)
    const gas = GAS_MWH * 0.0036 * (56_100 + 5 * 28 + 0.1 * 265)
    expect(value('ghg.scope1')).toBeCloseTo((diesel + gas) / 1000, 9)
    expect(value('ghg.scope2')).toBeCloseTo((MAIN_KWH / 1000) * 0.6361 + 9 * 0.4042 + HEAT_MWH * 0.396, 9)
  })

  it('in standard coal take electricity by its own coefficient and heat and fuel by theirs', () => {
    const electricity = (MAIN_KWH + 9000) * 0.1229
    const heat = (HEAT_MWH + GAS_MWH) * 3600 * 0.03412 + 500 * 1.4571
    expect(value('energy.total.tce')).toBeCloseTo((electricity + heat) / 1000, 9)
  })

  it('market-based take instruments first, the rest of the site at the residual mix of the country', () => {
    const park = (MAIN_KWH / 1000 - 100) * 0.6096
    expect(value('ghg.scope2.market')).toBeCloseTo(park + 9 * 0.6096 + HEAT_MWH * 0.396, 9)
    expect(report.figures.find((f) => f.id === 'ghg.scope2.market')?.findings.map((f) => f.code)).not.toContain('residual-mix')
  })

  it('stand carrier by carrier with their energy, coal and gas', () => {
    expect(report.carriers.map((c) => [c.id, c.unit])).toEqual([
      ['electricity', 'kWh'],
      ['gas', 'm3'],
      ['heat', 'kWh'],
      ['diesel', 'kg'],
    ])
    const total = report.carriers.reduce((sum, c) => sum + (c.energy_mwh ?? 0), 0)
    expect(total).toBeCloseTo(value('energy.total'), 9)
  })
})

describe('air emissions', () => {
  it.each([
    ['air.nox', 74],
    ['air.sox', 0.67],
    ['air.pm', 0.78],
  ])('%s are grams per GJ of gas, and diesel without a row is told', (id, grams) => {
    expect(value(id)).toBeCloseTo((GAS_MWH * 3.6 * grams) / 1000, 9)
    const told = report.figures.find((f) => f.id === id)?.findings.map((f) => f.sentence)
    expect(told?.join()).toContain(`no factor diesel.${id.slice(4)} for 2026-03: 5.931 MWh of diesel is left out`)
  })

  it('are known for the share of the energy that there are factors for; no meter is called silent', () => {
    const figure = report.figures.find((f) => f.id === 'air.nox')
    const direct = report.figures.find((f) => f.id === 'energy.direct')?.coverage ?? Number.NaN
    expect(figure?.coverage).toBeCloseTo((direct * GAS_MWH) / (GAS_MWH + DIESEL_MWH), 9)
    expect(figure?.findings.map((f) => f.code)).toEqual(['factor-missing'])
  })
})

describe('demand and cost of electricity', () => {
  it('find the greatest quarter of an hour and say when it was', () => {
    expect(value('electricity.maximum-demand')).toBe(300 * 4)
    const told = report.figures.find((f) => f.id === 'electricity.maximum-demand')?.findings.map((f) => f.sentence)
    // Quarter 82 of day 12: 13 March, 20:30.
    expect(told).toContain('greatest at 2026-03-13T20:30:00+08:00')
    expect(told).toContain('shop is on bills and not in it')
  })

  it('price quarters of an hour by time of use, the month by its demand, and a site on bills by a flat price', () => {
    const quarter = (slot: number): number => 100 + slot
    const sum = (from: number, to: number): number =>
      Array.from({ length: to - from }, (_, i) => quarter(from + i)).reduce((a, b) => a + b, 0)
    const [workdays, others] = [22, 9]
    const peak = sum(32, 48)
    const valley = sum(0, 24) + sum(88, 96)
    const flat = sum(0, 96) - peak - valley
    const energy = workdays * (peak * 1.2 + flat * 0.7) + others * (peak + flat) * 0.7 + 31 * valley * 0.3 + (300 - 182) * 0.7
    expect(value('electricity.cost')).toBeCloseTo(energy + 40 * 1200 + 500 + 9000 * 0.8, 6)
    expect(report.figures.find((f) => f.id === 'electricity.cost')?.unit).toBe('CNY')
  })

  it('price gas and water by the month', () => {
    expect(value('gas.cost')).toBeCloseTo(2 * QUARTERS * 3.5, 9)
    expect(value('water.cost')).toBeCloseTo(3 * QUARTERS * 6 + QUARTERS * 3, 9)
  })
})

describe('water', () => {
  it('counts rain as a source of its own, and as non-traditional', () => {
    expect(value('water.rain')).toBeCloseTo(96, 9)
    expect(value('water.total')).toBeCloseTo(4 * QUARTERS + 96, 9)
    expect(value('water.non-traditional-share')).toBeCloseTo((100 * (QUARTERS + 96)) / (4 * QUARTERS + 96), 9)
  })

  it('balances the inlet against the meters below it', () => {
    expect(value('water.balance')).toBeCloseTo(0.25 * QUARTERS, 9)
    expect(value('water.balance.share')).toBeCloseTo((100 * 0.25) / 3, 9)
  })
})

describe('solar heat', () => {
  // System 1 by its heat meter; system 2 from 6 m3/h and 8 K over 32 quarters a day.
  const FIRST = 31 * 32 * 30
  const SECOND = (31 * 32 * 1.5 * 8 * 998.2 * 4.186) / 3600

  it('is metered, or computed from flow and temperatures and then said to be estimated', () => {
    expect(value('solar.heat')).toBeCloseTo((FIRST + SECOND) / 1000, 6)
    const figure = report.figures.find((f) => f.id === 'solar.heat')
    expect(figure?.estimated).toBeCloseTo(SECOND / (FIRST + SECOND), 6)
    expect(figure?.findings.map((f) => f.sentence).join()).toContain('park/sun-2')
  })

  it('as hot water warms from the cold water of the month to 55 degrees', () => {
    expect(value('solar.hot-water.heat-equivalent')).toBeCloseTo(((FIRST + SECOND) * 3600) / (4.186 * (55 - 9) * 1000), 6)
  })

  it('is held against the auxiliary heater and against the irradiation on the collectors', () => {
    expect(value('solar.share.heat')).toBeCloseTo((100 * (FIRST + SECOND)) / (FIRST + SECOND + 4 * QUARTERS), 6)
    const sun = (400 + 200) * 31 * 32 * 0.25 * 0.6
    expect(value('solar.collector-efficiency')).toBeCloseTo((100 * (FIRST + SECOND)) / sun, 6)
  })
})

describe('the data centre', () => {
  it('has PUE, UPS efficiency and the hours in which its cooling mode was free', () => {
    expect(value('dc.pue')).toBeCloseTo(1.3, 12)
    expect(value('dc.ups-efficiency')).toBeCloseTo((100 * 50) / 52, 12)
    expect(value('dc.free-cooling-hours')).toBeCloseTo(31 * 6, 9)
  })
})

describe('a boundary that is asked for', () => {
  it('holds for demand and cost too', async () => {
    const shop = await reported('shop')
    expect(value('electricity.cost', shop)).toBeCloseTo(9000 * 0.8, 9)
    expect(shop.figures.find((f) => f.id === 'electricity.maximum-demand')).toMatchObject({
      value: null,
      missing: ['no point with the role main-meter in shop'],
    })
  })
})
