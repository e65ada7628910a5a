import { type Static, Type } from 'typebox'
import { formatIn, type Instant, type Span } from '../../../../domain/index.ts'
import type { ArchiveState } from '../../../../ports/index.ts'
import { Problem } from '../../problems.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, longAnswers, nullable, strict } from '../../schemas.ts'
import { timeOf } from '../../times.ts'

const count = (description: string): ReturnType<typeof Type.Integer> => Type.Integer({ minimum: 0, description })

export const ArchiveSchema = Type.Object({
  days: count('how long raw messages are to be kept; 0 = not at all'),
  cap_bytes: count('the oldest make room above this size'),
  parts: count('files'),
  bytes: count('size on disk, packed'),
  first_received: nullable(Type.String({ description: 'the oldest message, once it is packed' })),
  last_received: nullable(Type.String()),
  whole: Type.Boolean({ description: 'it reaches back to the very first message' }),
  bytes_per_day: nullable(Type.Number({ description: 'at the rate of the last week; null before there is a day of them' })),
  days_that_fit: nullable(Type.Number({ description: 'how many days the cap and the free disk leave room for at that rate' })),
  free_disk_bytes: count('free on the disk of the archive'),
  evicted: count('parts that had to make room before their days were over, since the start'),
})

const SpanOfSource = {
  source: Type.Optional(nullable(Type.String({ description: 'a source of the campus file, or "import"; null = all of them' }))),
  from: Type.String(),
  to: Type.String(),
}
const ReplayBody = Type.Object(
  {
    ...SpanOfSource,
    after: Type.Optional(Type.Integer({ minimum: 0, description: '`next` of the step before' })),
    until: Type.Optional(nullable(Type.Integer({ minimum: 0, description: '`until` of the first step' }))),
  },
  strict,
)
const ClearBody = Type.Object(SpanOfSource, strict)
const Step = Type.Object({
  messages: count('looked at'),
  replayed: count('sent through again'),
  next: nullable(Type.Integer()),
  until: Type.Integer(),
  seq: count('what /drained waits for'),
  parts_left: count('steps that follow'),
})

/** Days of the present rate that cap and disk leave room for. */
function daysThatFit({ bytesPerDay, capBytes, bytes, freeDisk }: ArchiveState): number | null {
  return bytesPerDay === null || bytesPerDay === 0 ? null : Math.floor(Math.min(capBytes, bytes + freeDisk) / bytesPerDay)
}

interface SpanTexts {
  readonly from: string
  readonly to: string
}

function spanOf({ from, to }: SpanTexts, zone: string): Span {
  const span = { from: timeOf('body/from', from, zone), to: timeOf('body/to', to, zone) }
  if (span.to > span.from) return span
  throw new Problem('invalid-request', undefined, { errors: [{ path: 'body/to', message: `"${to}" is not after "${from}"` }] })
}

const tags = ['data']

export const archiveRoutes: Route = (app, { administration, status, clock }) => {
  app.get(
    '/api/v1/archive',
    {
      config: permit('administration.archive'),
      schema: {
        summary: 'Raw messages that are kept, how far back, and for how many days there is room',
        tags,
        response: answers(ArchiveSchema),
      },
    },
    async (request) => viewOf(await administration.archive(contextOf(request, clock)), status.timezone()),
  )
}

export const replayRoutes: Route = (app, { administration, status, clock, heavy, longWork }) => {
  const queryOf = (body: SpanTexts & { source?: string | null }): { source: string | null; span: Span } => ({
    source: body.source ?? null,
    span: spanOf(body, status.timezone()),
  })
  app.post(
    '/api/v1/replay',
    {
      config: permit('administration.replayArchive'),
      schema: {
        summary: 'Decode one part of the archive again; asked for until `next` is null',
        tags,
        body: ReplayBody,
        response: longAnswers(Step),
      },
    },
    (request, reply) => {
      const context = contextOf(request, clock)
      const { after = 0, until = null } = request.body
      const query = { ...queryOf(request.body), after, until }
      const replay = async (): Promise<object> => {
        const { partsLeft, ...step } = resultOf(await administration.replayArchive(context, query))
        return { ...step, parts_left: partsLeft }
      }
      return longWork.answer(request, reply, () => heavy.run(context.principal.key, replay))
    },
  )
  app.post(
    '/api/v1/replay/clear',
    {
      config: permit('administration.clearForReplay'),
      schema: {
        summary: 'Readings of a source in a span removed before they are decoded again; refused when the archive does not hold them',
        tags,
        body: ClearBody,
        response: longAnswers(Type.Object({ points: Type.Integer() })),
      },
    },
    (request, reply) => {
      const context = contextOf(request, clock)
      const query = queryOf(request.body)
      const clear = async (): Promise<object> => resultOf(await administration.clearForReplay(context, query))
      return longWork.answer(request, reply, () => heavy.run(context.principal.key, clear))
    },
  )
}

function viewOf(state: ArchiveState, zone: string): Static<typeof ArchiveSchema> {
  const at = (time: Instant | null): string | null => (time === null ? null : formatIn(zone, time))
  return {
    days: state.days,
    cap_bytes: state.capBytes,
    parts: state.parts,
    bytes: state.bytes,
    first_received: at(state.first),
    last_received: at(state.last),
    whole: state.whole,
    bytes_per_day: state.bytesPerDay,
    days_that_fit: daysThatFit(state),
    free_disk_bytes: state.freeDisk,
    evicted: state.evicted,
  }
}
