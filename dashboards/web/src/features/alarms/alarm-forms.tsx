/** What people do with an alarm: acknowledge, comment, name an owner, mute until a time. */

import { useSignal } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import { type Failure, failureOf, post } from '../../api/client.ts'
import type { Alarm } from '../../api/types.ts'
import { mergeAlarm } from '../../state/campus.ts'
import { RefusalNote } from '../../ui/states.tsx'
import { t } from './text.ts'

const HOUR_MS = 3_600_000
/** Lengths of a mute, hours. */
const MUTES = [1, 4, 24, 168] as const

interface ActionFormProps {
  readonly label: string
  readonly send: () => Promise<Alarm>
  readonly children: ComponentChildren
}

function ActionForm({ label, send, children }: ActionFormProps): VNode {
  const failure = useSignal<Failure | null>(null)
  const busy = useSignal(false)
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    busy.value = true
    failure.value = null
    try {
      mergeAlarm(await send())
    } catch (error) {
      failure.value = failureOf(error)
    } finally {
      busy.value = false
    }
  }
  return (
    <form class="choice" onSubmit={(e) => void submit(e)}>
      {children}
      <button type="submit" disabled={busy.value}>
        {label}
      </button>
      <RefusalNote why={failure.value} />
    </form>
  )
}

const act = async ({ id }: Alarm, action: string, body: object): Promise<Alarm> =>
  (await post<{ alarm: Alarm }>(`/api/v1/alarms/${id}/${action}`, body)).alarm

export function AcknowledgeForm({ alarm }: { alarm: Alarm }): VNode {
  const note = useSignal('')
  const text = (): string => note.value.trim()
  return (
    <ActionForm label={t('alarm.acknowledge')} send={() => act(alarm, 'acknowledge', text() === '' ? {} : { note: text() })}>
      <label>
        {t('entry.note')}
        <input maxLength={1000} value={note.value} onInput={(e) => (note.value = e.currentTarget.value)} />
      </label>
    </ActionForm>
  )
}

function CommentForm({ alarm }: { alarm: Alarm }): VNode {
  const text = useSignal('')
  const send = async (): Promise<Alarm> => {
    const changed = await act(alarm, 'comment', { text: text.value.trim() })
    text.value = ''
    return changed
  }
  return (
    <ActionForm label={t('alarm.comment.send')} send={send}>
      <label>
        {t('alarm.comment')}
        <input required pattern=".*\S.*" maxLength={1000} value={text.value} onInput={(e) => (text.value = e.currentTarget.value)} />
      </label>
    </ActionForm>
  )
}

function OwnerForm({ alarm }: { alarm: Alarm }): VNode {
  const name = useSignal(alarm.owner ?? '')
  const owner = (): string | null => (name.value.trim() === '' ? null : name.value.trim())
  return (
    <ActionForm label={t('alarm.owner.send')} send={() => act(alarm, 'owner', { owner: owner() })}>
      <label>
        {t('alarm.owner')}
        <input maxLength={200} value={name.value} onInput={(e) => (name.value = e.currentTarget.value)} />
      </label>
    </ActionForm>
  )
}

function MuteForm({ alarm }: { alarm: Alarm }): VNode {
  const hours = useSignal(String(MUTES[1]))
  const until = (): string | null => (hours.value === '0' ? null : new Date(Date.now() + Number(hours.value) * HOUR_MS).toISOString())
  return (
    <ActionForm label={t('alarm.mute.send')} send={() => act(alarm, 'mute', { until: until() })}>
      <label>
        {t('alarm.mute')}
        <select value={hours.value} onChange={(e) => (hours.value = e.currentTarget.value)}>
          {MUTES.map((n) => (
            <option key={n} value={String(n)}>
              {t('alarm.mute.hours', { n })}
            </option>
          ))}
          {alarm.muted !== null && <option value="0">{t('alarm.mute.end')}</option>}
        </select>
      </label>
    </ActionForm>
  )
}

export function AlarmActions({ alarm }: { alarm: Alarm }): VNode {
  return (
    <details>
      <summary>{t('alarm.more')}</summary>
      <CommentForm alarm={alarm} />
      <OwnerForm key={alarm.owner ?? ''} alarm={alarm} />
      {alarm.state === 'open' && <MuteForm alarm={alarm} />}
    </details>
  )
}
