/** What needs somebody now: open alarms first, then points that are silent. Nothing to do is said in one line. */

import { CircleCheck } from 'lucide'
import type { VNode } from 'preact'
import { isInPlace } from '../../address/context.ts'
import { hrefOf } from '../../address/route.ts'
import type { Alarm, Point } from '../../api/types.ts'
import { alarms } from '../../state/campus.ts'
import { ageOf } from '../../state/clock.ts'
import { isStale, points } from '../../state/points.ts'
import { age } from '../../text/format.ts'
import { nameOf } from '../../text/language.ts'
import { Icon } from '../../ui/icon.tsx'
import { Tag } from '../../ui/tag.tsx'
import { alarmSentence } from '../../usage/alarm-sentence.ts'
import { t } from './text.ts'

const MOST = 5

function AlarmRow({ alarm }: { alarm: Alarm }): VNode {
  return (
    <li>
      <Tag state={alarm.severity === 'alarm' ? 'fault' : 'attention'}>
        {alarm.severity === 'alarm' ? t('attention.alarm') : t('attention.warning')}
      </Tag>
      <a href={hrefOf('alarms')}>{alarmSentence(alarm)}</a>
      <small>{age(ageOf(alarm.raised))}</small>
    </li>
  )
}

function SilentRow({ point }: { point: Point }): VNode {
  return (
    <li>
      <Tag state="unknown">{t('attention.silent')}</Tag>
      <a href={hrefOf(['points', point.id])}>{nameOf(point.name, point.id)}</a>
      <small>{point.last === null ? '' : age(ageOf(point.last.time))}</small>
    </li>
  )
}

export function Attention(): VNode {
  const open = (alarms.value.value ?? []).filter((a) => a.state === 'open')
  const worst = [...open].sort((a, b) => Number(b.severity === 'alarm') - Number(a.severity === 'alarm'))
  const silent = (points.value.value ?? []).filter((p) => p.status === 'live' && p.last !== null && isStale(p) && isInPlace(p.place))
  const rest = MOST - Math.min(MOST, worst.length)
  const more = worst.length + silent.length - Math.min(MOST, worst.length) - Math.min(rest, silent.length)
  return (
    <section class="panel attention">
      <div class="panel-head">
        <h2>{t('attention.title')}</h2>
        <a class="end" href={hrefOf('alarms')}>
          {t('attention.all')}
        </a>
      </div>
      {worst.length + silent.length === 0 ? (
        <p class="all-well">
          <Icon node={CircleCheck} size={22} /> {t('attention.none')}
        </p>
      ) : (
        <ul class="attention-list">
          {worst.slice(0, MOST).map((a) => (
            <AlarmRow key={a.id} alarm={a} />
          ))}
          {silent.slice(0, rest).map((p) => (
            <SilentRow key={p.id} point={p} />
          ))}
        </ul>
      )}
      {more > 0 && (
        <p class="sub">
          <a href={hrefOf('quality')}>{t('attention.more', { n: more })}</a>
        </p>
      )}
    </section>
  )
}
