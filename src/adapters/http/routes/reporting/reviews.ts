/** The way of a period to its signature: calendar, review with findings, submission, return, rejection of a restatement. */

import { type Static, Type } from 'typebox'
import type { CalendarPeriod, PeriodReviewView } from '../../../../app/closing/api.ts'
import { type Theme, THEMES } from '../../../../figures/checks/group-findings.ts'
import type { Language } from '../../../../figures/messages/language.ts'
import { renderMessage } from '../../../../figures/messages/message.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, Share, strict, Time } from '../../schemas.ts'
import { PartsSchema } from './report-schemas.ts'
import { PERIOD, reader } from './reports.ts'
import { figureName, pendingView } from './statement-views.ts'
import { PendingSchema, REASON } from './statements.ts'

const tags = ['closing']
const State = Type.Unsafe<CalendarPeriod['state']>({ type: 'string', enum: ['open', 'submitted', 'closed', 'restated'] })
const Role = Type.String({ description: 'role whose work it is: operator, preparer, approver' })
const Gap = Type.Object({ point: Type.String(), role: Type.String(), coverage: Share })
const Rejection = Type.Object({ by: Type.String(), at: Time, reason: Type.String() })

const CalendarSchema = Type.Object({
  periods: Type.Array(
    Type.Object({
      period: Type.String(),
      over: Type.Boolean(),
      state: State,
      revision: nullable(Type.Integer()),
      submitted_by: nullable(Type.String()),
      missing: Type.Array(
        Type.Object({
          what: Type.String({ description: 'readings, entry, months, submission, signature' }),
          whose: Role,
          points: Type.Array(Gap, { description: 'meters below the coverage that is asked for' }),
          key: nullable(Type.String()),
          site: nullable(Type.String()),
          days: nullable(Type.Number({ description: 'days without an entry; null: there has never been one' })),
          author: nullable(Type.String({ description: 'who made the last entry of this key' })),
          periods: Type.Array(Type.String()),
        }),
      ),
    }),
  ),
})

const ReviewSchema = Type.Object({
  period: Type.String(),
  from: Time,
  to: Time,
  over: Type.Boolean(),
  state: State,
  revision: nullable(Type.Integer()),
  hash: Type.String(),
  prepared_by: Type.Array(Type.String()),
  submission: nullable(
    Type.Object({
      by: Type.String(),
      at: Time,
      hash: Type.String(),
      note: nullable(Type.String()),
      changed: Type.Boolean({ description: 'the figures are others than those that were submitted' }),
    }),
  ),
  returned: nullable(Rejection),
  coverage: Type.Object({
    least: Share,
    limit: Share,
    meters: Type.Array(Gap),
    figures: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), boundary: Type.String(), coverage: nullable(Share) })),
  }),
  findings: Type.Array(
    Type.Object({
      theme: Type.Unsafe<Theme>({ type: 'string', enum: [...THEMES] }),
      code: Type.String(),
      sentence: Type.String(),
      figures: Type.Array(Type.String()),
      details: Type.Array(Type.String()),
    }),
    { description: 'a line a cause' },
  ),
  irrelevant: Type.Array(Type.String({ description: 'figures of which the campus has nothing' })),
  parts: nullable(PartsSchema),
})

function calendarView({
  period,
  over,
  state,
  revision,
  submittedBy,
  missing,
}: CalendarPeriod): Static<typeof CalendarSchema>['periods'][number] {
  const rows = missing.map((item) => ({
    what: item.what,
    whose: item.whose,
    points: item.what === 'readings' ? [...item.points] : [],
    ...(item.what === 'entry'
      ? { key: item.key, site: item.site, days: item.days, author: item.author }
      : { key: null, site: null, days: null, author: null }),
    periods: item.what === 'months' ? [...item.periods] : [],
  }))
  return { period, over, state, revision, submitted_by: submittedBy, missing: rows }
}

