import { describe, expect, it } from 'vitest'
import { createDecodeMemory, createHangDetector, decodeWatchOn } from '../../../src/main/store-thread/decode-watch.ts'

describe('the watch over decoding', () => {
  it('names the message that is decoded for so many looks, and no message that ends or is decoded again', () => {
    const memory = createDecodeMemory()
    const [watch, detector] = [decodeWatchOn(memory), createHangDetector(memory, 3)]
    watch.begin(7)
    expect([detector.check(), detector.check(), detector.check()]).toEqual([null, null, null])
    watch.begin(7)
    expect([detector.check(), detector.check(), detector.check(), detector.check()]).toEqual([null, null, null, 7])
    watch.end()
    expect(detector.check()).toBeNull()
  })
})
