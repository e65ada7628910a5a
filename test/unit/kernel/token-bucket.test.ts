import { describe, expect, it } from 'vitest'
import { TokenBucket, visibleText } from '../../../src/kernel/index.ts'

describe('a rate with a burst', () => {
  it('lets the burst pass, then one token after the other', () => {
    const bucket = new TokenBucket(10, 3, 0)
    expect([bucket.tryTake(0), bucket.tryTake(0), bucket.tryTake(0), bucket.tryTake(0)]).toEqual([true, true, true, false])
    expect([bucket.waitMs(0), bucket.tryTake(99), bucket.tryTake(100), bucket.tryTake(100)]).toEqual([100, false, true, false])
  })

  it('is owed what was taken beyond it', () => {
    const bucket = new TokenBucket(1000, 10, 0)
    bucket.take(110, 0)
    expect([bucket.waitMs(0), bucket.waitMs(100), bucket.waitMs(101)]).toEqual([101, 1, 0])
  })
})

describe('text at a terminal', () => {
  it('shows steering characters by their code, and every other one as it is', () => {
    expect(visibleText('a\u001b[2Jb\u202e\u009b\u2066c')).toBe('a\\u001b[2Jb\\u202e\\u009b\\u2066c')
    expect(visibleText('一号楼\tü\n😀')).toBe('一号楼\tü\n😀')
  })
})
