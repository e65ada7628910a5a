/** `campus quantities`: what may stand under `quantity:` and `unit:`. */

import { QUANTITIES, type Quantity, quantityOf, unitsOf } from '../../domain/index.ts'
import type { Command } from '../support/command.ts'
import { parse } from '../support/options.ts'
import { table } from '../support/table.ts'

const FLAGS = { json: { type: 'boolean' } } as const

export const quantitiesCommand: Command = {
  name: 'quantities',
  summary: 'list every quantity with its unit, the units that are read, and its kind',
  usage: `campus quantities [--json]

Each quantity with its canonical unit, the units that messages, files and the campus file may use for it, and its usual kind. Other spellings
(kW.h, 千瓦时, degreesCelsius) are read too.`,
  async run(ctx) {
    const { values } = parse(ctx.args, FLAGS)
    const rows = (Object.keys(QUANTITIES) as Quantity[]).map((quantity) => {
      const { unit, kind } = quantityOf(quantity)
      return { quantity, unit, kind, accepted: unitsOf(quantity) }
    })
    if (values['json'] === true) ctx.stdout(`${JSON.stringify({ quantities: rows })}\n`)
    else
      ctx.stdout(
        table(
          [{ title: 'quantity' }, { title: 'unit' }, { title: 'kind' }, { title: 'units that are read' }],
          rows.map((r) => [r.quantity, r.unit, r.kind, r.accepted.join(' ')]),
        ),
      )
    return 0
  },
}
