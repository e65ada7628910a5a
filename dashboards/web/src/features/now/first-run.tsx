/** A campus without data: what to do next, and what has been seen so far. */

import { BookOpen, FileUp, KeyRound, RadioTower } from 'lucide'
import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { campus, now } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { nameOf } from '../../text/language.ts'
import { Icon, type IconNode } from '../../ui/icon.tsx'
import { t } from './text.ts'

type Found = Answer<'GET /api/v1/discoveries'>

const EVERY_MS = 5000

/** Devices that send and no point maps, and topics that no source listens to. */
function useSeen(): { readonly devices: number; readonly topics: number } {
  const polling = usePolling(() => get<Found>('/api/v1/discoveries').catch(() => null), EVERY_MS)
  const found = polling.value.value
  return { devices: new Set(found?.discoveries.map((d) => `${d.source} ${d.device}`)).size, topics: found?.topics.length ?? 0 }
}

function Step({
  icon,
  title,
  children,
  href,
  link,
}: {
  icon: IconNode
  title: string
  children: string
  href: string
  link: string
}): VNode {
  return (
    <li>
      <span class="chip">
        <Icon node={icon} size={16} />
      </span>
      <div>
        <h3>{title}</h3>
        <p>{children}</p>
        <a href={href}>{link}</a>
      </div>
    </li>
  )
}

export function FirstRun(): VNode {
  const seen = useSeen()
  const model = campus.value.value
  const count = now.value.value?.points.total ?? 0
  return (
    <section class="panel first-run">
      <h2>{t('first.title', { name: model === null ? '' : nameOf(model.name, model.id) })}</h2>
      <p>{t('first.state', { points: count })}</p>
      <p class="first-seen" role="status">
        {seen.devices + seen.topics === 0 ? t('first.seen.none') : t('first.seen', { devices: seen.devices, topics: seen.topics })}
      </p>
      <ol class="first-steps">
        <Step icon={RadioTower} title={t('first.connect')} href={hrefOf('quality')} link={t('first.connect.link')}>
          {t('first.connect.how')}
        </Step>
        <Step icon={FileUp} title={t('first.import')} href={hrefOf('setup/import')} link={t('first.import.link')}>
          {t('first.import.how')}
        </Step>
        {!may('admin') && (
          <Step icon={KeyRound} title={t('first.sign-in')} href={hrefOf('setup/tokens')} link={t('first.sign-in.link')}>
            {t('first.sign-in.how')}
          </Step>
        )}
        <Step icon={BookOpen} title={t('first.docs')} href="./docs" link={t('first.docs.link')}>
          {t('first.docs.how')}
        </Step>
      </ol>
    </section>
  )
}