function reviewView(review: PeriodReviewView, language: Language): Static<typeof ReviewSchema> {
  const { preparedBy, findings, irrelevant, coverage, parts, ...rest } = review
  return {
    ...rest,
    prepared_by: [...preparedBy],
    coverage: {
      ...coverage,
      meters: [...coverage.meters],
      figures: coverage.figures.map((f) => ({ ...f, name: figureName(f.id, language) })),
    },
    findings: findings.map(({ theme, code, message, figures, details }) => ({
      theme,
      code,
      sentence: renderMessage(message, language),
      figures: [...figures],
      details: details.map((d) => renderMessage(d, language)),
    })),
    irrelevant: [...irrelevant],
    parts: parts === null ? null : { closed: [...parts.closed], open: [...parts.open], differences: [...parts.differences] },
  }
}

const params = Type.Object({ period: PERIOD }, strict)
const querystring = Type.Object({ lang: reader.lang }, strict)

export const reviewRoutes: Route = (app, parts) => {
  const { closing, clock, heavy } = parts
  app.get(
    '/api/v1/closing',
    {
      config: permit('closing.calendar'),
      schema: { summary: 'The close calendar: what each period waits for, and whose it is', tags, response: answers(CalendarSchema) },
    },
    async (request) => ({ periods: (await closing.calendar(contextOf(request, clock))).map(calendarView) }),
  )
  app.get(
    '/api/v1/closing/:period',
    {
      config: permit('closing.review'),
      schema: {
        summary: 'What to look at before a period is signed: coverage, contradictions, who prepared it',
        tags,
        params,
        querystring,
        response: answers(ReviewSchema),
      },
    },
    (request) => {
      const context = contextOf(request, clock)
      const { lang = 'en' } = request.query
      return heavy.run(context.principal.key, async () => reviewView(resultOf(await closing.review(context, request.params.period)), lang))
    },
  )
  submissionRoutes(app, parts)
  rejectionRoute(app, parts)
}

const submissionRoutes: Route = (app, { closing, clock, heavy }) => {
  app.post(
    '/api/v1/closing/:period/submission',
    {
      config: permit('closing.submit'),
      schema: {
        summary: 'Submit the figures of a period that is over to the approver',
        tags,
        params,
        querystring,
        body: Type.Object({ note: Type.Optional(REASON) }, strict),
        response: answers(ReviewSchema),
      },
    },
    (request) => {
      const { note } = request.body
      const context = { ...contextOf(request, clock), ...(note === undefined ? {} : { reason: note }) }
      const { lang = 'en' } = request.query
      return heavy.run(context.principal.key, async () => reviewView(resultOf(await closing.submit(context, request.params.period)), lang))
    },
  )
  app.post(
    '/api/v1/closing/:period/return',
    {
      config: permit('closing.returnDraft'),
      schema: {
        summary: 'Hand a submitted period back to its preparer, with the reason',
        tags,
        params,
        querystring,
        body: Type.Object({ reason: REASON }, strict),
        response: answers(ReviewSchema),
      },
    },
    (request) => {
      const context = { ...contextOf(request, clock), reason: request.body.reason }
      const { lang = 'en' } = request.query
      return heavy.run(context.principal.key, async () =>
        reviewView(resultOf(await closing.returnDraft(context, request.params.period)), lang),
      )
    },
  )
}

const rejectionRoute: Route = (app, { closing, clock, heavy }) => {
  app.post(
    '/api/v1/restatements/rejection',
    {
      config: permit('closing.reject'),
      schema: {
        summary: 'Leave a closed period as it is although a restatement is pending, with the reason',
        tags: ['statements'],
        body: Type.Object({ id: Type.String({ maxLength: 100 }), reason: REASON }, strict),
        response: answers(PendingSchema),
      },
    },
    (request) => {
      const context = { ...contextOf(request, clock), reason: request.body.reason }
      return heavy.run(context.principal.key, async () => pendingView(resultOf(await closing.reject(context, request.body.id)), 'en'))
    },
  )
}
