/** Audit: who changed what, when, from where, with the values before and after; and whether every event is still there. */

import './audit.css'
import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import { may } from '../../state/session.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { Empty, RefusalNote } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { type AuditEvent, type AuditFilter, loadEvents, NO_FILTER, PAGE, type Verdict, verify } from './audit-api.ts'
import { EventTable } from './event-table.tsx'
import { Filter } from './filter.tsx'
import { t } from './text.ts'

const EVERY_MS = 30_000

function VerdictText({ verdict }: { verdict: Verdict }): VNode {
  const { ok, events, head, fault } = verdict
  if (!ok)
    return (
      <p role="alert">
        <Tag state="fault">{t('audit.broken')}</Tag> <span lang="en">{fault?.detail}</span>
      </p>
    )
  return (
    <p role="status">
      <Tag state="good">{t('audit.holds')}</Tag> {t('audit.holds.events', { n: events })} <code class="hash">{head?.hash}</code>
    </p>
  )
}

function Verify(): VNode {
  const verdict = useSignal<Verdict | null>(null)
  const failure = useSignal<Failure | null>(null)
  const busy = useSignal(false)
  const run = async (): Promise<void> => {
    busy.value = true
    try {
      verdict.value = await verify()
      failure.value = null
    } catch (error) {
      failure.value = failureOf(error)
    } finally {
      busy.value = false
    }
  }
  return (
    <Panel title={t('audit.verify.title')}>
      <p class="sub">{t('audit.verify.explain')}</p>
      <button type="button" disabled={busy.value} onClick={() => void run()}>
        {t('audit.verify')}
      </button>
      <RefusalNote why={failure.value} />
      {verdict.value !== null && <VerdictText verdict={verdict.value} />}
    </Panel>
  )
}

function Events(): VNode {
  const filter = useSignal<AuditFilter>(NO_FILTER)
  /** Sequences at which the pages before this one ended. */
  const ends = useSignal<readonly number[]>([])
  const before = ends.value.at(-1) ?? null
  const key = JSON.stringify([filter.value, before])
  const polling = usePolling(() => loadEvents(filter.value, before), EVERY_MS, key)
  const turn = (events: readonly AuditEvent[]): void => {
    const last = events[PAGE - 1]
    if (last !== undefined) ends.value = [...ends.value, last.sequence]
  }
  return (
    <Panel title={t('audit.title')}>
      <Filter filter={filter} onChange={() => (ends.value = [])} />
      <Loadable of={polling}>
        {(events) => (
          <>
            <EventTable events={events.slice(0, PAGE)} />
            <div class="pager" role="group" aria-label={t('pages')}>
              <button type="button" disabled={before === null} onClick={() => (ends.value = ends.value.slice(0, -1))}>
                {t('audit.newer')}
              </button>
              <button type="button" disabled={events.length <= PAGE} onClick={() => turn(events)}>
                {t('audit.older')}
              </button>
            </div>
          </>
        )}
      </Loadable>
    </Panel>
  )
}

export function Screen(): VNode {
  if (may('admin'))
    return (
      <div class="panels audit">
        <Verify />
        <Events />
      </div>
    )
  return (
    <Panel title={t('audit.title')}>
      <Empty>{t('audit.not-yours')}</Empty>
    </Panel>
  )
}
