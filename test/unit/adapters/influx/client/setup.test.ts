/** The databases, through the `influx` package and the fences around it. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkDatabase, createSetup } from '../../../../../src/adapters/influx/client/setup.ts'
import { type FakeInflux, type Handler, say, startFakeInflux } from '../fake-influx.ts'

const DATABASES = '{"results":[{"statement_id":0,"series":[{"name":"databases","columns":["name"],"values":[["_internal"],["campus"]]}]}]}'

describe('the set-up of databases', () => {
  let fake: FakeInflux
  beforeAll(async () => {
    fake = await startFakeInflux((_, answer) => say(answer, 204))
  })
  afterAll(() => fake.close())

  const ensure = (handle: Handler, timeoutMs = 5000): Promise<readonly string[]> => {
    fake.handle = handle
    const place = { timeoutMs, username: 'app', password: 'geheim-77' }
    return createSetup(fake.place(place), fake.client(place)).ensure(['campus', 'campus_state'])
  }

  it('creates missing databases and no others', async () => {
    const before = fake.asked.length
    const made = await ensure(({ path }, answer) => answer.end(/show/i.test(path) ? DATABASES : '{"results":[{"statement_id":0}]}'))
    expect(made).toEqual(['campus_state'])
    const statements = fake.asked.slice(before).map(({ path }) => new URL(path, 'http://x').searchParams.get('q'))
    expect(statements).toEqual(['show databases', 'create database "campus_state"'])
  })

  it('reports the error text of a failing server, which the package drops', async () => {
    await expect(ensure((_, answer) => say(answer, 503, 'the metadata store is locked'))).rejects.toThrow(/the metadata store is locked/)
  })

  it('tries again after a failure, though the package would say that no host is available', async () => {
    await expect(ensure((_, answer) => say(answer, 500, 'not yet'))).rejects.toThrow(/not yet/)
    expect(await ensure((_, answer) => answer.end(DATABASES))).toEqual(['campus_state'])
  })

  it('ends within its time limit when an answer is cut off or missing, where the package would wait for ever', async () => {
    const cut: Handler = (_, answer) => void answer.writeHead(200, { 'content-length': 500 }).write('{"resul', () => answer.destroy())
    await expect(ensure(cut, 60)).rejects.toMatchObject({ code: 'unavailable' })
    await expect(ensure(() => undefined, 60)).rejects.toMatchObject({ code: 'unavailable' })
    await expect(ensure((_, answer) => void answer.writeHead(200).write('{'), 60)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('queries a silent server once, so that the failure is reported after one time limit', async () => {
    const before = fake.asked.length
    await expect(ensure(() => undefined, 1000)).rejects.toThrow(/has not answered within 1000 ms/)
    expect(fake.asked.length - before).toBe(1)
  })

  it('reports that user or password is wrong, but not which', async () => {
    const error = await ensure((_, answer) => say(answer, 401, 'authorization failed')).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'unauthorized' })
    expect(String(error)).not.toContain('geheim')
  })

  it('refuses a database name that could end a statement', () => {
    for (const name of ['a"; DROP DATABASE campus --', '', 'a b', 'a\n', 'x'.repeat(101)])
      expect(() => checkDatabase(name)).toThrow(/is not a name for a database/)
  })
})
