import { EventEmitter, once } from 'node:events'
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createClock } from '../../../../src/adapters/system/clock.ts'
import { instant } from '../../../../src/domain/index.ts'
import type { LatestReading } from '../../../../src/ports/index.ts'
import { LOCAL, type Rig, rig, type RigOptions } from './rig.ts'

const cleanups: (() => unknown)[] = []

afterEach(async () => {
  for (const clean of cleanups.toReversed()) await clean()
  cleanups.length = 0
})

interface Reader {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Text up to and including the first match of the pattern; rejects when the stream ends before. */
  readonly until: (pattern: RegExp) => Promise<string>
  /** Starts with an empty text again. */
  readonly forget: () => void
  readonly close: () => void
}

async function running(options: RigOptions = {}): Promise<Rig & { url: string }> {
  const made = await rig(options)
  const { url } = await made.http.start()
  cleanups.push(() => made.http.stop())
  return { ...made, url }
}

async function read(url: string, headers: Record<string, string> = {}): Promise<Reader> {
  const request = get(`${url}/api/v1/live`, { headers: { authorization: `Bearer ${LOCAL}`, ...headers }, agent: false })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  cleanups.push(() => request.destroy())
  let text = ''
  answer.setEncoding('utf8')
  answer.on('error', () => undefined)
  const news = new EventEmitter()
  answer.on('data', (part: string) => {
    text += part
    news.emit('news')
  })
  answer.on('close', () => news.emit('news'))
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    forget: () => void (text = ''),
    close: () => void request.destroy(),
    async until(pattern) {
      while (!pattern.test(text)) {
        if (answer.closed || answer.destroyed) throw new Error(`the stream ended after: ${text.slice(-200)}`)
        await once(news, 'news')
      }
      return text
    },
  }
}

const reading = (value: number, point = 'a/power'): LatestReading => ({
  point,
  time: instant(Date.parse('2026-03-02T04:00:00Z')),
  value,
  quality: 'good',
})

describe('the live stream', () => {
  it('sends readings with id and event name, and keeps intermediaries from buffering', async () => {
    const { url, api } = await running({ clock: createClock() })
    const reader = await read(url)
    expect(reader.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    expect([reader.headers['x-accel-buffering'], reader.headers['cache-control']]).toEqual(['no', 'no-store'])
    expect(reader.headers['content-security-policy']).toContain("default-src 'none'")
    await reader.until(/: connected\n\n/)
    api.live.publish([reading(412.5)])
    const text = await reader.until(/"value":412.5.*\n\n/)
    expect(text).toMatch(
      /^retry: 2000\n: connected\n\nid: \d+\nevent: readings\ndata: \{"readings":\[\{"point":"a\/power","time":"2026-03-02T04:00:00.000Z","value":412.5,"unit":"W","quality":"good"\}\]\}\n\n$/,
    )
  })

  it('goes on after the last event a reader has seen', async () => {
    const { url, api } = await running()
    api.live.publishAlarm({ n: 1 })
    const first = api.live.lastId()
    api.live.publishAlarm({ n: 2 })
    const reader = await read(url, { 'last-event-id': String(first) })
    const text = await reader.until(/"n":2/)
    expect(text).not.toContain('"n":1')
    api.live.publishAlarm({ n: 3 })
    await reader.until(/"n":3/)
  })

  it('sends a comment every 15 seconds of silence', async () => {
    const { url, clock } = await running()
    const reader = await read(url)
    await reader.until(/: connected\n\n/)
    await clock.advance(15_000)
    await reader.until(/: still here\n\n/)
  })

  it('takes twenty streams of a caller and refuses one more, until one ends', async () => {
    const { url, ask } = await running()
    const readers = await Promise.all(Array.from({ length: 20 }, () => read(url)))
    const refused = await ask('GET', '/api/v1/live')
    expect([refused.statusCode, refused.json()]).toMatchObject([429, { code: 'too-many-streams' }])
    readers[0]?.close()
    for (;;) {
      if ((await read(url)).status === 200) break
    }
  })

  it('ends with the token it was opened with', async () => {
    const { url, api, access } = await running()
    const { token, id } = await access.create({ role: 'viewer', site: null, expires: null, by: 'test' })
    const reader = await read(url, { authorization: `Bearer ${token}` })
    await reader.until(/: connected\n\n/)
    await access.revoke(id, 'test')
    api.live.publishAlarm({ n: 1 })
    await expect(reader.until(/"n":1/)).rejects.toThrow('the stream ended')
  })

  it('ends when the service stops', async () => {
    const { url, http } = await running()
    const reader = await read(url)
    await reader.until(/: connected\n\n/)
    await http.stop()
    await expect(reader.until(/never/)).rejects.toThrow()
  })

  it('drops a reader that takes nothing, while the others go on', async () => {
    const { url, api, events } = await running()
    const { hostname, port } = new URL(url)
    const slow: Socket = connect(Number(port), hostname)
    cleanups.push(() => slow.destroy())
    await once(slow, 'connect')
    slow.write(`GET /api/v1/live HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${LOCAL}\r\n\r\n`)
    await once(slow, 'readable')
    const brisk = await read(url)
    await brisk.until(/: connected\n\n/)
    const large = 'x'.repeat(100_000)
    let n = 0
    while (events.of('sse-dropped').length === 0) {
      api.live.publishAlarm({ n: ++n, large })
      await brisk.until(new RegExp(`"n":${n},`))
      brisk.forget()
    }
    expect(events.of('sse-dropped')).toHaveLength(1)
    api.live.publishAlarm({ n: 'last' })
    await brisk.until(/"n":"last"/)
  })
})
