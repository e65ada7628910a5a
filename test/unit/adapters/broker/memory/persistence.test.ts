import type { PublishPacket } from 'aedes'
import { describe, expect, it } from 'vitest'
import { BOUNDS } from '../../../../../src/adapters/broker/memory/bounds.ts'
import { BoundedPersistence } from '../../../../../src/adapters/broker/memory/persistence.ts'
import type { QueuedPacket } from '../../../../../src/adapters/broker/memory/client-sessions.ts'
import { createHandClock } from '../../../../support/fakes/clock.ts'

function rig() {
  const clock = createHandClock()
  const refused: string[] = []
  const persistence = new BoundedPersistence({
    clock,
    isMapped: (topic) => topic.startsWith('campus/'),
    isGranted: () => true,
    onRefused: (reason) => void refused.push(reason),
  })
  return { clock, refused, persistence }
}

const message = (topic: string, payload: string | Buffer = 'x'): PublishPacket & QueuedPacket => ({
  cmd: 'publish',
  topic,
  payload: Buffer.from(payload),
  qos: 1,
  retain: true,
  dup: false,
})

async function retainedBy(persistence: BoundedPersistence, filter: string): Promise<string[]> {
  const topics: string[] = []
  for await (const packet of persistence.createRetainedStreamCombi([filter])) topics.push((packet as PublishPacket).topic)
  return topics
}

describe('retained messages', () => {
  it('on topics that no source reads have a small share, those of devices the rest', async () => {
    const { persistence, refused } = rig()
    for (let i = 0; i < BOUNDS.unmappedRetained.count + 5; i++) await persistence.storeRetained(message(`junk/${i}`))
    expect(refused).toHaveLength(5)
    await persistence.storeRetained(message('campus/park/d/status'))
    expect(refused).toHaveLength(5)
    expect(await retainedBy(persistence, 'junk/#')).toHaveLength(BOUNDS.unmappedRetained.count)
    expect(await retainedBy(persistence, 'campus/#')).toEqual(['campus/park/d/status'])
  })

  it('are bounded in bytes, and a new one of the same topic takes the place of the former', async () => {
    const { persistence, refused } = rig()
    const large = Buffer.alloc(100_000)
    for (let i = 0; i < 100; i++) await persistence.storeRetained(message('campus/a', large))
    expect(refused).toEqual([])
    for (let i = 0; i < 100; i++) await persistence.storeRetained(message(`campus/${i}`, large))
    expect(refused.length).toBeGreaterThan(50)
  })

  it('on unmapped topics expire after a day, and make room', async () => {
    const { persistence, clock, refused } = rig()
    for (let i = 0; i < BOUNDS.unmappedRetained.count; i++) await persistence.storeRetained(message(`junk/${i}`))
    await clock.advance(BOUNDS.unmappedRetained.expireMs)
    expect(await retainedBy(persistence, 'junk/#')).toEqual([])
    await persistence.storeRetained(message('junk/new'))
    expect([refused, await retainedBy(persistence, '#')]).toEqual([[], ['junk/new']])
  })

  it('hold no part of the buffer that was read from the socket', async () => {
    const { persistence } = rig()
    const read = Buffer.alloc(65_536, 'x')
    await persistence.storeRetained({ ...message('campus/a'), payload: read.subarray(10, 20) })
    for await (const packet of persistence.createRetainedStreamCombi(['#']))
      expect(((packet as PublishPacket).payload as Buffer).buffer.byteLength).toBeLessThan(65_536)
  })
})

describe('sessions of absent clients', () => {
  const client = (id: string, remoteAddress = '10.0.0.1') => ({ id, conn: { remoteAddress } })
  const filter = { topic: 'ghost/#', qos: 1 as const }

  it('are bounded in number, for each address and in all', async () => {
    const { persistence, refused } = rig()
    for (let i = 0; i < BOUNDS.sessions.perAddress + 3; i++) await persistence.addSubscriptions(client(`a${i}`), [filter])
    expect([refused.length, persistence.sessions.count]).toEqual([3, BOUNDS.sessions.perAddress])
    for (let i = 0; i < BOUNDS.sessions.count; i++) await persistence.addSubscriptions(client(`b${i}`, `10.0.1.${i}`), [filter])
    expect(persistence.sessions.count).toBe(BOUNDS.sessions.count)
  })

  it('keep messages up to the bounds of a queue, and lose none of those that fit', async () => {
    const { persistence, refused } = rig()
    await persistence.addSubscriptions(client('a'), [filter])
    for (let i = 0; i < BOUNDS.queue.count + 7; i++)
      await persistence.outgoingEnqueueCombi(await persistence.subscriptionsByTopic('ghost/x'), message('ghost/x'))
    expect([refused.length, persistence.sessions.queueOf('a').length]).toEqual([7, BOUNDS.queue.count])
    await persistence.cleanSubscriptions({ id: 'a' })
    expect([persistence.sessions.count, persistence.sessions.subscriptions]).toEqual([0, 0])
  })

  it('expire a day after their client left, and not while it is connected', async () => {
    const { persistence, clock } = rig()
    await persistence.addSubscriptions(client('gone'), [filter])
    await persistence.addSubscriptions(client('here'), [filter])
    persistence.sessions.left('gone')
    await clock.advance(BOUNDS.sessions.expireMs)
    expect(await persistence.subscriptionsByClient({ id: 'gone' })).toEqual([])
    expect(await persistence.subscriptionsByClient({ id: 'here' })).toHaveLength(1)
  })

  it('deliver a message in the order of its queue: sent, acknowledged, gone', async () => {
    const { persistence } = rig()
    await persistence.addSubscriptions(client('a'), [filter])
    for (const [i, text] of ['1', '2'].entries())
      await persistence.outgoingEnqueue({ clientId: 'a' }, { ...message('ghost/x', text), brokerId: 'b', brokerCounter: i })
    await persistence.outgoingUpdate({ id: 'a' }, { ...message('ghost/x', '1'), brokerId: 'b', brokerCounter: 0, messageId: 17 })
    const gone = await persistence.outgoingClearMessageId({ id: 'a' }, { messageId: 17 })
    expect([gone?.payload.toString(), persistence.sessions.queueOf('a').map((p) => p.payload.toString())]).toEqual(['1', ['2']])
  })
})

describe('QoS 2 messages that wait for their release', () => {
  it('are bounded in bytes, for each client and in all, and go with their client', async () => {
    const { persistence, refused } = rig()
    const packet = { ...message('campus/x', Buffer.alloc(100_000)), messageId: 0 }
    const fill = async (id: string): Promise<number> => {
      for (let messageId = 1; ; messageId++) {
        const stored = await persistence.incomingStorePacket({ id }, { ...packet, messageId }).then(
          () => true,
          () => false,
        )
        if (!stored) return messageId - 1
      }
    }
    expect(await fill('a')).toBe(Math.floor(BOUNDS.unreleased.perClient / 100_316))
    for (let i = 0; i < 20; i++) await fill(`b${i}`)
    expect(await fill('late')).toBe(0)
    await persistence.cleanIncoming({ id: 'a' })
    expect(await fill('late')).toBeGreaterThan(0)
    expect(new Set(refused)).toEqual(new Set(['unreleased']))
  })
})
