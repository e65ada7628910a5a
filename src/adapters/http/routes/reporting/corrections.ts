import { type Static, Type } from 'typebox'
import { type CorrectionDraft, ESTIMATE_METHODS, floorTo, QUARTER, span, type WishedEffect } from '../../../../domain/index.ts'
import type { CorrectionView, MovedByCorrection } from '../../../../app/closing/correction-views.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, PointId, strict, Time } from '../../schemas.ts'
import { timeOf } from '../../times.ts'
import { Id, Reason, Withdrawn } from './entry-schemas.ts'

const tags = ['statements']

const When = Type.String({ maxLength: 40, description: 'RFC 3339, or a local date or time of the campus' })

const Effect = Type.Union([
  Type.Object({ kind: Type.Literal('scale'), factor: Type.Number() }, strict),
  Type.Object({ kind: Type.Literal('exclude') }, strict),
  Type.Object({ kind: Type.Literal('register'), at: When, value: Type.Number({ description: 'in the unit of the point' }) }, strict),
  Type.Object(
    {
      kind: Type.Literal('estimate'),
      method: Type.Union(ESTIMATE_METHODS.map((method) => Type.Literal(method))),
      sister: Type.Optional(nullable(PointId)),
    },
    strict,
  ),
])

/** Of a register the span may be left out: it is the quarter hour of its time. */
const Wish = { point: PointId, from: Type.Optional(When), to: Type.Optional(When), effect: Effect }

const CorrectionSchema = Type.Object({
  id: Type.String(),
  point: Type.String(),
  from: Time,
  to: Time,
  effect: Type.String({ examples: ['scale 2', 'exclude', 'register 1234.5', 'estimate like-days'] }),
  reason: Type.String(),
  author: Type.String(),
  recorded_at: Time,
  withdrawn: nullable(Withdrawn),
})

const Moves = Type.Array(
  Type.Object({
    figure: Type.String(),
    boundary: Type.String(),
    period: Type.String(),
    unit: Type.String(),
    old: nullable(Type.Number()),
    new: nullable(Type.Number()),
  }),
)

const Recorded = Type.Object({ correction: CorrectionSchema, moves: Moves })

const body = ({ withdrawn, ...correction }: CorrectionView) => ({ ...correction, withdrawn: withdrawn === null ? null : { ...withdrawn } })
const recorded = (answer: { correction: CorrectionView; moves: readonly MovedByCorrection[] }) => ({
  correction: body(answer.correction),
  moves: [...answer.moves],
})

interface WishBody {
  readonly point: string
  readonly from?: string
  readonly to?: string
  readonly effect: Static<typeof Effect>
}

function draftOf({ point, from, to, effect }: WishBody, zone: string): CorrectionDraft {
  const wished = effectOf(effect, zone)
  if (wished.kind === 'register' && from === undefined && to === undefined) {
    const start = floorTo(wished.at, QUARTER)
    return { point, span: span(start, start + QUARTER), effect: wished }
  }
  return { point, span: { from: timeOf('body/from', from ?? '', zone), to: timeOf('body/to', to ?? '', zone) }, effect: wished }
}

function effectOf(effect: Static<typeof Effect>, zone: string): WishedEffect {
  if (effect.kind === 'estimate') return { kind: 'estimate', method: effect.method, sister: effect.sister ?? null }
  return effect.kind === 'register' ? { ...effect, at: timeOf('body/effect/at', effect.at, zone) } : effect
}

export const correctionRoutes: Route = (app, { closing, clock, heavy, status }) => {
  app.get(
    '/api/v1/corrections',
    {
      config: permit('closing.corrections'),
      schema: {
        summary: 'Corrections of stored values, newest first; an undone one says so',
        tags,
        response: answers(Type.Object({ corrections: Type.Array(CorrectionSchema) })),
      },
    },
    async (request) => ({ corrections: (await closing.corrections(contextOf(request, clock))).map(body) }),
  )
  app.post(
    '/api/v1/corrections/preview',
    {
      config: permit('closing.previewCorrection'),
      schema: {
        summary: 'Which figures a correction would move, and by how much; nothing is written',
        tags,
        body: Type.Object(Wish, strict),
        response: answers(Type.Object({ moves: Moves })),
      },
    },
    (request) => {
      const context = contextOf(request, clock)
      return heavy.run(context.principal.key, async () => {
        const answer = resultOf(await closing.previewCorrection(context, draftOf(request.body, status.timezone())))
        return { moves: [...answer.moves] }
      })
    },
  )
  changeRoutes(app, { closing, clock, heavy, status })
}

function changeRoutes(app: Parameters<Route>[0], parts: Pick<Parameters<Route>[1], 'closing' | 'clock' | 'heavy' | 'status'>): void {
  const { closing, clock, heavy, status } = parts
  app.post(
    '/api/v1/corrections',
    {
      config: permit('closing.correct'),
      schema: {
        summary: 'Correct stored values over a span: scale, exclude, register value, estimate',
        tags,
        body: Type.Object({ ...Wish, reason: Reason.properties.reason }, strict),
        response: answers(Recorded),
      },
    },
    (request) => {
      const { reason, ...wish } = request.body
      const context = { ...contextOf(request, clock), reason }
      return heavy.run(context.principal.key, async () =>
        recorded(resultOf(await closing.correct(context, draftOf(wish, status.timezone())))),
      )
    },
  )
  app.post(
    '/api/v1/corrections/:id/undo',
    {
      config: permit('closing.undoCorrection'),
      schema: {
        summary: 'Undo a correction: what the meter sent counts again',
        tags,
        params: Id,
        body: Reason,
        response: answers(Recorded),
      },
    },
    (request) => {
      const context = { ...contextOf(request, clock), reason: request.body.reason }
      return heavy.run(context.principal.key, async () => recorded(resultOf(await closing.undoCorrection(context, request.params.id))))
    },
  )
}
