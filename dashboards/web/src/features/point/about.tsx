/** What a point is, where it stands, and which device serves it. */

import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import type { Point } from '../../api/types.ts'
import { campus, zone } from '../../state/campus.ts'
import { moment } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { placeOf, useName } from '../../text/places.ts'
import { Empty } from '../../ui/states.tsx'
import { t } from './text.ts'

function Devices({ point }: { point: Point }): VNode {
  if (point.devices.length === 0) return <Empty>{t('point.devices.none')}</Empty>
  const at = (text: string | null, otherwise: string): string => (text === null ? otherwise : moment(text, zone.value))
  return (
    <div class="scroll" role="region" aria-label={t('point.devices')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th>{t('col.device')}</th>
            <th>{t('col.field')}</th>
            <th>{t('col.from')}</th>
            <th>{t('col.to')}</th>
          </tr>
        </thead>
        <tbody>
          {point.devices.map((d) => (
            <tr key={`${d.device} ${d.field} ${d.from ?? ''}`}>
              <td>
                <a href={hrefOf(['devices', 'of', d.source, d.device])}>{d.device}</a>
              </td>
              <td>{d.field}</td>
              <td>{at(d.from, t('point.always'))}</td>
              <td>{at(d.to, t('point.open'))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function About({ point }: { point: Point }): VNode {
  return (
    <section class="panel">
      <h2>{t('point.about')}</h2>
      <dl>
        <dt>{t('col.quantity')}</dt>
        <dd>{term('quantity', point.quantity)}</dd>
        {point.use !== null && <dt>{t('col.use')}</dt>}
        {point.use !== null && <dd>{useName(point.use)}</dd>}
        <dt>{t('col.place')}</dt>
        <dd>{placeOf(point, campus.value.value)}</dd>
      </dl>
      <h3>{t('point.devices')}</h3>
      <Devices point={point} />
    </section>
  )
}
