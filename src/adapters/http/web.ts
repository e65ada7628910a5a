/** The files of the built web application, and nothing beside them. */

import { readdirSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import { page } from './docs-page.ts'
import type { HttpApp } from './route-parts.ts'

const NOT_BUILT = page(
  'campus-energy',
  '<p>The service runs; its web page is not built. <code>npm run build</code> builds it, then start the service again.</p><p>The API answers: <a href="/docs">what it offers</a>.</p>',
)

const open = { config: { permission: 'public' }, schema: { hide: true } } as const
/** File names under assets/ carry a hash of their content. */
const YEAR_MS = 365 * 24 * 3600 * 1000

/** Beside each file lies what the build compressed; the browser says which it can read. */
const COMPRESSED = /\.(br|gz)$/

/** Whether the name stays below its folder and is not hidden, however the address spells it. */
function isPlain(path: string): boolean {
  return path.split(/[\\/]/).every((part) => part !== '' && !part.startsWith('.'))
}

export function serveWeb(app: HttpApp, webDir: string | null): void {
  if (webDir === null) {
    app.get('/', open, async (_request, reply) => reply.type('text/html; charset=utf-8').send(NOT_BUILT))
    return
  }
  void app.register(fastifyStatic, { root: webDir, serve: false, preCompressed: true })
  app.get('/', open, (_request, reply) => reply.sendFile('index.html', { maxAge: 0 }))
  for (const entry of readdirSync(webDir, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || COMPRESSED.test(entry.name)) continue
    if (entry.isDirectory()) {
      const cached = entry.name === 'assets' ? { maxAge: YEAR_MS, immutable: true } : { maxAge: 0 }
      app.get<{ Params: { '*': string } }>(`/${entry.name}/*`, open, (request, reply) => {
        const path = request.params['*']
        return isPlain(path) ? reply.sendFile(`${entry.name}/${path}`, cached) : reply.callNotFound()
      })
    } else app.get(`/${entry.name}`, open, (_request, reply) => reply.sendFile(entry.name, { maxAge: 0 }))
  }
}
