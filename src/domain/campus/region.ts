/** Regions of a site that factor rows are looked up by. */

import type { Campus, Site } from './campus.ts'

/** Zones of mainland China; other countries are named by the grid of the site. */
const CHINA_ZONES: ReadonlySet<string> = new Set([
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Asia/Chongqing',
  'Asia/Chungking',
  'Asia/Harbin',
  'Asia/Kashgar',
  'PRC',
])

/** The site itself, then its grid; without a grid the country of the zone, as far as the zone says it. The narrowest is first. */
export function regionsOf({ timezone }: Pick<Campus, 'timezone'>, { id, grid }: Pick<Site, 'id' | 'grid'>): readonly string[] {
  const country = CHINA_ZONES.has(timezone) ? 'CN' : null
  return [id, ...[grid ?? country].filter((region) => region !== null)]
}
