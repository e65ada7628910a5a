import { Type } from 'typebox'
import { nullable, Share, Time } from '../../schemas.ts'

export const PartsSchema = Type.Object(
  {
    closed: Type.Array(Type.Object({ period: Type.String(), revision: Type.Integer(), hash: Type.String() })),
    open: Type.Array(Type.String()),
    differences: Type.Array(
      Type.Object({
        figure: Type.String(),
        boundary: Type.String(),
        unit: Type.String(),
        whole: Type.Number(),
        sum: Type.Number({ description: 'of the closed months' }),
      }),
    ),
  },
  { description: 'of a period of several months: its closed months, and where their sum is not its figure' },
)

export const StatementSchema = Type.Object({
  period: Type.String(),
  revision: Type.Integer(),
  hash: Type.String({ description: 'SHA-256 of the report document in canonical JSON, hex' }),
  algorithm: Type.String(),
  closed_at: Time,
  closed_by: Type.String(),
  prepared_by: Type.Array(Type.String()),
  reason: nullable(Type.String({ description: 'of a restatement, or of closing by force' })),
  objections: Type.Array(Type.String({ description: 'what spoke against closing when it was forced' })),
  code_version: Type.String(),
  rollup_version: Type.Integer(),
  evidence: Type.String({ description: 'the evidence file: its path on the machine of the service, in a report its name' }),
  evidence_hash: Type.String({ description: 'SHA-256 of that file, hex' }),
  audit: Type.Optional(
    Type.Object({ sequence: Type.Integer(), hash: Type.String() }, { description: 'newest event of the audit when it was closed' }),
  ),
  parts: Type.Optional(PartsSchema),
})

const Rendered = Type.Object({ code: Type.String(), sentence: Type.String() })
export const FigureSchema = Type.Object({
  id: Type.String(),
  name: Type.String({ description: 'in the language of the request' }),
  boundary: Type.String(),
  value: nullable(Type.Number({ description: 'unrounded; null when it is missing' })),
  unit: Type.String(),
  published: nullable(Type.String({ description: 'rounded half up, as it is published' })),
  coverage: nullable(Share),
  estimated: Share,
  interval90: nullable(Type.Number()),
  method: Type.String(),
  factors: Type.Array(Type.String()),
  findings: Type.Array(Rendered),
  missing: Type.Array(Type.String({ description: 'why there is no value' })),
})

const Compared = Type.Object({
  period: Type.String(),
  figures: Type.Array(
    Type.Object({
      id: Type.String(),
      boundary: Type.String(),
      value: nullable(Type.Number({ description: 'then' })),
      now: nullable(Type.Number({ description: 'in the period of the report, on the same sites' })),
      unit: Type.String(),
      change_percent: nullable(Type.Number()),
      withheld: nullable(Type.String({ description: 'why the change is withheld: too little of one of the values is known' })),
      without: Type.Array(Type.String({ description: 'sites that were not there then, left out on both sides' })),
      notes: Type.Array(Type.String()),
    }),
  ),
})

const CarrierRow = Type.Object({
  id: Type.String(),
  name: Type.String(),
  form: Type.String(),
  boundary: Type.String(),
  amount: nullable(Type.Number()),
  unit: Type.String(),
  energy_mwh: nullable(Type.Number()),
  standard_coal_t: nullable(Type.Number()),
  ghg_t: nullable(Type.Number({ description: 'tCO2e, location-based' })),
  coverage: Share,
})

const Completeness = Type.Object({
  source: Type.String(),
  name: Type.String(),
  status: Type.String({ description: 'included, not-occurring, not-estimated or elsewhere' }),
  status_name: Type.String(),
  why: Type.String(),
  sites: Type.Array(Type.String()),
  without: Type.Array(Type.String({ description: 'sites of the boundary that have nothing of it' })),
})

const Disclosure = Type.Object({
  framework: Type.String(),
  line: Type.String(),
  title: Type.String(),
  figures: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      boundary: Type.String(),
      value: nullable(Type.Number()),
      unit: Type.String(),
      published: nullable(Type.String()),
    }),
  ),
})

const Target = Type.Object({
  entry: Type.String(),
  id: Type.String(),
  boundary: Type.String(),
  from: Type.String(),
  to: nullable(Type.String()),
  target: Type.Number(),
  due: Type.Number({ description: 'what of the target falls to the period' }),
  value: nullable(Type.Number()),
  unit: Type.String(),
  distance: nullable(Type.Number({ description: 'value - due' })),
  distance_percent: nullable(Type.Number()),
  met: nullable(Type.Boolean()),
  notes: Type.Array(Type.String()),
})

