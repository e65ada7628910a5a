/** What a limit of load goes by: hours of the tariff, and the mean of the running interval. */

import type { PolicyTarget, PriceHours, Tariff } from '../../../domain/index.ts'
import type { PolicyEntry } from '../../schema/control.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { blamePart, type Examination, type ExaminedPart, isPresent } from '../examine.ts'
import type { ControlSurroundings } from './actuators.ts'

type Part = ExaminedPart<PolicyEntry>

export interface TariffSurroundings {
  readonly ex: Examination
  readonly sites: readonly string[]
  readonly tariffs: readonly Tariff[]
}

/** `price:` and `site:`; null where no price is named, or after a fault. */
export function priceHoursOf(part: Part, targets: readonly PolicyTarget[], around: TariffSurroundings): PriceHours | null {
  const { price } = part.value
  if (price === undefined) {
    if (isPresent(part, 'site') && part.sound)
      blamePart(part, ['site'], around.ex, { message: '`site` says whose tariff counts', hint: 'name its `price`, or leave site out' })
    return null
  }
  const site = siteOf(part, targets, around)
  if (site === null) return null
  const fitting = around.tariffs.filter((t) => t.carrier === 'electricity' && (t.sites?.includes(site) ?? true))
  const known = [...new Set(fitting.flatMap((t) => t.prices.map((p) => p.name)))]
  const names = (Array.isArray(price) ? price : [price]).filter((name): name is string => name !== undefined)
  for (const [i, name] of names.entries()) {
    if (known.includes(name)) continue
    const hint =
      didYouMean(name, known) ?? (known.length === 0 ? `there is no tariff of electricity for "${site}"` : `there are ${known.join(', ')}`)
    blamePart(part, Array.isArray(price) ? ['price', i] : ['price'], around.ex, { message: `no tariff has a price "${name}"`, hint })
  }
  return names.every((name) => known.includes(name)) ? { site, names } : null
}

/** Without `site` the one that the id of the first actuator begins with, else the first of the file. */
function siteOf(part: Part, targets: readonly PolicyTarget[], { sites, ex }: TariffSurroundings): string | null {
  const { site } = part.value
  if (site === undefined) return sites.find((id) => targets[0]?.actuator.startsWith(`${id}/`)) ?? sites[0] ?? null
  if (sites.includes(site)) return site
  blamePart(part, ['site'], ex, { message: `there is no site "${site}"`, hint: didYouMean(site, sites) ?? `there are ${sites.join(', ')}` })
  return null
}

/** A mean is one of power. */
export function checkMean(part: Part, targets: readonly PolicyTarget[], around: ControlSurroundings & { readonly ex: Examination }): void {
  const wrong = targets
    .map(({ point }) => around.points.get(point ?? ''))
    .find((point) => point !== undefined && point.quantity !== 'power')
  if (wrong !== undefined)
    blamePart(part, ['mean'], around.ex, {
      message: `"${wrong.id}" is ${wrong.quantity}`,
      hint: 'a mean is formed of power; leave mean out to compare the newest reading',
    })
}
