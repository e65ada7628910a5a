/** One device: how it is, the points that it serves, and what a person does when the meter or the campus file is wrong. */

import { useSignal } from '@preact/signals'
import { ArrowLeftRight, ClipboardCheck, Ruler } from 'lucide'
import type { ComponentChildren, VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import { points as allPoints } from '../../state/points.ts'
import { may } from '../../state/session.ts'
import { exact, numbers, percent } from '../../text/format.ts'
import { nameOf, term } from '../../text/language.ts'
import { lastParts, withUnit } from '../../text/units.ts'
import { Icon } from '../../ui/icon.tsx'
import { Age } from '../../ui/point-state.tsx'
import { Empty } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { DeviceState, placeOfDevice } from './device-list.tsx'
import type { Device, DeviceList, ServedPoint } from './devices-api.ts'
import { LiveForm, MeterForm, UnitForm } from './point-changes.tsx'
import { t } from './text.ts'

type Action = 'meter' | 'unit' | 'live'

function Fact({ label, children }: { label: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Facts({ device }: { device: Device }): VNode {
  const { make, source, last_seen, signal, battery, lost, points } = device
  const serials = [...new Set(points.map((p) => p.serial).filter((s) => s !== null))]
  return (
    <dl class="facts">
      <Fact label={t('devices.col.make')}>{make}</Fact>
      {source !== make && <Fact label={t('devices.col.source')}>{source}</Fact>}
      <Fact label={t('devices.col.place')}>{placeOfDevice(device)}</Fact>
      <Fact label={t('devices.col.seen')}>{last_seen === null ? '–' : <Age time={last_seen} />}</Fact>
      <Fact label={t('devices.col.signal')}>{signal === null ? '–' : numbers({ maximumFractionDigits: 0 }).format(signal)}</Fact>
      <Fact label={t('devices.col.battery')}>{battery === null ? '–' : percent(battery / 100)}</Fact>
      <Fact label={t('devices.col.lost')}>{numbers({}).format(lost)}</Fact>
      {serials.length > 0 && <Fact label={t('devices.col.serial')}>{serials.join(', ')}</Fact>}
    </dl>
  )
}

/** As the list of points has it: switches in words, registers to their last digit. */
export function valueOf(point: ServedPoint): string {
  const live = allPoints.value.value?.find((p) => p.id === point.id)
  if (live?.unit === 'bool' && live.last !== null) return lastParts(live).text
  const value = live?.last?.value ?? point.last?.value
  return value === undefined ? t('state.silent') : withUnit(exact(value), point.unit)
}

interface PointRowProps {
  readonly point: ServedPoint
  readonly open: Action | null
  readonly choose: (action: Action) => void
}

function PointRow({ point, open, choose }: PointRowProps): VNode {
  const { id, name, field, quantity, status, stale, last, arithmetic } = point
  const button = (action: Action, icon: typeof Ruler): VNode => (
    <button type="button" aria-expanded={open === action} onClick={() => choose(action)}>
      <Icon node={icon} size={16} />
      {t(`devices.do.${action}`)}
    </button>
  )
  return (
    <tr data-point={id}>
      <td class="first">
        <a href={hrefOf(['points', id])}>{nameOf(name, id)}</a>
        <small class="id">{field}</small>
      </td>
      <td data-label={t('col.quantity')}>{term('quantity', quantity)}</td>
      <td data-label={t('col.last')} class="right value">
        {valueOf(point)}
      </td>
      <td data-label={t('col.state')}>
        <span class="tags">
          {status === 'commissioning' && <Tag state="attention">{t('state.commissioning')}</Tag>}
          {last === null ? (
            <Tag state="unknown">{t('state.silent')}</Tag>
          ) : (
            <Tag state={stale ? 'attention' : 'good'}>{t(stale ? 'state.stale' : 'state.live')}</Tag>
          )}
        </span>
      </td>
      {may('operator') && (
        <td class="full actions">
          {status === 'commissioning' && button('live', ClipboardCheck)}
          {arithmetic === 'register' && button('meter', ArrowLeftRight)}
          {button('unit', Ruler)}
        </td>
      )}
    </tr>
  )
}

const FORMS = { meter: MeterForm, unit: UnitForm, live: LiveForm } as const

export interface DevicePageProps {
  readonly list: DeviceList
  readonly of: { readonly source: string; readonly device: string }
  readonly onChange: () => void
}

export function DevicePage({ list, of, onChange }: DevicePageProps): VNode {
  const open = useSignal<{ readonly action: Action; readonly point: ServedPoint } | null>(null)
  const device = list.devices.find((d) => d.source === of.source && d.device === of.device)
  const Form = open.value === null ? null : FORMS[open.value.action]
  const close = (): void => void (open.value = null)
  return (
    <div class="panels">
      {device === undefined ? (
        <section class="panel wide">
          <Empty>{t('devices.gone', { device: of.device })}</Empty>
          <p>
            <a href={hrefOf('devices')}>{t('devices.all')}</a>
          </p>
        </section>
      ) : (
        <section class="panel wide">
          <h2>
            {device.device} <DeviceState device={device} />
          </h2>
          <Facts device={device} />
          <table class="cards">
            <thead>
              <tr>
                <th>{t('col.point')}</th>
                <th>{t('col.quantity')}</th>
                <th class="right">{t('col.last')}</th>
                <th>{t('col.state')}</th>
                {may('operator') && <th>{t('devices.col.do')}</th>}
              </tr>
            </thead>
            <tbody>
              {device.points.map((point) => (
                <PointRow
                  key={point.id}
                  point={point}
                  open={open.value?.point.id === point.id ? open.value.action : null}
                  choose={(action) => (open.value = { action, point })}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {Form !== null && open.value !== null && (
        <section class="panel wide">
          <Form
            key={`${open.value.action} ${open.value.point.id}`}
            point={open.value.point}
            device={of.device}
            onDone={onChange}
            close={close}
          />
        </section>
      )}
    </div>
  )
}