export const ReportSchema = Type.Object({
  period: Type.String(),
  revision: Type.Integer(),
  zone: Type.String(),
  from: Time,
  to: Time,
  to_date: Type.Boolean({ description: 'the period is not over' }),
  factor_set: Type.String(),
  boundary: nullable(Type.String()),
  language: Type.String(),
  figures: Type.Array(FigureSchema),
  comparison: Type.Object({ prior: Compared, base: nullable(Compared), base_note: nullable(Type.String()) }),
  carriers: Type.Array(CarrierRow),
  completeness: Type.Array(Completeness),
  disclosure: Type.Array(Disclosure),
  targets: Type.Array(Target),
  doubts: Type.Array(Rendered, { description: 'what to look at before this is signed' }),
  statement: nullable(StatementSchema),
})

const ExplainedEntry = Type.Object({ id: Type.String(), key: Type.String(), value: Type.Number(), share: Type.Number() })

const Register = nullable(Type.Object({ time: Time, index: Type.Number() }))

export const ExplanationSchema = Type.Object({
  figure: FigureSchema,
  period: Type.String(),
  zone: Type.String(),
  formula: Type.String(),
  meters: Type.Array(
    Type.Object({
      point: Type.String(),
      unit: Type.String(),
      total: Type.Number(),
      coverage: Share,
      months: Type.Array(Type.Object({ month: Type.String(), value: Type.Number(), coverage: Share })),
      first: Register,
      last: Register,
      estimated: { ...Share, description: 'share of the total that interpolation over a gap across an end of the period assigned to it' },
      edge_split: nullable(
        Type.Number({ description: 'total - (last - first) - restarts: interpolated between the readings around the ends of the period' }),
      ),
      restarts: nullable(Type.Number({ description: 'what resets, swaps and rollovers added' })),
      replaced: Type.Optional(
        Type.Array(Type.Object({ point: Type.String(), time: Time, old: Type.Number(), new: Type.Number() }), {
          description: 'values in the period that others replaced at the same time',
        }),
      ),
      of: Type.Optional(
        Type.Array(
          Type.Object({
            in: Type.String({ description: 'the computed point that this is a term of' }),
            point: Type.String(),
            times: Type.Number(),
            unit: Type.String(),
            total: nullable(Type.Number({ description: 'in the whole months of the period' })),
            first: Register,
            last: Register,
          }),
          { description: 'the terms of a computed point, each followed by its own' },
        ),
      ),
    }),
  ),
  loads: Type.Array(
    Type.Object({
      measure: Type.String(),
      energy: Type.String(),
      power: Type.String(),
      month: Type.String(),
      watts: Type.Number({ description: 'W at full output' }),
      watts_from: Type.String({ description: 'the month it was measured in, or rated' }),
      baseline_hours: Type.Number(),
      counterfactual: Type.Number({ description: 'kWh = watts x baseline_hours / 1000' }),
      metered: Type.Number({ description: 'kWh' }),
      saving: Type.Number({ description: 'kWh = counterfactual - metered' }),
      coverage: Share,
    }),
  ),
  factors: Type.Array(Type.Object({ id: Type.String(), value: Type.Number(), unit: Type.String() })),
  entries: Type.Array(ExplainedEntry),
  facts: Type.Array(ExplainedEntry, { deprecated: true, description: 'the former name of entries' }),
  prices: Type.Array(
    Type.Object({
      tariff: Type.String(),
      name: Type.String({ description: 'of the price within the row; demand and fixed are its other parts' }),
      value: Type.Number(),
      unit: Type.String(),
      from: nullable(Type.String({ description: 'first month at which the row holds, YYYY-MM; null: open' })),
      to: nullable(Type.String({ description: 'first month at which it no longer does; null: open' })),
      sites: nullable(Type.Array(Type.String(), { description: 'null: all' })),
      months: nullable(Type.Array(Type.Integer(), { description: 'of the year; null: all' })),
      days: nullable(Type.Array(Type.String(), { description: 'weekdays or day types; null: all' })),
      hours: nullable(Type.Array(Type.String(), { description: 'local, 08:00-12:00; null: all' })),
      source: Type.String(),
    }),
  ),
  calculation: Type.Unknown({
    description:
      'a tree: leaves meter (point, span), entry (value x share), factor, price, constant, given; nodes sum, product (of) and quotient (over, under). Computed, it is the figure',
  }),
  code_version: Type.String(),
})
