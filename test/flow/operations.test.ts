/** The program as a process: it makes the draft of last month, sends a webhook, and records an acknowledged alarm. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signatureOf } from '../../src/adapters/notifications/webhook.ts'
import type { AlarmView, DraftsView, NoticeView } from '../../src/views/operations-types.ts'
import { type HookServer, hookServer } from '../support/process/receivers.ts'
import { campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const config = (hook: string): string => `
campus: { id: lab, name: { en: Small lab }, timezone: Asia/Shanghai, calendar: NOWHERE }
notify: { webhook: { url: "${hook}" } }
calendars: [{ id: NOWHERE, year: 1999, holidays: [], source: a test }]
sites: [{ id: lab, kind: office, grid: CN-NORTH }]
points:
  - id: lab/main/energy
    place: { site: lab, building: a }
    quantity: energy
    medium: electricity
    role: main-meter
`

/** The last month whose draft is due at the site, which is so from 01:00 of the 1st: 2026-03. */
function lastMonth(): string {
  const [year = 0, month = 1] = new Date(Date.now() + 7 * HOUR).toISOString().slice(0, 7).split('-').map(Number)
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
}

/** A register that is read every hour from the middle of that month on: half of its data is missing. */
function halfMonth(): string {
  const from = Date.parse(`${lastMonth()}-15T00:00:00+08:00`)
  const rows = Array.from({ length: 24 * 18 }, (_, i) => `${new Date(from + i * HOUR).toISOString()},${1000 + i}`)
  const file = join(tempDir('csv'), 'half.csv')
  writeFileSync(file, `time,value\n${rows.filter((r) => Date.parse(r.slice(0, 24)) < Date.now() - DAY / 24).join('\n')}\n`)
  return file
}

describe('a service with a finished month in its store', () => {
  let hook: HookServer
  let service: Service
  const run = (...args: string[]) =>
    campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: service.dataDir } })

  beforeAll(async () => {
    hook = await hookServer()
    service = await startService({ config: config(hook.url), env: { CAMPUS__NOTIFY__WEBHOOK__SECRET: 'hush' } })
    expect((await run('import', '--point', 'lab/main/energy', '--csv', halfMonth())).code).toBe(0)
  })
  afterAll(async () => {
    await service?.stop()
    hook?.close()
  })

  it('makes the draft of that month, lists it, and raises an alarm for its low coverage', async () => {
    const { reports } = await eventually('the draft', async () => {
      const drafts = await service.get<DraftsView>('/api/v1/reports')
      return drafts.reports.some((r) => r.state === 'draft') && drafts
    })
    expect(reports).toMatchObject([{ period: lastMonth(), revision: 1, coverage_low: true }])
    const listed = await run('report', '--list')
    expect(listed.out).toContain(lastMonth())
    // In December the holidays of two years are not known.
    const codes = await eventually('both alarms', async () => {
      const found = new Set((await service.get<{ alarms: AlarmView[] }>('/api/v1/alarms?state=open')).alarms.map((a) => a.code))
      return found.size === 2 && found
    })
    expect([...codes].sort()).toEqual(['coverage-low', 'holidays-unknown'])
  })

  it('sends signed notices of draft and alarm to the webhook', async () => {
    await eventually('both notices', async () => {
      const { notices } = await service.get<{ notices: NoticeView[] }>('/api/v1/notices')
      return notices.every((n) => n.state === 'delivered') && new Set(notices.map((n) => n.kind)).size === 2
    })
    const kinds = new Set(hook.posted.map((p) => (JSON.parse(p.body) as { kind: string }).kind))
    expect([...kinds].sort()).toEqual(['alarm-raised', 'coverage-low'])
    for (const { headers, body } of hook.posted)
      expect(headers['campus-signature']).toBe(signatureOf('hush', String(headers['campus-timestamp']), body))
  })

  it('records who acknowledged an alarm with the command', async () => {
    const [alarm] = (await service.get<{ alarms: AlarmView[] }>('/api/v1/alarms')).alarms
    const done = await run('alarms', 'acknowledge', alarm?.id ?? '', '--note', 'seen', '--json')
    expect(JSON.parse(done.out)).toMatchObject({ alarm: { id: alarm?.id, state: 'open', acknowledged: { by: 'local', note: 'seen' } } })
  })
})
