import { describe, expect, it } from 'vitest'
import { reportCommand } from '../../../../src/cli/reporting/report.ts'
import { reportingClient, runCommand } from '../../../support/fakes/reporting-client.ts'
import { accountsOf } from '../../../support/fakes/reporting.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'

const client = async () => reportingClient(await accountsOf(campusOf([]), createHandClock()))

describe('campus report --list', () => {
  it('lists the drafts there are and says when the next one is made', async () => {
    const { code, out, err } = await runCommand(reportCommand, await client(), ['--list'])
    expect(code).toBe(0)
    const [, row] = out.split('\n').map((l) => l.trim().split(/\s{2,}/))
    expect(row).toEqual([
      '2026-02',
      'draft',
      '1',
      '2026-03-01T01:00:00+08:00',
      '91.0 %',
      '27 of 28',
      'too little data; missing: energy.per-person',
    ])
    expect(err).toBe('the draft of 2026-03 is made at 2026-04-01T01:00:00+08:00\n')
  })

  it('gives them as JSON', async () => {
    const { out } = await runCommand(reportCommand, await client(), ['--list', '--json'])
    expect(JSON.parse(out)).toMatchObject({ reports: [{ period: '2026-02', revision: 1, coverage_low: true }], coverage_below: 0.95 })
  })
})
