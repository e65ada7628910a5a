/** The points that receive rows, as the service knows them. */

import { QUANTITIES, type Quantity } from '../../../domain/index.ts'
import { errorText } from '../../../kernel/index.ts'
import type { ImportPoint } from '../../../imports/index.ts'
import type { PointView } from '../../../views/points/point-types.ts'
import { ask } from '../../support/api.ts'
import { type ApiClient, CommandError } from '../../support/command.ts'

/** Throws CommandError: nothing has been stored yet. */
export async function loadPoints(api: ApiClient, ids: readonly string[]): Promise<readonly ImportPoint[]> {
  const points: ImportPoint[] = []
  for (const id of ids) points.push(importPoint(await loadPoint(api, id)))
  return points
}

async function loadPoint(api: ApiClient, id: string): Promise<PointView> {
  try {
    return await ask<PointView>(api, 'GET', `/api/v1/points/${encodeURIComponent(id)}`)
  } catch (error) {
    throw new CommandError(errorText(error), 2)
  }
}

export function importPoint(view: PointView): ImportPoint {
  const { id, unit, quantity, interval_s: seconds } = view
  if (!Object.hasOwn(QUANTITIES, quantity)) throw new CommandError(`the quantity "${quantity}" of "${id}" is not known here`, 2)
  const interval = typeof seconds === 'number' ? { interval: seconds * 1000 } : {}
  const at = (time: string | null): number | null => (time === null ? null : Date.parse(time))
  const ratios = view.devices.map(({ from, to, multiplier }) => ({ from: at(from), to: at(to), multiplier }))
  const target = { point: id, quantity: quantity as Quantity, unit: view.file_unit, ...interval }
  return { id, unit, target, months: view.interval_months, stamp: view.stamp, ratios }
}
