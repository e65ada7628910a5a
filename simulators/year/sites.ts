/** Which sites of the reference campus lie on which grid. */

export const GRIDS = ['N', 'NE', 'E', 'C', 'NW', 'S'] as const
export type Grid = (typeof GRIDS)[number]

export interface GridSites {
  readonly grid: Grid
  /** As factor rows name it. */
  readonly region: string
  /** Office beside the park; null: there is none on this grid. */
  readonly office: string | null
  readonly shop: string
}

export const SITES: readonly GridSites[] = [
  { grid: 'N', region: 'CN-NORTH', office: 'office-north', shop: 'shop' },
  { grid: 'NE', region: 'CN-NORTHEAST', office: null, shop: 'shop-northeast' },
  { grid: 'E', region: 'CN-EAST', office: 'office-east', shop: 'shop-east' },
  { grid: 'C', region: 'CN-CENTRAL', office: 'office-central', shop: 'shop-central' },
  { grid: 'NW', region: 'CN-NORTHWEST', office: null, shop: 'shop-northwest' },
  { grid: 'S', region: 'CN-SOUTH', office: 'office-south', shop: 'shop-south' },
]

export const PARK = 'park'
