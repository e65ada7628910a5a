/** A fault rule as data: which roles it needs and where, when it fires, what is wasted meanwhile, and how sure that is. */

import type { Quantity } from '../../domain/index.ts'

export type Resource = 'electricity' | 'heat' | 'water' | 'none'

/** How a role is found within a unit. The first role of a rule makes the units. */
export interface RoleNeed {
  /** Loads of these uses: energy registers as kW, else power. Added up. */
  readonly load?: readonly string[]
  /** Registers of a medium that ends so, as m3/h. */
  readonly water?: string
  readonly use?: readonly string[]
  /** Role of the campus file. */
  readonly role?: readonly string[]
  readonly quantity?: readonly Quantity[]
  /** Where it is looked for; default: in the unit itself. */
  readonly within?: 'building' | 'site' | 'campus'
  /** What the service computes: the share of full output that plans ask for, starts of a machine, findings of the rollup, meters below. */
  readonly derived?: 'plan' | 'starts' | 'faulty' | 'parts'
  /** Role that it is derived from. */
  readonly of?: string
}

export interface FaultRule {
  readonly id: string
  /** point: every point of the first role is a unit of its own. */
  readonly scope: 'zone' | 'building' | 'site' | 'point'
  readonly needs: Readonly<Record<string, RoleNeed>>
  /** Numbers that people may change. */
  readonly settings: Readonly<Record<string, number>>
  /** Settings without a default: the rule needs the campus file to name them. */
  readonly required?: readonly string[]
  readonly when: string
  /** Minutes for which it has to hold. */
  readonly hold: number
  /** Rate of the waste: kW, m3/h. Null: none that can be counted. */
  readonly wasted: string | null
  /** Relative half-width of the 90 % band of the waste. */
  readonly band: string
  readonly resource: Resource
  /** Role whose load the waste belongs to. */
  readonly load: string
  /** Of two rules that fire on the same load and hour the higher one keeps the waste. */
  readonly rank: number
  /** Season of the campus file that `season` stands for. */
  readonly season?: string
}
