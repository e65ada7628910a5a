import { describe, expect, it } from 'vitest'
import { alarmsCommand } from '../../../src/cli/operations/alarms.ts'
import { reportCommand } from '../../../src/cli/reporting/report.ts'
import { accountClient, runCommand } from '../../support/fakes/reporting-client.ts'
import { accountsOf } from '../../support/fakes/reporting.ts'
import { campusOf } from '../../support/fixtures/campus.ts'
import { createHandClock } from '../../support/fakes/clock.ts'

const client = async () => accountClient(await accountsOf(campusOf([]), createHandClock()))

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

describe('campus alarms', () => {
  it('lists what is open, and with --all what is over', async () => {
    const open = await runCommand(alarmsCommand, await client(), [])
    expect(open.out.split('\n').slice(1, -1)).toHaveLength(1)
    expect(open.out).toContain('the calendar "CN" does not know the holidays of 2027')
    const all = await runCommand(alarmsCommand, await client(), ['--all', '--json'])
    expect((JSON.parse(all.out) as { alarms: { id: string }[] }).alarms.map((a) => a.id)).toEqual(['alarm-1', 'alarm-2'])
  })

  it('acknowledges one, with a note, and fails for one that is not there', async () => {
    const done = await runCommand(alarmsCommand, await client(), ['acknowledge', 'alarm-1', '--note', 'ordered'])
    expect([done.code, done.out.includes('local at 2026-12-01T00:00:10+08:00: ordered')]).toEqual([0, true])
    const gone = await runCommand(alarmsCommand, await client(), ['acknowledge', 'alarm-9'])
    expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('no alarm "alarm-9"')])
  })

  it('wants to know which one, and knows no other action', async () => {
    expect((await runCommand(alarmsCommand, await client(), ['acknowledge'])).code).toBe(2)
    expect((await runCommand(alarmsCommand, await client(), ['silence', 'alarm-1'])).code).toBe(2)
  })
})
