import { describe, expect, it } from 'vitest'
import { alarmsCommand } from '../../../../src/cli/operations/alarms.ts'
import { reportingClient, runCommand } from '../../../support/fakes/reporting-client.ts'
import { accountsOf } from '../../../support/fakes/reporting.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'

const client = async () => reportingClient(await accountsOf(campusOf([]), createHandClock()))

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
