/** What the ring of dead letters does. */

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type DeadLetterOptions, openDeadLetters } from '../../src/adapters/records/dead-letters.ts'
import { type DeadReason, instant, type KeptDeadLetter } from '../../src/domain/index.ts'
import { tempFolder } from '../support/process/temp-folder.ts'

function letter(id: string, wish: { reason?: DeadReason; topic?: string; payload?: Uint8Array } = {}): KeptDeadLetter {
  const { reason = 'invalid-json', topic = 'campus/a', payload = Buffer.from(`payload of ${id}`) } = wish
  return {
    id,
    at: instant(1_770_000_000_000),
    reason,
    detail: `why ${id} "é"`,
    message: { topic, payload, receivedAt: instant(1_769_999_999_999), retain: true, dup: false, qos: 2 },
  }
}

const letters = (from: number, to: number): KeptDeadLetter[] => Array.from({ length: to - from + 1 }, (_, i) => letter(`${from + i}-0`))
const open = (dir = tempFolder(), limits: Partial<DeadLetterOptions> = {}) => openDeadLetters({ dir, ...limits })
const bytesIn = (dir: string): number => readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0)

async function idsOf(kept: Awaited<ReturnType<typeof open>>, limit = 1000): Promise<string[]> {
  return (await kept.list({ limit })).items.map((item) => item.id)
}

