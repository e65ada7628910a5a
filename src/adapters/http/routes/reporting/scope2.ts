import { type Static, Type } from 'typebox'
import type { Scope2Hours } from '../../../../figures/matching/scope2-hours.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, Share, strict } from '../../schemas.ts'
import { unwrap } from './entry-schemas.ts'
import { PERIOD } from './reports.ts'

const mwh = (description: string) => Type.Number({ description: `MWh; ${description}` })
const Totals = Type.Object({
  matched: mwh('that instruments cover'),
  residual: mwh('that none covers'),
  share: nullable(Share),
  carbon: Type.Number({ description: 'tCO2e: instruments at their own factor, the rest at the residual mix or the grid average' }),
})

const Scope2Schema = Type.Object({
  period: Type.String(),
  used: mwh('electricity of the sites'),
  hourly: Totals,
  annual: Totals,
  instruments: Type.Array(Type.Object({ id: Type.String(), matched: mwh('used in the same hour'), unused: mwh('left over') })),
  spread: Type.Object({
    used: mwh('of sites without hours of their own, in the shape of all that is metered'),
    instruments: mwh('of instruments without a profile, evenly over their days'),
  }),
  sites: Type.Array(Type.String()),
  without: Type.Array(Type.String({ description: 'sites whose electricity is not known' })),
  grids_without_factor: Type.Array(Type.String()),
  faults: Type.Array(
    Type.Object({ code: Type.String(), ids: Type.Array(Type.String()), detail: Type.String({ description: 'vintage, or reference' }) }),
  ),
})

function view({ gridsWithoutFactor, instrumentFaults, sites, without, instruments, ...rest }: Scope2Hours): Static<typeof Scope2Schema> {
  return {
    ...rest,
    instruments: [...instruments],
    sites: [...sites],
    without: [...without],
    grids_without_factor: [...gridsWithoutFactor],
    faults: instrumentFaults.map((f) =>
      f.code === 'instrument-twice'
        ? { code: f.code, ids: [...f.ids], detail: f.reference }
        : { code: f.code, ids: [f.id], detail: f.vintage },
    ),
  }
}

export const scope2Routes: Route = (app, { reporting, clock, heavy }) => {
  app.get(
    '/api/v1/scope2',
    {
      config: permit('reporting.scope2Hours'),
      schema: {
        summary: 'Scope 2 by the hour: what instruments cover in the hours of use, beside the totals of the period',
        tags: ['figures'],
        querystring: Type.Object({ period: PERIOD }, strict),
        response: answers(Scope2Schema),
      },
    },
    (request) => {
      const context = contextOf(request, clock)
      return heavy.run(context.principal.key, async () => view(unwrap(await reporting.scope2Hours(context, request.query.period))))
    },
  )
}
