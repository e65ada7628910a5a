import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withSecurityLog } from '../../../../src/adapters/system/security-log.ts'
import type { Events, ServiceEvent } from '../../../../src/ports/index.ts'
import { tempFolder } from '../../../support/process/temp-folder.ts'

const AT = Date.parse('2026-03-02T08:00:00Z')

function rig(file = join(tempFolder(), 'security.log')) {
  let now = 0
  const passed: ServiceEvent[] = []
  const inner: Events = { emit: (event) => void passed.push(event) }
  const clock = { now: () => (AT + now) as never, monotonic: () => now }
  const log = withSecurityLog({ file, clock, events: inner })
  const lines = (): Record<string, unknown>[] =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l) as Record<string, unknown>)
  return { file, log, lines, passed, wait: (ms: number) => void (now += ms) }
}

const failed = (detail: string, fields: Record<string, unknown> = {}): ServiceEvent => ({
  code: 'login-failed',
  level: 'warn',
  detail,
  fields,
})

describe('the security log', () => {
  it('holds who failed from where, for its owner alone, and not what else happens', () => {
    const { file, log, lines, passed } = rig()
    log.emit(failed('a login from 10.0.0.9 failed', { address: '10.0.0.9', token: 'cse_secret' }))
    log.emit({ code: 'rollup-done', level: 'info', detail: '12 buckets' })
    expect(lines()).toEqual([
      {
        time: '2026-03-02T08:00:00.000Z',
        code: 'login-failed',
        level: 'warn',
        detail: 'a login from 10.0.0.9 failed',
        fields: { address: '10.0.0.9' },
      },
    ])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(passed.map((e) => e.code)).toEqual(['login-failed', 'rollup-done'])
  })

  it('is one line an event whatever a name holds: line ends, escapes and changes of direction are written as escapes', () => {
    const { file, log, lines } = rig()
    const name = 'a\nb\u001b[2Jc\u202ed\u0085e'
    log.emit(failed(name))
    expect(lines()).toMatchObject([{ detail: name }])
    expect(readFileSync(file, 'utf8')).toMatch(/^[\x20-\x7e]+\n$/)
  })

  it('counts a flood in place of writing it, and goes on afterwards', () => {
    const { log, lines, wait } = rig()
    for (let i = 0; i < 5000; i++) log.emit(failed(`login ${i}`))
    expect(lines()).toHaveLength(500)
    wait(1000)
    log.emit(failed('later'))
    expect(lines().at(-1)).toMatchObject({ detail: 'later', suppressed: 4500 })
  })

  it('keeps four older files of four MiB', () => {
    const { file, log } = rig()
    for (let i = 0; i < 7; i++) {
      writeFileSync(file, 'x'.repeat(4 * 1024 * 1024), { mode: 0o600 })
      log.emit(failed(`login ${i}`))
    }
    const names = readdirSync(join(file, '..')).sort()
    expect(names).toEqual(['security.log', 'security.log.1', 'security.log.2', 'security.log.3', 'security.log.4'])
    expect(statSync(file).size).toBeLessThan(1000)
  })

  it('that cannot be written is reported, and stops nothing', () => {
    const { log, passed } = rig(join(tempFolder(), 'missing', 'security.log'))
    log.emit(failed('a login'))
    expect(passed.map((e) => e.code)).toEqual(['login-failed', 'security-log-failed'])
  })
})
