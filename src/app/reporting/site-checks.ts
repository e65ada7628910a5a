/** The checks of sites as the API shows them. */

import { formatIn } from '../../domain/index.ts'
import type { SiteCheckRow } from '../../figures/document/savings/savings-view.ts'
import type { Language } from '../../figures/messages/language.ts'
import { renderMessage } from '../../figures/messages/message.ts'
import type { SiteCheck } from '../../savings/site/site-check.ts'

export function siteCheckRow(zone: string, language: Language, check: SiteCheck): SiteCheckRow {
  const { site, measures, within, claimed, claimedInterval, building, buildingInterval, verdict, reason } = check
  return {
    site,
    measures,
    from: within === null ? null : formatIn(zone, within.from),
    to: within === null ? null : formatIn(zone, within.to),
    claimed,
    claimed_interval90: claimedInterval,
    building,
    building_interval90: buildingInterval,
    verdict,
    reason_code: reason?.code ?? null,
    reason: reason === null ? null : renderMessage(reason, language),
  }
}
