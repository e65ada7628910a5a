import { describe, expect, it } from 'vitest'
import { ServiceState } from '../../../src/app/state.ts'
import type { Config } from '../../../src/config/types.ts'

const config = (id: string): Config => ({ campus: { id } }) as Config

describe('the state of the service', () => {
  it('ends a fault of the store with the next commit', () => {
    const state = new ServiceState(config('a'))
    state.storeFailed('connection refused')
    expect([state.stored, state.storeFault]).toEqual([0, 'connection refused'])
    state.recordStored(7)
    expect([state.stored, state.storeFault]).toEqual([7, null])
  })

  it('keeps a fault of the store when only the stored sequence is resumed', () => {
    const state = new ServiceState(config('a'))
    state.storeFailed('connection refused')
    state.resumeAt(7)
    expect([state.stored, state.storeFault]).toEqual([7, 'connection refused'])
  })

  it('shows the campus of the configuration in force', () => {
    const state = new ServiceState(config('a'))
    state.reconfigure(config('b'))
    expect([state.campus.id, state.config.campus.id]).toEqual(['b', 'b'])
  })
})
