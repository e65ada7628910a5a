import { describe, expect, it } from 'vitest'
import { createDecoderStates, type SavedDecoderState } from '../../../src/ingest/decoder-states.ts'

function rig() {
  const written: SavedDecoderState[] = []
  let now = 0
  let count = 0
  const states = createDecoderStates({
    file: { read: () => null, write: (saved) => void written.push(saved) },
    snapshot: () => ({ version: 1, sources: { n: { convention: 'native', state: ++count } } }),
    monotonic: () => now,
  })
  return { states, written, advance: (ms: number) => void (now += ms) }
}

describe('the state of the decoder', () => {
  it('reaches the disk only when everything up to its message is stored', () => {
    const { states, written } = rig()
    states.take(10, false)
    states.confirm(9)
    expect(written).toEqual([])
    states.confirm(10)
    expect(written.map((s) => s.seq)).toEqual([10])
  })

  it('is taken every half minute, and once more when the service stops', () => {
    const { states, written, advance } = rig()
    for (const seq of [1, 2, 3]) {
      states.take(seq, false)
      states.confirm(seq)
      advance(10_000)
    }
    advance(1)
    states.take(4, false)
    states.confirm(4)
    states.take(5, true)
    states.confirm(5)
    expect(written.map((s) => s.seq)).toEqual([1, 4, 5])
  })
})
