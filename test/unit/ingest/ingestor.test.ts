import { describe, expect, it } from 'vitest'
import { createIngestor } from '../../../src/ingest/ingestor.ts'
import { PortError } from '../../../src/ports/index.ts'
import { createEventLog, createMetricLog } from '../../support/fakes/events.ts'
import { message, quickClock } from '../../support/fakes/memory-writer.ts'

function bench(append: () => number = () => 1, flush: () => void = () => undefined) {
  const events = createEventLog()
  const metrics = createMetricLog()
  const refused: string[] = []
  const ingestor = createIngestor({
    journal: { append, enqueue: append, flush },
    limits: { payloadBytes: 1000, messagesPerSecond: 5 },
    events,
    metrics,
    clock: quickClock(),
    onRefused: (_m, reason) => void refused.push(reason),
  })
  return { ingestor, events, metrics, refused }
}

describe('the ingestor', () => {
  it('accepts a message once the journal has it', () => {
    let appended = 0
    const { ingestor } = bench(() => ++appended)
    expect(ingestor.receive(message('a/b', '1'))).toBe('accepted')
    expect(appended).toBe(1)
  })

  it('does not acknowledge while the journal is full, says so once, and goes on when there is room', () => {
    let room = false
    const { ingestor, events, metrics } = bench(() => {
      if (!room) throw new PortError('full', 'the journal is at its cap')
      return 1
    })
    expect([ingestor.receive(message('a/b', '1')), ingestor.receive(message('a/b', '2'))]).toEqual(['full', 'full'])
    expect(events.of('journal-full')).toHaveLength(1)
    expect(metrics.total('messages_held')).toBe(2)
    room = true
    expect(ingestor.receive(message('a/b', '1'))).toBe('accepted')
  })

  it('has gathered messages settled only when they are written; says once that they are not, and again after it went well', () => {
    let room = true
    const flush = (): void => {
      if (!room) throw new PortError('full', 'no space left')
    }
    const { ingestor, events } = bench(() => 1, flush)
    const gathered = (): (string | boolean)[] => [ingestor.append(message('a/b', '1')), ingestor.flush()]
    expect(gathered()).toEqual(['accepted', true])
    room = false
    expect([gathered(), gathered()]).toEqual([
      ['accepted', false],
      ['accepted', false],
    ])
    expect(events.of('journal-full')).toHaveLength(1)
    room = true
    expect(gathered()).toEqual(['accepted', true])
    room = false
    expect(gathered()).toEqual(['accepted', false])
    expect(events.of('journal-full')).toHaveLength(2)
  })

  it('refuses what breaks a limit with its reason and without touching the journal', () => {
    let appended = 0
    const { ingestor, events, metrics, refused } = bench(() => ++appended)
    expect(ingestor.receive(message('a/b', 'x'.repeat(1001)))).toBe('refused')
    expect(ingestor.receive(message('a\u0000b', '1'))).toBe('refused')
    expect(ingestor.receive(message('$campus/import', '1'))).toBe('refused')
    expect(refused).toEqual(['too-large', 'invalid-topic', 'invalid-topic'])
    expect([appended, metrics.total('messages_refused'), events.of('message-refused').length]).toEqual([0, 3, 3])
  })

  it('keeps of a refused message that is too large only that it came, and says so', () => {
    const { ingestor, refused } = bench()
    expect(ingestor.receive(message('a/b', 'x'.repeat(70_000)))).toBe('refused')
    expect(refused).toEqual(['too-large'])
  })

  it('slows one flooding device down and takes the others', () => {
    const { ingestor } = bench()
    const answers = Array.from({ length: 60 }, () => ingestor.receive(message('a/flood/x', '1')))
    expect(answers.filter((a) => a === 'accepted')).toHaveLength(50)
    expect(ingestor.receive(message('a/calm/x', '1'))).toBe('accepted')
  })
})
