/** Shapes that several routes share. Answers are described for clients and checked in tests; they are sent as they are. */

import { Type, type TSchema } from 'typebox'
import { SUGGESTION_CODES } from '../../domain/index.ts'
import { PROBLEMS } from './problems.ts'

/** Answers may grow: clients ignore what they do not know. Bodies and queries may not. */
export const strict = { additionalProperties: false } as const

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const Time = Type.String({ description: 'RFC 3339 with offset', examples: ['2026-03-02T08:00:00.000Z'] })
export const PointId = Type.String({ pattern: '^[A-Za-z0-9_.:/-]{1,200}$', description: 'id of a point; percent-encoded in addresses' })
export const Share = Type.Number({ minimum: 0, maximum: 1, description: 'share of time, 0 to 1' })
export const NamesSchema = Type.Object({
  en: Type.Optional(Type.String()),
  'zh-Hans': Type.Optional(Type.String()),
  'zh-Hant': Type.Optional(Type.String()),
})
export const QualitySchema = Type.Union([
  Type.Literal('good'),
  Type.Literal('suspect'),
  Type.Literal('stale'),
  Type.Literal('bad'),
  Type.Literal('estimated'),
])
export const SuggestionSchema = Type.Object({
  quantity: Type.String(),
  unit: Type.String(),
  kind: Type.String(),
  confidence: Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')]),
  because: Type.String({ description: 'the reasons as one English sentence' }),
  reasons: Type.Array(
    Type.Object({
      code: Type.Union(SUGGESTION_CODES.map((code) => Type.Literal(code))),
      values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    }),
  ),
})

export const FindingSchema = Type.Object({
  code: Type.String(),
  severity: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('alarm')]),
  sentence: Type.String(),
  evidence: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
})

export const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: `one of: ${Object.keys(PROBLEMS).join(', ')}` }),
    detail: Type.Optional(Type.String()),
    errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  },
  { description: 'RFC 9457 problem' },
)

/** Responses of a route: its answer, and problems for everything else. */
export function answers<T extends TSchema>(answer: T): { 200: T; '4xx': typeof ProblemSchema; '5xx': typeof ProblemSchema } {
  return { 200: answer, '4xx': ProblemSchema, '5xx': ProblemSchema }
}

export const UnfinishedSchema = Type.Object({ request: Type.String({ description: 'ask GET /api/v1/requests/{id} for the answer' }) })

/** The same for work that may take minutes: 202 where the client prefers not to wait (`Prefer: respond-async`). */
export function longAnswers<T extends TSchema>(answer: T): ReturnType<typeof answers<T>> & { 202: typeof UnfinishedSchema } {
  return { ...answers(answer), 202: UnfinishedSchema }
}
