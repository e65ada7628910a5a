import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, instant, type Notice } from '../../../src/domain/index.ts'
import { createCourier } from '../../../src/notifications/courier.ts'
import { dueAt, MAX_ATTEMPTS, retryDelayAfter } from '../../../src/notifications/outbox.ts'
import { type Messenger, PortError } from '../../../src/ports/index.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { createEventLog } from '../../support/fakes/events.ts'
import { createMemoryRecords } from '../../support/fakes/memory-records.ts'

const notice = (id: string): Notice => ({ id, kind: 'draft-ready', at: instant(0), title: `title of ${id}`, text: 'text', data: {} })

/** Takes what it gets, unless it is told to refuse. */
function messenger(channel: Messenger['channel']) {
  const taken: string[] = []
  const faults: Error[] = []
  const fake: Messenger = {
    channel,
    async deliver({ id }) {
      const fault = faults.shift()
      if (fault) throw fault
      taken.push(id)
    },
  }
  return { taken, faults, fake }
}

function office(messengers: readonly Messenger[], records = createMemoryRecords()) {
  const [clock, events] = [createHandClock('2026-04-01T01:00:00Z'), createEventLog()]
  return { courier: createCourier({ messengers, records, clock, events }), clock, events, records }
}

const away = (): PortError => new PortError('unavailable', 'nobody there')
const never = (): PortError => new PortError('unavailable', 'the webhook answered 410', { retry: false })

describe('a notice', () => {
  it('goes to every channel once, however often it is queued', async () => {
    const [hook, mail] = [messenger('webhook'), messenger('mail')]
    const { courier } = office([hook.fake, mail.fake])
    await Promise.all([courier.queue(notice('a')), courier.queue(notice('a')), courier.queue(notice('b'))])
    await courier.deliver()
    await courier.deliver()
    expect([hook.taken, mail.taken]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
  })

  it('is not recorded without a channel', async () => {
    const { courier, records } = office([])
    await courier.queue(notice('a'))
    expect(await records.read('notices')).toEqual([])
  })

  it('that fails is tried again, later each time, and its outcome is recorded', async () => {
    const hook = messenger('webhook')
    const { courier, clock, events } = office([hook.fake])
    hook.faults.push(away(), away())
    await courier.queue(notice('a'))
    await courier.deliver()
    await courier.deliver()
    const [waiting] = await courier.list()
    expect(waiting).toMatchObject({ state: 'waiting', attempts: 1, reason: 'nobody there' })
    for (let i = 0; i < 2; i++) {
      const [delivery] = await courier.list()
      if (delivery) await clock.advance(dueAt(delivery) - clock.now() - 1)
      await courier.deliver()
      expect(hook.taken).toEqual([])
      await clock.advance(1)
      await courier.deliver()
    }
    expect(hook.taken).toEqual(['a'])
    expect(await courier.list()).toMatchObject([{ state: 'delivered', attempts: 3, reason: null }])
    expect(events.all.map((e) => [e.code, e.level])).toEqual([
      ['notice-failed', 'warn'],
      ['notice-failed', 'warn'],
      ['notice-sent', 'info'],
    ])
  })

  it('that is refused for good is lost at once, and does not delay the others', async () => {
    const [hook, mail] = [messenger('webhook'), messenger('mail')]
    hook.faults.push(never())
    const { courier, events } = office([hook.fake, mail.fake])
    await courier.queue(notice('a'))
    await courier.queue(notice('b'))
    await courier.deliver()
    expect((await courier.list()).map((d) => [d.notice.id, d.channel, d.state])).toEqual([
      ['b', 'mail', 'delivered'],
      ['b', 'webhook', 'delivered'],
      ['a', 'mail', 'delivered'],
      ['a', 'webhook', 'lost'],
    ])
    expect(events.of('notice-lost')).toMatchObject([{ level: 'error', reason: 'webhook' }])
  })

  it('is lost after a bounded number of attempts', async () => {
    const hook = messenger('webhook')
    const { courier, clock } = office([hook.fake])
    await courier.queue(notice('a'))
    for (let i = 0; i < MAX_ATTEMPTS + 3; i++) {
      hook.faults.splice(0, 1, away())
      await courier.deliver()
      await clock.advance(2 * HOUR)
    }
    expect(await courier.list()).toMatchObject([{ state: 'lost', attempts: MAX_ATTEMPTS }])
  })

  it('survives a restart: it is delivered when it is due, and not twice', async () => {
    const [hook, mail] = [messenger('webhook'), messenger('mail')]
    hook.faults.push(away())
    const before = office([hook.fake, mail.fake])
    await before.courier.queue(notice('a'))
    await before.courier.deliver()
    const after = office([hook.fake, mail.fake], before.records)
    await after.courier.queue(notice('a'))
    await after.courier.deliver()
    expect(hook.taken).toEqual([])
    await after.clock.advance(HOUR)
    await after.courier.deliver()
    expect([hook.taken, mail.taken]).toEqual([['a'], ['a']])
  })

  it('whose delivery is aborted when the service stops counts no attempt', async () => {
    const stuck: Messenger = {
      channel: 'mail',
      deliver: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('stopped')))
        }),
    }
    const { courier } = office([stuck])
    await courier.queue(notice('a'))
    const delivering = courier.deliver()
    await new Promise((resolve) => setImmediate(resolve))
    courier.stop()
    await delivering
    expect(await courier.list()).toMatchObject([{ state: 'waiting', attempts: 0 }])
  })
})

describe('the retry schedule of notices', () => {
  it('grows from half a minute to an hour and differs between notices by at most half', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_ATTEMPTS }), fc.string(), (n, seed) => {
        const middle = Math.min(HOUR, 30_000 * 2 ** (n - 1))
        expect(retryDelayAfter(n, seed)).toBeGreaterThanOrEqual(0.75 * middle)
        expect(retryDelayAfter(n, seed)).toBeLessThanOrEqual(1.25 * middle)
        expect(retryDelayAfter(n, seed)).toBe(retryDelayAfter(n, seed))
      }),
    )
    const waits = new Set(Array.from({ length: 50 }, (_, i) => retryDelayAfter(1, `notice ${i}`)))
    expect(waits.size).toBeGreaterThan(40)
  })

  it('adds up to some hours before a notice is lost', () => {
    const hours = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, i) => retryDelayAfter(i + 1, 'x')).reduce((sum, ms) => sum + ms, 0) / HOUR
    expect(hours).toBeGreaterThan(4)
    expect(hours).toBeLessThan(9)
  })
})
