import { describe, expect, it } from 'vitest'
import { createClock } from '../../../../src/adapters/system/clock.ts'
import { createEvents } from '../../../../src/adapters/system/events.ts'
import { createMetrics, LABEL_SETS } from '../../../../src/adapters/system/metrics.ts'
import { BURST, createSampling, WINDOW_MS } from '../../../../src/adapters/system/event-sampling.ts'
import type { ServiceEvent } from '../../../../src/ports/index.ts'

const event = (detail: string, more: Partial<ServiceEvent> = {}): ServiceEvent => ({ code: 'dead-letter', level: 'warn', detail, ...more })

function log(options: { level?: 'info' | 'warn'; pretty?: boolean } = {}) {
  const lines: string[] = []
  const events = createEvents({
    level: options.level ?? 'info',
    pretty: options.pretty ?? false,
    stream: { write: (line: string) => lines.push(line) },
  })
  return { events, lines }
}

describe('logged events', () => {
  it('are lines of JSON with code, level and sentence', () => {
    const { events, lines } = log()
    events.emit(event('no point for "x"', { reason: 'unknown-point', count: 3, fields: { topic: 'a/b' } }))
    expect(lines.map((l) => JSON.parse(l) as unknown)).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        code: 'dead-letter',
        reason: 'unknown-point',
        count: 3,
        fields: { topic: 'a/b' },
        msg: 'no point for "x"',
      },
    ])
  })

  it('are short lines in pretty mode', () => {
    const { events, lines } = log({ pretty: true })
    events.emit(event('no point for "x"', { reason: 'unknown-point' }))
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d warn {2}dead-letter \(unknown-point\): no point for "x"\n$/)
  })

  it('below the level are left out', () => {
    const { events, lines } = log({ level: 'warn' })
    events.emit({ code: 'service-started', level: 'info', detail: 'up' })
    expect(lines).toEqual([])
  })

  it('never show a secret', () => {
    const { events, lines } = log()
    events.emit(event('x', { fields: { password: 'hunter2', token: 'cse_1_2' } }))
    expect(lines[0]).not.toMatch(/hunter2|cse_1_2/)
  })

  it('of a flood are written a few times, and then counted', () => {
    const { events, lines } = log()
    for (let i = 0; i < 1000; i++) events.emit(event(`message ${i}`))
    expect(lines).toHaveLength(BURST)
    events.emit(event('another reason', { reason: 'bad-time' }))
    expect(lines).toHaveLength(BURST + 1)
  })
})

describe('the sampling of events', () => {
  it('suppresses exact repetitions and counts them when the window ends', () => {
    const sampling = createSampling()
    expect([0, 1, 2, 3].map((at) => sampling.sample(event('same'), at) !== null)).toEqual([true, false, false, false])
    expect(sampling.due(WINDOW_MS - 1)).toEqual([])
    expect(sampling.due(WINDOW_MS)).toEqual([event('same (and 2 more like this in 10 s)', { count: 3 })])
    expect(sampling.sample(event('same'), WINDOW_MS)).not.toBeNull()
  })

  it('writes no summary of a window without suppressed events', () => {
    const sampling = createSampling()
    sampling.sample(event('once'), 0)
    expect(sampling.due(WINDOW_MS)).toEqual([])
  })
})

describe('metrics', () => {
  it('are Prometheus text with the prefix of the service, process and event loop included', async () => {
    const metrics = createMetrics()
    metrics.count('readings_stored', {}, 5)
    metrics.count('messages', { reason: 'bad-time' })
    metrics.gauge('journal_bytes', 42)
    const text = await metrics.text()
    expect(text).toContain('campus_readings_stored_total 5\n')
    expect(text).toContain('campus_messages_total{reason="bad-time"} 1\n')
    expect(text).toContain('campus_journal_bytes 42\n')
    expect(text).toMatch(/campus_nodejs_eventloop_lag_p99_seconds \d/)
    expect(text).toMatch(/campus_process_resident_memory_bytes \d/)
    metrics.close()
  })

  it('stay bounded whatever labels are used', async () => {
    const metrics = createMetrics()
    for (let i = 0; i < LABEL_SETS + 50; i++) metrics.count('floods', { device: `d${i}` })
    const lines = (await metrics.text()).split('\n').filter((l) => l.startsWith('campus_floods_total{'))
    expect(lines).toHaveLength(LABEL_SETS + 1)
    expect(lines).toContain('campus_floods_total{device="other"} 50')
    metrics.close()
  })
})

describe('the clock', () => {
  it('ends a sleep at once when it is aborted', async () => {
    const abort = new AbortController()
    const slept = createClock().sleep(3_600_000, abort.signal)
    abort.abort()
    await slept
    await createClock().sleep(3_600_000, abort.signal)
  })
})
