/** What devices send and no point takes: one button makes a point of it. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { usePolling } from '../../api/polling.ts'
import { may } from '../../state/session.ts'
import { numbers } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { reasonsText } from '../../text/suggestion.ts'
import { unit } from '../../text/units.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { Age } from '../../ui/point-state.tsx'
import { Empty } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { type Discovered, type DiscoveredField, type DiscoveredTopic, loadDiscovered } from './devices-api.ts'
import { PointForm } from './point-form.tsx'
import { t } from './text.ts'

const EVERY_MS = 15_000
const PAGE = 50

type Choose = (field: DiscoveredField) => void

function Suggestion({ suggestion }: { suggestion: DiscoveredField['suggestion'] }): VNode {
  if (suggestion === null) return <>–</>
  const { quantity, confidence, reasons } = suggestion
  const what = [term('quantity', quantity), unit(suggestion.unit)].filter((part) => part !== '').join(', ')
  return (
    <>
      {what} <Tag state={confidence === 'high' ? 'good' : 'plain'}>{t(`devices.sure.${confidence}`)}</Tag>{' '}
      <small>{reasonsText(reasons)}</small>
    </>
  )
}

function FieldRow({ field, choose }: { field: DiscoveredField; choose: Choose }): VNode {
  return (
    <tr data-field={`${field.device} ${field.field}`}>
      <td class="first">
        {field.device} <small class="id">{field.make}</small>
      </td>
      <td data-label={t('col.field')}>{field.field}</td>
      <td data-label={t('col.last')} class="right value">
        {field.last_value}
      </td>
      <td data-label={t('devices.col.seen')} class="right">
        <Age time={field.last_seen} />
      </td>
      <td data-label={t('devices.col.probably')} class="full">
        <Suggestion suggestion={field.suggestion} />
      </td>
      {may('operator') && (
        <td class="full actions">
          <button type="button" onClick={() => choose(field)}>
            {t('devices.make-point')}
          </button>
        </td>
      )}
    </tr>
  )
}

function FieldTable({ fields, choose }: { fields: readonly DiscoveredField[]; choose: Choose }): VNode {
  const pages = useSignal(1)
  const page = fields.slice(0, PAGE * pages.value)
  return (
    <>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('col.device')}</th>
            <th>{t('col.field')}</th>
            <th class="right">{t('col.last')}</th>
            <th class="right">{t('devices.col.seen')}</th>
            <th>{t('devices.col.probably')}</th>
            {may('operator') && <th>{t('devices.col.do')}</th>}
          </tr>
        </thead>
        <tbody>
          {page.map((field) => (
            <FieldRow key={`${field.source ?? ''} ${field.device} ${field.field}`} field={field} choose={choose} />
          ))}
        </tbody>
      </table>
      {page.length < fields.length && (
        <button type="button" onClick={() => (pages.value += 1)}>
          {t('devices.more', { n: fields.length - page.length })}
        </button>
      )}
    </>
  )
}

function TopicEntry({ topic, choose }: { topic: DiscoveredTopic; choose: Choose }): VNode {
  const { template, count, last_seen, make, sample, fields } = topic
  return (
    <li class="topic" data-topic={template}>
      <p>
        <b>{template}</b> {make === null ? <Tag state="unknown">{t('devices.topic.unknown')}</Tag> : <Tag state="good">{make}</Tag>}{' '}
        <small>
          {t('devices.topic.count', { n: numbers({}).format(count) })} <Age time={last_seen} />
        </small>
      </p>
      <pre tabIndex={0}>
        {sample.topic} {sample.payload}
      </pre>
      {fields.length > 0 ? <FieldTable fields={fields} choose={choose} /> : <p class="sub">{t('devices.topic.by-sheet')}</p>}
    </li>
  )
}

function Lists({ found, choose }: { found: Discovered; choose: Choose }): VNode {
  return (
    <>
      <Panel title={t('devices.fields')}>
        {found.fields.length === 0 ? (
          <Empty>{t('devices.fields.none')}</Empty>
        ) : (
          <>
            <p class="sub">{t('devices.fields.explain')}</p>
            <FieldTable fields={found.fields} choose={choose} />
          </>
        )}
      </Panel>
      <Panel title={t('devices.topics')}>
        {found.topics.length === 0 ? (
          <Empty>{t('devices.topics.none')}</Empty>
        ) : (
          <ul class="plain topics">
            {found.topics.map((topic) => (
              <TopicEntry key={topic.template} topic={topic} choose={choose} />
            ))}
          </ul>
        )}
      </Panel>
    </>
  )
}

export function DiscoveredPanels({ onDone }: { onDone: () => void }): VNode {
  const polling = usePolling(loadDiscovered, EVERY_MS)
  const chosen = useSignal<DiscoveredField | null>(null)
  const done = (): void => {
    polling.reload()
    onDone()
  }
  return (
    <div class="panels">
      {chosen.value !== null && (
        <section class="panel wide">
          <PointForm
            key={`${chosen.value.device} ${chosen.value.field}`}
            field={chosen.value}
            onDone={done}
            close={() => (chosen.value = null)}
          />
        </section>
      )}
      <Loadable of={polling}>{(found) => <Lists found={found} choose={(field) => (chosen.value = field)} />}</Loadable>
    </div>
  )
}
