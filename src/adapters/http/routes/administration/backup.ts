import { Readable } from 'node:stream'
import { errorText } from '../../../../kernel/index.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'

export const backupRoutes: Route = (app, { administration, clock, events }) => {
  app.get(
    '/api/v1/backup',
    {
      config: permit('administration.backup'),
      schema: {
        summary:
          'A backup of everything the service keeps, as it is made: a tar archive whose last part is the manifest; an answer that breaks off is no backup',
        tags: ['administration'],
      },
    },
    async (request, reply) => {
      const { chunks } = await administration.backup(contextOf(request, clock))
      const body = Readable.from(chunks, { objectMode: false, highWaterMark: 1024 * 1024 })
      // The answer has begun: the reader finds it cut off, the log says why.
      body.on('error', (error) => events.emit({ code: 'backup-failed', level: 'error', detail: `a backup broke off: ${errorText(error)}` }))
      return reply.type('application/x-tar').header('cache-control', 'no-store').send(body)
    },
  )
}
