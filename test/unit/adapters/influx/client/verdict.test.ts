/** What each answer of the server means for the lines that were sent. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verdictOf } from '../../../../../src/adapters/influx/client/verdict.ts'
import { createBulkWriter } from '../../../../../src/adapters/influx/client/bulk-write.ts'
import { createQueries } from '../../../../../src/adapters/influx/client/select.ts'
import { PortError } from '../../../../../src/ports/index.ts'
import { type FakeInflux, type Handler, say, startFakeInflux } from '../fake-influx.ts'

const json = (error: string): string => JSON.stringify({ error })

describe('an answer of InfluxDB to a write', () => {
  it.each([
    [204, '', 'accepted'],
    [200, '', 'accepted'],
    [400, json('partial write: field type conflict: input field "v" is type float dropped=1'), 'rejected'],
    [400, json("unable to parse 'x': missing fields"), 'rejected'],
    [400, json('partial write: points beyond retention policy dropped=3'), 'rejected'],
    [400, json('partial write: max-values-per-tag limit exceeded (100000/100000) dropped=1'), 'rejected'],
    [400, '<html>bad gateway configuration</html>', 'unavailable'],
    [401, json('authorization failed'), 'unauthorized'],
    [403, json('"app" user is not authorized to write to database "campus"'), 'unauthorized'],
    [404, json('database not found: "campus"'), 'missing'],
    [404, '404 page not found', 'unavailable'],
    [413, json('Request Entity Too Large'), 'too-large'],
    [429, json('slow down'), 'unavailable'],
    [301, '', 'unavailable'],
    [500, json('write failed: open /x: no space left on device'), 'full'],
    [500, json('timeout'), 'unavailable'],
    [500, json('engine: cache-max-memory-size exceeded: (1/1)'), 'unavailable'],
    [503, '', 'unavailable'],
    [502, '<html>', 'unavailable'],
  ])('%s with %s is %s', (status, text, meaning) => {
    const verdict = verdictOf({ status, text }, 'http://store:8086')
    expect(verdict.kind === 'retry' ? verdict.error.code : verdict.kind).toBe(meaning)
    if (verdict.kind === 'retry') expect(verdict.error.message).toContain('http://store:8086')
  })

  it('tells what to do about a wrong password, missing rights, a full disk and a wrong address', () => {
    const textOf = (status: number, text: string): string => {
      const verdict = verdictOf({ status, text }, 'http://store:8086')
      return verdict.kind === 'retry' ? verdict.error.message : verdict.kind
    }
    expect(textOf(401, json('authorization failed'))).toContain('set CAMPUS__STORE__USERNAME and CAMPUS__STORE__PASSWORD')
    expect(textOf(403, json('no'))).toContain('grant it ALL')
    expect(textOf(500, json('no space left on device'))).toContain('free some space')
    expect(textOf(404, 'nginx')).toContain('check store.url')
    expect(textOf(500, json('panic: all is lost'))).toContain('panic: all is lost')
  })
})

describe('the InfluxDB client', () => {
  let fake: FakeInflux
  beforeAll(async () => {
    fake = await startFakeInflux((_, answer) => say(answer, 204))
  })
  afterAll(() => fake.close())

  /** The error of one write of one line. */
  async function failure(handle: Handler, timeoutMs = 5000): Promise<PortError> {
    fake.handle = handle
    const bulk = createBulkWriter({
      http: fake.client({ timeoutMs, username: 'app', password: 'geheim-77' }),
      missing: async () => undefined,
    })
    const error: unknown = await bulk.write('campus', ['reading,point=a v=1,q=0i 1']).then(
      () => null,
      (e: unknown) => e,
    )
    expect(error).toBeInstanceOf(PortError)
    return error as PortError
  }

  it('keeps the lines for a retry and the error text of the server, whatever the server does', async () => {
    const cases: readonly (readonly [Handler, RegExp])[] = [
      [(_, answer) => say(answer, 500, 'shard 7 is on fire'), /shard 7 is on fire/],
      [(_, answer) => say(answer, 503), /503/],
      [({ request }) => request.socket.destroy(), /does not answer/],
      [
        (_, answer) => void answer.writeHead(400, { 'content-length': 100 }).write('{"error":"par', () => answer.destroy()),
        /cut its answer off/,
      ],
      [() => undefined, /has not answered within 50 ms/],
      [(_, answer) => void answer.writeHead(400, { 'content-length': 100 }).write('{'), /has not answered within 50 ms/],
    ]
    for (const [handle, words] of cases) {
      const error = await failure(handle, words.source.includes('50 ms') ? 50 : 5000)
      expect(error.message).toMatch(words)
      expect(error).toMatchObject({ code: 'unavailable', retry: true })
    }
  })

  it('shows the password nowhere: not in an error, not in its cause, not in the address', async () => {
    const error = await failure(({ request }, answer) => say(answer, 401, `no ${request.headers.authorization?.slice(0, 5) ?? ''}`))
    expect(error.message).toContain('no Basic')
    expect(`${error.message}${JSON.stringify(error)}${JSON.stringify(error.cause) ?? ''}`).not.toMatch(/geheim|Z2VoZWlt/)
    expect(fake.asked.at(-1)?.path).not.toContain('geheim')
  })

  it('opens a new connection when the server closed the old one', async () => {
    fake.handle = (_, answer) => say(answer, 204)
    const http = fake.client()
    const bulk = createBulkWriter({ http, missing: async () => undefined })
    await bulk.write('campus', ['a'])
    let first = true
    fake.handle = ({ request }, answer) => {
      if (first) request.socket.resetAndDestroy()
      else say(answer, 204)
      first = false
    }
    expect(await bulk.write('campus', ['b'])).toEqual([])
  })

  it('ends a request whose answer never ends', async () => {
    const error = await failure((_, answer) => {
      const more = (): void => void answer.write('x'.repeat(65_536), () => setImmediate(more))
      answer.on('error', () => undefined)
      answer.writeHead(500)
      more()
    })
    expect(error.message).toContain('instead of a short answer')
  })

  it('fails running requests at the shutdown deadline, and sends no more', async () => {
    const hanging = await startFakeInflux(() => undefined)
    try {
      const client = hanging.client()
      const under = [client.post('/write', 'a'), client.lines('/query', 'b', () => undefined)]
      client.deadline.start(20)
      for (const one of under) await expect(one).rejects.toThrow('has not answered before the service stopped')
      const asked = hanging.asked.length
      await expect(client.post('/write', 'c')).rejects.toThrow('before the service stopped')
      expect(hanging.asked.length).toBe(asked)
    } finally {
      await hanging.close()
    }
  })

  it('ends a request whose answer arrives too slowly', async () => {
    const error = await failure((_, answer) => {
      const drop = (): void => void answer.write('x', () => setImmediate(drop))
      answer.on('error', () => undefined)
      answer.writeHead(500)
      setImmediate(drop)
    }, 60)
    expect(error.message).toMatch(/60 ms|short answer/)
  })

  it('refuses an incomplete result: cut off, ended early, with an error inside', async () => {
    const row = '{"results":[{"series":[{"tags":{"point":"a"},"columns":["time","v"],"values":[[1,2]]}]'
    const cases: readonly (readonly [Handler, RegExp])[] = [
      [(_, answer) => void answer.writeHead(200).write(`${row},"partial":true}]}\n{"resul`, () => answer.destroy()), /cut its answer off/],
      [(_, answer) => answer.end(`${row},"partial":true}]}\n`), /ended its answer early/],
      [(_, answer) => answer.end(''), /ended its answer early/],
      [(_, answer) => answer.end('<html>hello</html>'), /not JSON/],
      [(_, answer) => answer.end(`${row}}]}\n{"results":[{"error":"query interrupted"}]}`), /query interrupted/],
      [(_, answer) => answer.end('{"error":"engine is closed"}'), /engine is closed/],
      [(_, answer) => say(answer, 500, 'out of luck'), /out of luck/],
    ]
    for (const [handle, words] of cases) {
      fake.handle = handle
      const queries = createQueries({ http: fake.client(), missing: async () => undefined })
      await expect(queries.select('campus', 'SELECT', {}, () => undefined)).rejects.toThrow(words)
    }
  })
})
