import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, brotliCompressSync, gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { type Rig, rig } from './rig.ts'

const folder = mkdtempSync(join(tmpdir(), 'campus-web-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The same request with and without an encoding that the client reads. */
const get = ({ ask }: Rig, url: string, encoding: string | null) =>
  ask('GET', url, encoding === null ? {} : { headers: { 'accept-encoding': encoding } })

describe('an answer of the server', () => {
  it('is compressed by brotli or gzip where the client reads it and it is long, else sent as it is', async () => {
    const server = await rig()
    const plain = await get(server, '/openapi.json', null)
    expect(plain.headers['content-encoding']).toBeUndefined()
    const brotli = await get(server, '/openapi.json', 'gzip, deflate, br')
    const gzip = await get(server, '/openapi.json', 'gzip')
    expect([brotli.headers['content-encoding'], gzip.headers['content-encoding'], brotli.headers['vary']]).toEqual([
      'br',
      'gzip',
      expect.stringContaining('accept-encoding'),
    ])
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(plain.body)
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body)
    expect((await get(server, '/livez', 'br')).headers['content-encoding']).toBeUndefined()
  })

  it('with a file of the page has what the build compressed, and its own type', async () => {
    const page = `<!doctype html><p>${'x'.repeat(4000)}</p>`
    writeFileSync(join(folder, 'index.html'), page)
    writeFileSync(join(folder, 'index.html.br'), brotliCompressSync(page))
    const server = await rig({ webDir: folder })
    const answer = await get(server, '/', 'br')
    expect([answer.headers['content-encoding'], answer.headers['content-type']]).toEqual(['br', expect.stringContaining('text/html')])
    expect(brotliDecompressSync(answer.rawPayload).toString()).toBe(page)
    expect((await get(server, '/', null)).body).toBe(page)
    expect((await get(server, '/index.html.br', null)).statusCode).toBe(404)
  })
})
