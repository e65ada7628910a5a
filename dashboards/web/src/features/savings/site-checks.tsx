/** Beside the sum: what the main meters say of it, and what is saved of cooling besides. */

import type { VNode } from 'preact'
import { number } from '../../text/format.ts'
import { nameOf } from '../../text/language.ts'
import { withUnit } from '../../text/units.ts'
import { Tag } from '../../ui/tag.tsx'
import type { Savings } from './saving-bars.tsx'
import { t } from './text.ts'

type Check = Savings['site_checks'][number]

function checkText({ reason, building, building_interval90: half, claimed }: Check, unit: string): string {
  if (reason !== null || building === null || half === null || claimed === null) return reason ?? ''
  const amount = (value: number): string => withUnit(number(value, 0), unit)
  return t('saving.inside', { building: number(building, 0), interval: amount(half), claimed: amount(claimed) })
}

export function SiteChecks({ savings: { site_checks: checks, measures, unit } }: { savings: Savings }): VNode | null {
  const interactions = measures.filter((m) => m.interaction !== null)
  if (checks.length === 0 && interactions.length === 0) return null
  return (
    <section class="panel wide">
      <h2>{t('saving.sites')}</h2>
      <ul class="list">
        {checks.map((check) => (
          <li key={check.site} data-site={check.site} data-verdict={check.verdict}>
            <Tag state={check.verdict === 'outside' ? 'attention' : 'plain'}>{check.site}</Tag> {checkText(check, unit)}
          </li>
        ))}
        {interactions.map((m) => (
          <li key={m.id}>
            {t('saving.interaction', {
              name: nameOf(m.name, m.id),
              amount: withUnit(number(m.interaction?.cooling ?? 0, 0), unit),
            })}
          </li>
        ))}
      </ul>
    </section>
  )
}
