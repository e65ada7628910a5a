import { describe, expect, it } from 'vitest'
import { createBeats } from '../../../../src/adapters/cron/beats.ts'
import { createEventLog } from '../../../support/fakes/events.ts'

const EVERY_SECOND = '* * * * * *'

/** Resolves at the nth call. */
function counter(): { called: () => number; tick: () => void; reached: (n: number) => Promise<void> } {
  let n = 0
  const waiting: { at: number; resolve: () => void }[] = []
  return {
    called: () => n,
    tick() {
      n++
      for (const w of waiting) if (w.at <= n) w.resolve()
    },
    reached: (at) => (n >= at ? Promise.resolve() : new Promise((resolve) => void waiting.push({ at, resolve }))),
  }
}

describe('beats', () => {
  it.concurrent('come at every slot until they are stopped', async () => {
    const beats = createBeats({ events: createEventLog() })
    const [one, two] = [counter(), counter()]
    const stop = beats.every('one', EVERY_SECOND, 'UTC', async () => one.tick())
    await one.reached(2)
    stop()
    const after = one.called()
    const stopTwo = beats.every('two', EVERY_SECOND, 'UTC', async () => two.tick())
    await two.reached(2)
    stopTwo()
    expect(one.called()).toBe(after)
  })

  it.concurrent('never overlap: a slot that comes while the last one still works is skipped', async () => {
    const beats = createBeats({ events: createEventLog() })
    const [slow, other] = [counter(), counter()]
    let release = (): void => undefined
    const stopSlow = beats.every('slow', EVERY_SECOND, 'UTC', () => {
      slow.tick()
      return new Promise((resolve) => (release = resolve))
    })
    await slow.reached(1)
    const stopOther = beats.every('other', EVERY_SECOND, 'UTC', async () => other.tick())
    await other.reached(2)
    expect(slow.called()).toBe(1)
    release()
    await slow.reached(2)
    release()
    stopSlow()
    stopOther()
  })

  it.concurrent('go on after one that failed, and tell of it', async () => {
    const events = createEventLog()
    const beat = counter()
    const stop = createBeats({ events }).every('fragile', EVERY_SECOND, 'UTC', async () => {
      beat.tick()
      if (beat.called() === 1) throw new Error('disk away')
    })
    await beat.reached(2)
    stop()
    expect(events.of('job-failed').map((e) => [e.reason, e.detail])).toEqual([['fragile', 'the beat "fragile" failed: Error: disk away']])
  })

  it('report a slot that was missed because the process was blocked', async () => {
    const events = createEventLog()
    const beat = counter()
    const stop = createBeats({ events }).every('blocked', EVERY_SECOND, 'UTC', async () => {
      beat.tick()
      if (beat.called() === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3200)
    })
    await beat.reached(2)
    stop()
    expect(events.of('beat-missed').length).toBeGreaterThan(0)
    expect(events.of('beat-missed')[0]?.reason).toBe('blocked')
  })

  it('refuse a text that is not a cron pattern', () => {
    const beats = createBeats({ events: createEventLog() })
    expect(() => beats.every('x', 'every day', 'UTC', async () => undefined)).toThrow('"every day" is not a cron pattern')
  })
})
