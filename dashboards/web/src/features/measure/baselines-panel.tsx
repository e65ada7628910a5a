/** Frozen baselines of a measure: whether their data moved since, what they superseded, and how another takes their place. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf, get, post } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { bodyOf, Field, Outcome } from '../../forms/field.tsx'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment } from '../../text/format.ts'
import { language } from '../../text/language.ts'
import { Loadable } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'
import { Tag } from '../../ui/tag.tsx'
import { t } from './text.ts'

type Baselines = Answer<'GET /api/v1/savings/{measure}/baselines'>
type Row = Baselines['baselines'][number]

const EVERY_MS = 600_000
const HASH_SHOWN = 12
const FIELDS = ['reason'] as const

function Data({ moved }: Pick<Row, 'moved'>): VNode {
  if (moved === null) return <>–</>
  return moved ? <Tag state="attention">{t('measure.data-moved')}</Tag> : <>{t('measure.data-same')}</>
}

function Past({ superseded }: Pick<Row, 'superseded'>): VNode {
  if (superseded.length === 0) return <>–</>
  return (
    <>
      {superseded.map((s) => (
        <div key={s.superseded_at}>
          <code title={s.hash}>{s.hash.slice(0, HASH_SHOWN)}</code>{' '}
          {t('measure.superseded-by', { at: moment(s.superseded_at, zone.value), by: s.by, reason: s.reason })}
        </div>
      ))}
    </>
  )
}

function Supersede({ path, onDone }: { path: string; onDone: () => void }): VNode {
  const failure = useSignal<Failure | null>(null)
  const done = useSignal<string | null>(null)
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    try {
      await post<Baselines>(path, { ...bodyOf(event.currentTarget as HTMLFormElement, FIELDS), lang: language.value })
      failure.value = null
      done.value = t('measure.superseded')
      onDone()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <form class="choice entry" onSubmit={(e) => void send(e)}>
      <Field failure={failure.value} name="reason" label={t('measure.supersede-reason')} required />
      <button type="submit">{t('measure.supersede')}</button>
      <Outcome failure={failure.value} fields={FIELDS} done={done.value} />
    </form>
  )
}

/** `onChange`: claims rest on other baselines now. */
export function BaselinesPanel({ measure, onChange }: { measure: string; onChange: () => void }): VNode {
  const path = `/api/v1/savings/${encodeURIComponent(measure)}/baselines`
  const polling = usePolling(() => get<Baselines>(path), EVERY_MS, path)
  return (
    <Loadable of={polling}>
      {({ baselines }) => (
        <>
          <Table
            title={t('measure.baselines')}
            none={t('measure.none')}
            heads={[t('measure.load'), t('measure.frozen-at'), t('measure.frozen'), t('measure.data'), t('measure.superseded-before')]}
            rows={baselines.map(({ load, frozen, moved, superseded }) => [
              load,
              frozen === null ? '–' : moment(frozen.frozen_at, zone.value),
              frozen === null ? '–' : <code title={frozen.hash}>{frozen.hash.slice(0, HASH_SHOWN)}</code>,
              <Data moved={moved} />,
              <Past superseded={superseded} />,
            ])}
          />
          {may('preparer') && baselines.some((b) => b.frozen !== null) && (
            <section class="panel wide">
              <h2>{t('measure.supersede')}</h2>
              <p class="sub">{t('measure.supersede-explain')}</p>
              <Supersede
                path={path}
                onDone={() => {
                  polling.reload()
                  onChange()
                }}
              />
            </section>
          )}
        </>
      )}
    </Loadable>
  )
}