describe('dead letters in the ring', () => {
  it('are empty at first', async () => {
    const kept = await open()
    expect(await kept.list({ limit: 10 })).toEqual({ total: 0, evicted: 0, items: [] })
    expect(await kept.get('1-0')).toBeNull()
    expect(await kept.counts()).toEqual({})
    expect(await kept.drop(['1-0'])).toBe(0)
    await kept.close()
  })

  it('come back with every field and every byte, one by one and in a list', async () => {
    const kept = await open()
    const given = letter('7-3', { topic: '办公楼/é', payload: Uint8Array.from({ length: 256 }, (_, i) => i), reason: 'bad-time' })
    await kept.keep([given, letter('8-0', { payload: new Uint8Array(0) })])
    const found = await kept.get('7-3')
    expect({ ...found, message: { ...found?.message, payload: [...(found?.message.payload ?? [])] } }).toEqual({
      ...given,
      message: { ...given.message, payload: [...given.message.payload] },
    })
    expect((await kept.list({ limit: 10 })).items).toMatchObject([
      { id: '8-0', bytes: 0 },
      { id: '7-3', at: given.at, reason: 'bad-time', detail: given.detail, topic: given.message.topic, bytes: 256 },
    ])
    await kept.close()
  })

  it('are listed newest first, in pages, by reason and topic', async () => {
    const kept = await open()
    await kept.keep(letters(1, 5))
    await kept.keep([letter('6-0', { reason: 'bad-time' }), letter('7-0', { topic: 'other' })])
    expect((await kept.list({ limit: 3 })).items.map((i) => i.id)).toEqual(['7-0', '6-0', '5-0'])
    const page = await kept.list({ limit: 3, before: '5-0' })
    expect(page).toMatchObject({ total: 7, items: [{ id: '4-0' }, { id: '3-0' }, { id: '2-0' }] })
    expect((await kept.list({ limit: 3, before: '1-0' })).items).toEqual([])
    expect((await kept.list({ limit: 3, before: 'gone' })).items).toEqual([])
    expect(await kept.list({ limit: 3, reason: 'bad-time' })).toMatchObject({ total: 1, items: [{ id: '6-0' }] })
    expect(await kept.list({ limit: 3, topic: 'other' })).toMatchObject({ total: 1, items: [{ id: '7-0' }] })
    expect((await kept.list({ limit: 2, reason: 'invalid-json', before: '6-0' })).items.map((i) => i.id)).toEqual(['5-0', '4-0'])
    expect(await kept.counts()).toEqual({ 'invalid-json': 6, 'bad-time': 1 })
    await kept.close()
  })

  it('are kept once per id; a dropped one is gone and can be kept again', async () => {
    const kept = await open()
    await kept.keep([letter('1-0'), letter('1-0', { topic: 'again' }), letter('2-0')])
    await kept.keep([letter('1-0', { topic: 'once more' })])
    expect((await kept.get('1-0'))?.message.topic).toBe('campus/a')
    expect(await kept.drop(['1-0', '1-0', 'none'])).toBe(1)
    expect(await kept.get('1-0')).toBeNull()
    expect(await idsOf(kept)).toEqual(['2-0'])
    await kept.keep([letter('1-0', { topic: 'back' })])
    expect((await kept.get('1-0'))?.message.topic).toBe('back')
    await kept.close()
  })

  it('are the same after the ring was closed and opened again', async () => {
    const dir = tempFolder()
    const kept = await open(dir)
    await kept.keep(letters(1, 20))
    await kept.drop(['3-0', '20-0'])
    const before = await kept.list({ limit: 100 })
    await kept.close()
    const again = await open(dir)
    expect(await again.list({ limit: 100 })).toEqual(before)
    await again.keep([letter('21-0')])
    expect((await again.get('21-0'))?.id).toBe('21-0')
    expect((await again.get('1-0'))?.id).toBe('1-0')
    await again.close()
  })

  it('are evicted one by one beyond the limit, the oldest first, and evictions are counted', async () => {
    const dir = tempFolder()
    const kept = await open(dir, { maxCount: 10, maxBytes: 20_000 })
    for (let i = 1; i <= 100; i++) {
      await kept.keep([letter(`${i}-0`)])
      expect((await kept.list({ limit: 1 })).total).toBe(Math.min(i, 10))
    }
    expect(await idsOf(kept)).toEqual(Array.from({ length: 10 }, (_, i) => `${100 - i}-0`))
    expect((await kept.list({ limit: 1 })).evicted).toBe(90)
    for (const id of await idsOf(kept)) expect((await kept.get(id))?.id).toBe(id)
    await kept.close()
    const again = await open(dir, { maxCount: 10, maxBytes: 20_000 })
    expect((await again.list({ limit: 100 })).items.map((i) => i.id)).toEqual(Array.from({ length: 10 }, (_, i) => `${100 - i}-0`))
    await again.close()
  })

  it('never exceed their share of the disk, whatever is kept and dropped', async () => {
    const dir = tempFolder()
    const kept = await open(dir, { maxBytes: 10_000 })
    for (let i = 1; i <= 300; i++) {
      await kept.keep([letter(`${i}-0`, { payload: Buffer.alloc(i % 700) })])
      if (i % 3 === 0) await kept.drop([`${i - 1}-0`])
      expect(bytesIn(dir)).toBeLessThanOrEqual(12_000)
    }
    const ids = await idsOf(kept)
    expect(ids[0]).toBe('300-0')
    for (const id of ids) expect((await kept.get(id))?.id).toBe(id)
    const page = await kept.list({ limit: 1 })
    expect(page.total + page.evicted + 100).toBeGreaterThanOrEqual(300)
    await kept.close()
  })

  it('include one that is larger than a segment of the ring', async () => {
    const kept = await open(tempFolder(), { maxBytes: 1000 })
    await kept.keep([letter('1-0', { payload: Buffer.alloc(5000) }), letter('2-0')])
    expect(await idsOf(kept)).toEqual(['2-0'])
    await kept.keep([letter('3-0', { payload: Buffer.alloc(5000) })])
    expect((await kept.get('3-0'))?.message.payload).toHaveLength(5000)
    await kept.close()
  })

  it('survive a cut at any byte and a flipped bit where their line is whole, and more can be kept', async () => {
    const dir = tempFolder()
    const kept = await open(dir)
    await kept.keep(letters(1, 3))
    await kept.close()
    const file = join(dir, readdirSync(dir)[0] ?? '')
    const bytes = readFileSync(file)
    const ends = [...bytes.keys()].filter((at) => bytes[at] === 10)
    const damaged: Buffer[] = []
    for (let end = (ends[1] ?? 0) + 1; end < bytes.length; end += 7) damaged.push(bytes.subarray(0, end))
    for (let at = (ends[0] ?? 0) + 1; at < (ends[1] ?? 0); at += 5) {
      const copy = Buffer.from(bytes)
      copy[at] = (copy[at] ?? 0) ^ 0x04
      damaged.push(copy)
    }
    for (const content of damaged) {
      writeFileSync(file, content)
      const again = await open(dir)
      expect(await again.get('1-0')).not.toBeNull()
      await again.keep([letter('9-0')])
      expect((await again.get('9-0'))?.id).toBe('9-0')
      for (const id of await idsOf(again)) expect((await again.get(id))?.id).toBe(id)
      await again.close()
    }
  })

  it('stay whole when they are kept, dropped and read concurrently', async () => {
    const kept = await open(tempFolder(), { maxBytes: 50_000 })
    await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        await kept.keep(letters(i * 10, i * 10 + 9))
        if (i % 4 === 0) await kept.drop([`${i * 10}-0`])
        for (const id of (await idsOf(kept, 5)).slice(0, 2)) {
          const found = await kept.get(id)
          if (found !== null) expect(Buffer.from(found.message.payload).toString()).toBe(`payload of ${id}`)
        }
      }),
    )
    await kept.close()
  })
})
