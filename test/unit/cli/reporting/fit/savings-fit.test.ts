import { describe, expect, it } from 'vitest'
import { savingsCommand } from '../../../../../src/cli/reporting/savings.ts'
import type { FitResult } from '../../../../../src/savings/fit/fit-request.ts'

const DAY = 86_400_000
const day = (i: number): string => new Date(Date.UTC(2023, 0, 1) + i * DAY).toISOString()
const csv = (value: (i: number) => string): string =>
  ['time,value', ...Array.from({ length: 730 }, (_, i) => `${day(i)},${value(i)}`)].join('\n')
const FILES: Readonly<Record<string, string>> = {
  'meter.csv': csv((i) => (i < 365 ? `${100 + (i % 7)}` : `${80 + (i % 7)}`)),
  'temperature.csv': csv((i) => String(10 + (i % 20))),
  'broken.csv': 'time,value\n2023-01-01T00:00:00Z,x\nyesterday,5\n',
  'empty.csv': 'time,value\n',
}

async function run(options: string): Promise<{ code: number; out: string }> {
  let out = ''
  const code = await savingsCommand.run({
    args: ['fit', ...options.split(' ')],
    stdin: (async function* () {})(),
    stdout: (text) => void (out += text),
    stderr: () => undefined,
    files: { read: (path) => FILES[path] ?? '', write: () => undefined, glob: () => [] },
    env: {},
    terminal: false,
    connect: async () => Promise.reject(new Error('the fit asks no service')),
    connectRunning: async () => Promise.reject(new Error('the fit asks no service')),
  })
  return { code, out }
}

const SPANS = '--baseline 2023-01-01/2024-01-01 --reporting 2024-01-01/2024-12-31'

describe('campus savings fit', () => {
  it('gives the keys of the contract as JSON, without a service', async () => {
    const { code, out } = await run(`--meter meter.csv --temperature temperature.csv ${SPANS} --model caltrack-daily --json`)
    expect(code).toBe(0)
    const result = JSON.parse(out) as FitResult
    const names = [
      'saving',
      'counterfactual',
      'observed',
      'r2',
      'r2_adjusted',
      'cvrmse',
      'cvrmse_adjusted',
      'nmbe',
      'interval90',
      'parameters',
      'findings',
    ]
    expect(Object.keys(result)).toEqual(expect.arrayContaining(names))
    const parameters = ['intercept', 'beta_hdd', 'beta_cdd', 'heating_balance_point', 'cooling_balance_point', 'change_point']
    expect(Object.keys(result.parameters)).toEqual(parameters)
    expect(result.saving).toBeCloseTo(20 * 365, -2)
  })

  it('prints a table with its findings as sentences', async () => {
    const { out } = await run(`--meter meter.csv ${SPANS} --model day-type`)
    expect(out).toMatch(/^saving +7\d{3}/m)
  })

  it('names every wrong row, a file without rows, and an option that is missing or none of its list', async () => {
    const fit = `--temperature temperature.csv ${SPANS} --model caltrack-daily`
    await expect(run(`--meter broken.csv ${fit}`)).rejects.toThrow(
      'broken.csv:2: value: "x" is no number\nbroken.csv:3: time: "yesterday" is no RFC 3339 time',
    )
    await expect(run(`--meter empty.csv ${fit}`)).rejects.toThrow('empty.csv: there is no row')
    await expect(run(`--meter meter.csv ${SPANS} --model caltrack-daily`)).rejects.toThrow('--temperature is missing')
    await expect(run(`--meter meter.csv ${SPANS} --model best`)).rejects.toThrow('--model: "best" is not one of caltrack-daily')
    await expect(run(`--meter meter.csv --baseline 2023 ${SPANS.split(' ').slice(2).join(' ')} --model day-type`)).rejects.toThrow(
      '"2023" is no span',
    )
  })
})
