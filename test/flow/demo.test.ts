/** `npm start`: the first minute of a newcomer. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { campus, eventually, startService } from '../support/process/service.ts'

interface Progress {
  readonly jobs: readonly { id: string; state: string; done: number }[]
}

describe('the demo', () => {
  it('is ready, streams live values, fills its history, answers commands beside it, and stops in order', async () => {
    const service = await startService()
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200)

    const stream = await fetch(`${service.url}/api/v1/live`)
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
    let heard = ''
    await eventually('a reading on the live stream', async () => {
      heard += new TextDecoder().decode((await reader.read()).value)
      return heard.includes('event: readings')
    })
    await reader.cancel()

    const env = { CAMPUS__DATA__DIR: service.dataDir }
    const points = await campus(['points'], { env, cwd: service.dataDir })
    expect(points.code, points.err).toBe(0)
    expect(points.out.split('\n').length).toBeGreaterThan(50)
    expect((await campus(['check'], { env, cwd: service.dataDir })).code).toBe(0)
    expect((await campus(['dead-letters', 'list'], { env, cwd: service.dataDir })).code).toBe(0)
    expect((await campus(['health'], { env, cwd: service.dataDir })).out).toContain('ready')

    await eventually('the history to be under way', async () => {
      const { jobs } = (await (await fetch(`${service.url}/api/v1/progress`)).json()) as Progress
      return jobs.some((j) => j.id === 'history' && j.done > 500)
    })
    expect(service.output()).toContain(service.url)
    expect(service.output()).toContain('/login?code=')
    expect(await service.stop()).toBe(0)
    expect(() => readFileSync(`${service.dataDir}/service.json`)).toThrow()
  })
})
