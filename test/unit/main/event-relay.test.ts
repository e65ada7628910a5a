import { describe, expect, it } from 'vitest'
import { createEventRelay } from '../../../src/main/event-relay.ts'
import type { ServiceEvent } from '../../../src/ports/index.ts'
import { createEventLog } from '../../support/fakes/events.ts'

const event = (detail: string): ServiceEvent => ({ code: 'store-away', level: 'warn', detail })

describe('the relay of store events', () => {
  it('delivers what was emitted before the listener was connected, then the rest, each once and to the log too', () => {
    const log = createEventLog()
    const relay = createEventRelay(log)
    const heard: string[] = []
    relay.events.emit(event('early'))
    relay.connect((e) => void heard.push(e.detail))
    relay.events.emit(event('late'))
    expect(heard).toEqual(['early', 'late'])
    expect(log.of('store-away').map((e) => e.detail)).toEqual(['early', 'late'])
  })
})
