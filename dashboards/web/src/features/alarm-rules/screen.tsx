/** Alarm rules: what is watched with which limits, switched on and off, changed for the time being. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf, get, post } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { everyDigit } from '../../text/report-format.ts'
import { withUnit } from '../../text/units.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { Empty, RefusalNote } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { t } from './text.ts'

type Rules = Answer<'GET /api/v1/alarm-rules'>
type Rule = Rules['rules'][number]
type Limit = Rule['limits'][number]

const EVERY_MS = 30_000
const MINUTE_S = 60

const limitText = ({ name, value, unit }: Limit): string =>
  `${term('limit', name)}: ${value === null ? '–' : withUnit(everyDigit(value), unit === 'of the point' ? '1' : unit)}`

function ChangeForm({ rule, onChange }: { rule: Rule; onChange: () => void }): VNode {
  const values = useSignal<Readonly<Record<string, string>>>({})
  const reason = useSignal('')
  const failure = useSignal<Failure | null>(null)
  const send = async (change: object): Promise<void> => {
    try {
      await post(`/api/v1/alarm-rules/${encodeURIComponent(rule.id)}`, { ...change, reason: reason.value.trim() })
      failure.value = null
      onChange()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  const limits = (): Record<string, number> =>
    Object.fromEntries(Object.entries(values.value).flatMap(([name, text]) => (text === '' ? [] : [[name, Number(text)] as const])))
  const submit = (event: Event): void => {
    event.preventDefault()
    void send({ limits: limits() })
  }
  return (
    <details>
      <summary>{t('rule.change')}</summary>
      <form class="choice" onSubmit={submit}>
        {rule.limits.map((limit) => (
          <label key={limit.name}>
            {term('limit', limit.name)}
            <input
              type="number"
              step="any"
              min={limit.min}
              max={limit.max}
              value={values.value[limit.name] ?? limit.value ?? ''}
              onInput={(e) => (values.value = { ...values.value, [limit.name]: e.currentTarget.value })}
            />
          </label>
        ))}
        <label>
          {t('rule.reason')}
          <input required pattern=".*\S.*" maxLength={1000} value={reason.value} onInput={(e) => (reason.value = e.currentTarget.value)} />
        </label>
        {rule.limits.length > 0 && <button type="submit">{t('rule.save')}</button>}
        <button type="button" disabled={reason.value.trim() === ''} onClick={() => void send({ enabled: !rule.enabled })}>
          {t(rule.enabled ? 'rule.off' : 'rule.on')}
        </button>
        <RefusalNote why={failure.value} />
      </form>
    </details>
  )
}

function Row({ rule, onChange }: { rule: Rule; onChange: () => void }): VNode {
  const { id, kind, points, limits, for_s, severity, enabled, changed, judged } = rule
  return (
    <tr data-rule={id}>
      <td class="first">
        {term('rule.kind', kind)}
        <small class="id">{id}</small>
      </td>
      <td data-label={t('col.state')}>
        <Tag state={enabled ? 'good' : 'plain'}>{t(enabled ? 'rule.enabled' : 'rule.disabled')}</Tag>
      </td>
      <td data-label={t('rule.severity')}>{term('severity', severity)}</td>
      <td data-label={t('rule.points')}>{points === null ? t('rule.points.all') : points.join(', ')}</td>
      <td data-label={t('rule.for')}>{for_s === 0 ? '–' : t('rule.minutes', { n: Math.round(for_s / MINUTE_S) })}</td>
      <td data-label={t('rule.limits')} class="full">
        {limits.map((limit) => (
          <div key={limit.name}>{limitText(limit)}</div>
        ))}
        {judged !== null && <p class="sub">{t('rule.judged', { at: moment(judged, zone.value) })}</p>}
        {changed !== null && (
          <p class="sub">{t('rule.changed', { by: changed.by, at: moment(changed.at, zone.value), reason: changed.reason })}</p>
        )}
        {may('operator') && <ChangeForm rule={rule} onChange={onChange} />}
      </td>
    </tr>
  )
}

function RuleTable({ rules, onChange }: { rules: readonly Rule[]; onChange: () => void }): VNode {
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>{t('rule.kind')}</th>
          <th>{t('col.state')}</th>
          <th>{t('rule.severity')}</th>
          <th>{t('rule.points')}</th>
          <th>{t('rule.for')}</th>
          <th>{t('rule.limits')}</th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <Row key={rule.id} rule={rule} onChange={onChange} />
        ))}
      </tbody>
    </table>
  )
}

function Windows({ windows }: { windows: Rules['maintenance'] }): VNode {
  if (windows.length === 0) return <Empty>{t('maintenance.none')}</Empty>
  return (
    <ul>
      {windows.map(({ points, from, to, reason }) => (
        <li key={`${from} ${points.join(' ')}`}>
          {moment(from, zone.value)} – {moment(to, zone.value)}: {points.join(', ')} ({reason})
        </li>
      ))}
    </ul>
  )
}

export function Screen(): VNode {
  const rules = usePolling(() => get<Rules>('/api/v1/alarm-rules'), EVERY_MS)
  return (
    <div class="panels">
      <Panel title={t('rule.title')}>
        <p class="sub">{t('rule.explain')}</p>
        <Loadable of={rules}>{(value) => <RuleTable rules={value.rules} onChange={rules.reload} />}</Loadable>
      </Panel>
      <Panel title={t('maintenance.title')}>
        <Loadable of={rules}>{({ maintenance }) => <Windows windows={maintenance} />}</Loadable>
      </Panel>
    </div>
  )
}
