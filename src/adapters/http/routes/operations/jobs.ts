import { Type } from 'typebox'
import type { Route } from '../../route-parts.ts'
import { Problem } from '../../problems.ts'
import { answers, nullable, strict } from '../../schemas.ts'
import { timeOf } from '../../times.ts'

const Job = Type.Object({
  id: Type.String(),
  name: Type.String(),
  state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  done: Type.Number(),
  total: nullable(Type.Number()),
  unit: Type.String(),
  detail: Type.String(),
})
export const ProgressSchema = Type.Object({ jobs: Type.Array(Job) })

const SpanBody = Type.Object({ from: Type.Optional(nullable(Type.String())), to: Type.Optional(nullable(Type.String())) }, strict)
const RebuildBody = Type.Object({ verify: Type.Optional(Type.Boolean()) }, strict)
const Rebuilt = Type.Object({ points: Type.Integer(), buckets: Type.Integer(), different: Type.Integer() })

const EmptyBody = Type.Object({ from: Type.String(), to: Type.String() }, strict)

export const jobRoutes: Route = (app, { api, heavy }) => {
  const tags = ['data']
  app.get(
    '/api/v1/progress',
    {
      config: { permission: 'read' },
      schema: { summary: 'Long work that runs or has just ended', tags: ['operation'], response: answers(ProgressSchema) },
    },
    async () => ({ jobs: api.progress() }),
  )
  app.post(
    '/api/v1/rollup',
    {
      config: { permission: 'admin' },
      schema: { summary: 'Compute what is due, or a span again from raw readings', tags, body: SpanBody, response: answers(Rebuilt) },
    },
    ({ body, principal }) => {
      const zone = api.campus().timezone
      const from = typeof body.from === 'string' ? timeOf('body/from', body.from, zone) : null
      const to = typeof body.to === 'string' ? timeOf('body/to', body.to, zone) : null
      if ((from === null) !== (to === null)) throw new Problem('invalid-request', 'from and to go together')
      return heavy.run(principal?.key ?? '', () => api.rollup(from, to))
    },
  )
  app.post(
    '/api/v1/rebuild',
    {
      config: { permission: 'admin' },
      schema: {
        summary: 'Every bucket again from raw readings; with verify only compared',
        tags,
        body: RebuildBody,
        response: answers(Rebuilt),
      },
    },
    ({ body, principal }) => heavy.run(principal?.key ?? '', () => api.rebuild(body.verify ?? false)),
  )
  app.post(
    '/api/v1/simulation/empty',
    {
      config: { permission: 'admin' },
      schema: {
        summary: 'Readings and buckets of a span removed, before a simulated campus plays it again; refused where the devices are real',
        tags,
        body: EmptyBody,
        response: answers(Type.Object({ points: Type.Integer() })),
      },
    },
    ({ body, principal }) => {
      const zone = api.campus().timezone
      const [from, to] = [timeOf('body/from', body.from, zone), timeOf('body/to', body.to, zone)]
      if (to <= from) throw new Problem('invalid-request', 'to must lie after from')
      return heavy.run(principal?.key ?? '', async () => {
        const done = await api.empty({ from, to })
        if ('refused' in done) throw new Problem('refused', done.refused)
        return done
      })
    },
  )
}
