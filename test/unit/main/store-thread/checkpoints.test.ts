import { expect, it } from 'vitest'
import { startCheckpoints } from '../../../../src/main/store-thread/checkpoints.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'

it('the first checkpoint comes a second after the first rows, so that kills in a row do not replay more and more; the next ones every 30 s', async () => {
  const clock = createHandClock('2026-03-01T00:00:00Z')
  const done: number[] = []
  let offset = 0
  const checkpoints = startCheckpoints({
    store: { checkpoint: async () => offset },
    clock,
    onDone: (seq) => void done.push(seq),
    onFailure: () => undefined,
  })
  const written = async (ms: number): Promise<void> => {
    offset += 1
    checkpoints.addRows(10)
    await clock.advance(ms)
  }
  await written(500)
  expect(done).toEqual([])
  await clock.advance(500)
  expect(done).toEqual([1])
  await written(29_000)
  expect(done).toEqual([1])
  await written(1000)
  expect(done).toEqual([1, 3])
  await checkpoints.stop()
})
