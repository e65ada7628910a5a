/** Fields that devices send and no point takes, with what they probably are. */

import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import type { Answer } from '../../api/types.ts'
import { number } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { reasonsText } from '../../text/suggestion.ts'
import { unit } from '../../text/units.ts'
import { Empty } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { t } from './text.ts'

export type Discovery = Answer<'GET /api/v1/discoveries'>['discoveries'][number]

function Suggestion({ suggestion }: { suggestion: Discovery['suggestion'] }): VNode {
  if (suggestion === null) return <>–</>
  const { quantity, confidence, reasons } = suggestion
  const what = [term('quantity', quantity), unit(suggestion.unit)].filter((part) => part !== '').join(', ')
  return (
    <>
      {what} <Tag state="plain">{term('confidence', confidence)}</Tag> <small>{reasonsText(reasons)}</small>
    </>
  )
}

function Row({ field }: { field: Discovery }): VNode {
  return (
    <tr>
      <td class="first">{field.device}</td>
      <td data-label={t('col.field')}>{field.field}</td>
      <td data-label={t('col.last')} class="right">
        {field.last_value}
      </td>
      <td data-label={t('col.seen')} class="right">
        {number(field.count, 0)}
      </td>
      <td data-label={t('col.suggestion')} class="full">
        <Suggestion suggestion={field.suggestion} />
      </td>
    </tr>
  )
}

export function DiscoveryTable({ discoveries }: { discoveries: readonly Discovery[] }): VNode {
  if (discoveries.length === 0) return <Empty>{t('quality.discoveries.none')}</Empty>
  return (
    <>
      <p class="sub">
        <a href={hrefOf(['devices', 'discovered'])}>{t('quality.discoveries.explain')}</a>
      </p>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('col.device')}</th>
            <th>{t('col.field')}</th>
            <th class="right">{t('col.last')}</th>
            <th class="right">{t('col.seen')}</th>
            <th>{t('col.suggestion')}</th>
          </tr>
        </thead>
        <tbody>
          {discoveries.map((d) => (
            <Row key={`${d.source} ${d.device} ${d.field}`} field={d} />
          ))}
        </tbody>
      </table>
    </>
  )
}
