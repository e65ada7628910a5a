/** Entries under both of their names, and the document of a report, through the real routes. */

import { beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient } from '../../../../../../src/cli/support/command.ts'
import { canonicalJson } from '../../../../../../src/figures/document/canonical-json.ts'
import { trueDigits } from '../../../../../../src/kernel/index.ts'
import { reportingClient } from '../../../../../support/fakes/reporting-client.ts'
import { wholeAccounts } from '../../../../../support/fixtures/whole-campus.ts'

const meals = { key: 'meals', site: 'park', value: 900, from: '2026-03-01', to: '2026-04-01' }

let client: ApiClient
beforeAll(async () => {
  client = reportingClient(await wholeAccounts())
})

async function get(path: string): Promise<Record<string, unknown>> {
  const { status, body } = await client.request('GET', path)
  expect(status).toBe(200)
  return body as Record<string, unknown>
}

describe('/api/v1/entries', () => {
  it('records the principal of the request as the author, one entry or several at once', async () => {
    const one = await client.request('POST', '/api/v1/entries', meals)
    expect(one).toMatchObject({ status: 200, body: { entry: { key: 'meals', author: 'local' }, warnings: [] } })
    const two = await client.request('POST', '/api/v1/entries', [
      { ...meals, reference: 'A' },
      { ...meals, reference: 'B' },
    ])
    expect(two).toMatchObject({ status: 200, body: { entries: [{ entry: { reference: 'A' } }, { entry: { reference: 'B' } }] } })
  })

  it('withdraws an entry with the reason of the request', async () => {
    const { body } = await client.request('POST', '/api/v1/entries', { ...meals, reference: 'C' })
    const { id } = (body as { entry: { id: string } }).entry
    expect(await client.request('POST', `/api/v1/entries/${id}/withdraw`, { reason: 'counted twice' })).toMatchObject({
      status: 200,
      body: { entry: { id, counts: false, withdrawn: { author: 'local', reason: 'counted twice' } } },
    })
  })
})

describe('/api/v1/facts, the former name', () => {
  it('gives the same entries with the keys fact and facts', async () => {
    const made = await client.request('POST', '/api/v1/facts', { ...meals, reference: 'D' })
    expect(made).toMatchObject({ status: 200, body: { fact: { reference: 'D' }, warnings: expect.any(Array) as string[] } })
    const { id } = (made.body as { fact: { id: string } }).fact
    expect(await client.request('POST', '/api/v1/facts', [{ ...meals, reference: 'E' }])).toMatchObject({
      body: { facts: [{ fact: { reference: 'E' } }] },
    })
    expect((await get('/api/v1/facts'))['facts']).toEqual((await get('/api/v1/entries'))['entries'])
    expect(await client.request('POST', `/api/v1/facts/${id}/withdraw`, { reason: 'test' })).toMatchObject({ body: { fact: { id } } })
  })

  it('is marked deprecated in the description of the API; entries are not', async () => {
    const { paths } = (await get('/openapi.json')) as { paths: Record<string, Record<string, { deprecated?: boolean }>> }
    const marks = Object.entries(paths).filter(([path]) => /^\/api\/v1\/(facts|entries)/.test(path))
    expect(marks).toHaveLength(4)
    for (const [path, methods] of marks)
      for (const { deprecated = false } of Object.values(methods)) expect([path, deprecated]).toEqual([path, path.includes('/facts')])
  })
})

describe('/api/v1/reports/{period}/document', () => {
  it('is the document in its canonical form, the same for every reader', async () => {
    const { status, body } = await client.request('GET', '/api/v1/reports/2026-03/document')
    expect([status, body]).toMatchObject([200, { format: 'campus-report-document', version: 3, period: { id: '2026-03' } }])
    expect(canonicalJson(body)).toBe(JSON.stringify(body))
    expect((await client.request('GET', '/api/v1/reports/2026-03/document?lang=en')).status).toBe(400)
    expect((await client.request('GET', '/api/v1/reports/2026-03/document?boundary=moon')).status).toBe(400)
  })

  it('is what the JSON report is rendered from, but for digits that only the binary form of a number has', async () => {
    const document = await get('/api/v1/reports/2026-03/document')
    const report = await get('/api/v1/reports/2026-03.json')
    const values = (from: Record<string, unknown>) =>
      (from['figures'] as { id: string; value: number | null }[]).map((f) => [f.id, f.value === null ? null : trueDigits(f.value)])
    expect(values(document)).toEqual(values(report))
  })
})
