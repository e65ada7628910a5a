import { describe, expect, it } from 'vitest'
import { type CommandContext, UsageError } from '../../../../src/cli/support/command.ts'
import { savingsCommand } from '../../../../src/cli/reporting/savings.ts'
import type { MeasureRow, SavingsView } from '../../../../src/figures/document/savings/savings-view.ts'

const AMOUNTS = {
  saving: 604.8,
  counterfactual: 1500,
  metered: 895.2,
  avoided_hours: 500,
  interval90: 12.34,
  meter_only: null,
  coverage: 1,
}
const NONE = { saving: null, counterfactual: null, metered: null, avoided_hours: null, interval90: null, meter_only: null, coverage: 0 }
const MEASURE: MeasureRow = {
  id: 'lighting',
  name: { en: 'Lights' },
  system: 'S1',
  period: '2020',
  unit: 'kWh',
  baseline: 'schedule',
  control_from: null,
  ...AMOUNTS,
  avoided_tco2e: 0.4306,
  loads: [],
  months: [],
  interaction: null,
  findings: [{ code: 'interval-partial', sentence: 'a stated schedule has no scatter' }],
  missing: [],
}
const VIEW: SavingsView = {
  period: '2020',
  zone: 'Asia/Shanghai',
  from: '2020-01-01T00:00:00+08:00',
  to: '2021-01-01T00:00:00+08:00',
  boundary: null,
  unit: 'kWh',
  language: 'en',
  measures: [MEASURE, { ...MEASURE, id: 'basins', ...NONE, avoided_tco2e: null, findings: [], missing: ['basins: no data'] }],
  total: { ...AMOUNTS, avoided_tco2e: 0.4306 },
  site_checks: [],
  missing: [],
}

async function run(args: string[], view: SavingsView) {
  const said = { out: '', err: '', asked: [] as string[] }
  const client = {
    request: async (_method: string, path: string) => {
      said.asked.push(path)
      return { status: 200, body: view }
    },
    close: async () => undefined,
  }
  const context: CommandContext = {
    args,
    stdin: (async function* () {})(),
    stdout: (text) => void (said.out += text),
    stderr: (text) => void (said.err += text),
    files: { read: () => '', write: () => undefined, glob: () => [] },
    env: {},
    terminal: false,
    connect: async () => client,
    connectRunning: async () => client,
  }
  return { code: await savingsCommand.run(context), ...said }
}

describe('campus savings', () => {
  it('prints a line for each measure, and their total', async () => {
    const { code, out, asked } = await run(['2020', '--boundary', 'park'], VIEW)
    expect(code).toBe(0)
    expect(asked).toEqual(['/api/v1/savings?period=2020&boundary=park'])
    const lines = out.split('\n').map((l) => l.trim().split(/\s{2,}/))
    expect(lines[3]).toEqual(['lighting', '1500.0', '895.2', '604.8', '12.3', '0.43', '100.0 %', 'a stated schedule has no scatter'])
    expect(lines[4]).toEqual(['basins', '-', '-', 'missing', '-', '-', '0.0 %', 'basins: no data'])
    expect(lines[5]?.slice(0, 4)).toEqual(['total', '1500.0', '895.2', '604.8'])
  })

  it('asks for a language and has its headings in it', async () => {
    const finding = { code: 'interval-partial', sentence: '给定的时间表没有离散' }
    const view: SavingsView = {
      ...VIEW,
      language: 'zh-Hans',
      measures: VIEW.measures.map((m) => ({ ...m, findings: [finding, finding, finding] })),
    }
    const { out, asked } = await run(['2020', '--lang', 'zh-Hans'], view)
    expect(asked).toEqual(['/api/v1/savings?period=2020&lang=zh-Hans'])
    for (const words of ['措施', '节能量(千瓦时)', '缺失', '合计', '给定的时间表没有离散; 给定的时间表没有离散; 另有 1 条'])
      expect(out).toContain(words)
    await expect(run(['2020', '--lang', 'fr'], view)).rejects.toThrow('"fr" is not one of en, zh-Hans, zh-Hant')
  })

  it('gives all of it as JSON', async () => {
    expect(JSON.parse((await run(['2020', '--json'], VIEW)).out)).toEqual(VIEW)
  })

  it('says what to do when no measure is named, and which period it wants', async () => {
    const { out, err } = await run(['2020'], { ...VIEW, measures: [], missing: ['no measure is named in the campus file'] })
    expect({ out, err }).toEqual({ out: '', err: 'no measure is named in the campus file\n' })
    await expect(run([], VIEW)).rejects.toThrow(UsageError)
  })
})
