import { type ApiDocument, docsPage, STYLE } from '../../docs-page.ts'
import type { Route } from '../../route-parts.ts'

export const docsRoutes: Route = (app) => {
  const route = { config: { permission: 'public' }, schema: { hide: true } } as const
  app.get('/openapi.json', route, async () => app.swagger())
  app.get('/docs', route, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(docsPage(app.swagger() as unknown as ApiDocument)),
  )
  app.get('/docs/style.css', route, async (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE))
}
