import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createProjection,
  createSerialQueue,
  errorLine,
  errorStack,
  errorText,
  groupBy,
  percentText,
  percentTextDown,
  retryDelay,
} from '../../../src/kernel/index.ts'

describe('error text', () => {
  it('is the message of an error, and any other thrown value as a string', () => {
    expect(errorText(new Error('no room'))).toBe('no room')
    expect(errorText('no room')).toBe('no room')
    expect(errorText(undefined)).toBe('undefined')
  })

  it('is the first line, or the stack, where that is asked for', () => {
    expect(errorLine(new Error('no room\nat all'))).toBe('no room')
    expect(errorStack(new Error('no room'))).toContain('kernel.test.ts')
    expect(errorStack(7)).toBe('7')
  })
})

describe('serial queue', () => {
  it('runs work in the order of the calls, one piece at a time', async () => {
    const queue = createSerialQueue()
    const log: string[] = []
    const release: (() => void)[] = []
    const slow = queue.run(async () => {
      log.push('first begins')
      await new Promise<void>((resolve) => release.push(resolve))
      log.push('first ends')
      return 1
    })
    const fast = queue.run(async () => void log.push('second'))
    await Promise.resolve()
    release[0]?.()
    expect(await slow).toBe(1)
    await fast
    expect(log).toEqual(['first begins', 'first ends', 'second'])
  })

  it('hands a failure to its caller and goes on with the work behind it', async () => {
    const queue = createSerialQueue()
    const failed = queue.run(() => Promise.reject(new Error('no')))
    const next = queue.run(async () => 2)
    await expect(failed).rejects.toThrow('no')
    expect(await next).toBe(2)
    await queue.idle()
  })
})

describe('group by', () => {
  it('keeps every item once, in the order in which it came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (items) => {
        const groups = groupBy(items.entries(), ([, item]) => item)
        for (const [key, group] of groups)
          expect(group.every(([i], n) => items[i] === key && (n === 0 || i > (group[n - 1]?.[0] ?? 0)))).toBe(true)
        expect([...groups.values()].reduce((n, g) => n + g.length, 0)).toBe(items.length)
      }),
    )
  })
})

describe('per cent', () => {
  it('rounds to one decimal, and down where 100 % would claim too much', () => {
    expect(percentText(0.9987)).toBe('99.9 %')
    expect(percentText(0.99999)).toBe('100.0 %')
    expect(percentTextDown(0.99999)).toBe('99.9 %')
    expect(percentTextDown(1)).toBe('100.0 %')
    expect(percentTextDown(0.94999)).toBe('94.9 %')
    expect(percentTextDown(0.95)).toBe('95.0 %')
    expect(percentTextDown(0.29)).toBe('29.0 %')
  })
})

describe('retry delay', () => {
  it('doubles up to the longest, with jitter over its upper half', () => {
    const policy = { first: 200, longest: 10_000 }
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, random) => {
        const delay = retryDelay(policy, failures, random)
        const whole = Math.min(policy.longest, policy.first * 2 ** failures)
        expect(delay).toBeGreaterThanOrEqual(whole / 2)
        expect(delay).toBeLessThanOrEqual(whole)
      }),
    )
  })
})

describe('projection of a record log', () => {
  const records = [1, 2, 3].map((seq) => ({ seq, id: `r${seq}`, at: 0, body: seq * 10 }))

  it('applies each record once, whatever the log returns again and however calls overlap', async () => {
    const log = { read: async (_stream: string, after = 0) => records.filter((r) => r.seq > Math.max(0, after - 1)) }
    const seen: unknown[] = []
    const projection = createProjection(log, 'entries', ({ body }) => seen.push(body))
    await Promise.all([projection.refresh(), projection.refresh()])
    await projection.refresh()
    expect(seen).toEqual([10, 20, 30])
  })

  it('begins after a record that its owner has applied', async () => {
    const seen: unknown[] = []
    const projection = createProjection({ read: async () => records }, 'entries', ({ body }) => seen.push(body))
    projection.advance(2)
    await projection.refresh()
    expect(seen).toEqual([30])
  })

  it('reads again after a read that failed', async () => {
    let failures = 1
    const log = {
      async read() {
        if (failures-- > 0) throw new Error('away')
        return records
      },
    }
    const seen: unknown[] = []
    const projection = createProjection(log, 'entries', ({ body }) => seen.push(body))
    await expect(projection.refresh()).rejects.toThrow('away')
    await projection.refresh()
    expect(seen).toHaveLength(3)
  })
})
