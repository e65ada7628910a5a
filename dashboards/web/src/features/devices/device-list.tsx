/** The devices that serve points: searched, in pages, those that need attention first. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import { campus } from '../../state/campus.ts'
import { numbers, percent } from '../../text/format.ts'
import { placeName } from '../../text/places.ts'
import { Age } from '../../ui/point-state.tsx'
import { Tag } from '../../ui/tag.tsx'
import { type Device, type DeviceList, sheetHref } from './devices-api.ts'
import { t } from './text.ts'

/** A campus has thousands of devices: a phone draws them in pages. */
const PAGE = 50

const isSetUp = ({ points }: Device): boolean => points.some((p) => p.status === 'commissioning')
export const isSilent = ({ points }: Device): boolean => points.every((p) => p.last === null || p.stale)

/** What a person would look after first. */
function rankOf(device: Device): number {
  if (device.online === false || isSilent(device)) return 0
  if (device.lost > 0 || (device.battery ?? 100) < 20) return 1
  return isSetUp(device) ? 2 : 3
}

export function placeOfDevice({ points }: Device): string {
  const places = new Set(points.map(({ place }) => (place.building === null ? place.site : `${place.site}/${place.building}`)))
  const [first] = places
  if (first === undefined) return '–'
  const name = placeName(first, campus.value.value)
  return places.size > 1 ? t('devices.places', { place: name, n: places.size - 1 }) : name
}

export function DeviceState({ device }: { device: Device }): VNode {
  const silent = device.points.every((p) => p.last === null)
  return (
    <span class="tags">
      {device.online === false ? (
        <Tag state="fault">{t('devices.offline')}</Tag>
      ) : silent ? (
        <Tag state="unknown">{t('state.silent')}</Tag>
      ) : isSilent(device) ? (
        <Tag state="attention">{t('state.stale')}</Tag>
      ) : (
        <Tag state="good">{t('state.live')}</Tag>
      )}
      {isSetUp(device) && <Tag state="plain">{t('state.commissioning')}</Tag>}
      {device.lost > 0 && <Tag state="attention">{t('devices.lost', { n: numbers({}).format(device.lost) })}</Tag>}
    </span>
  )
}

function Row({ device }: { device: Device }): VNode {
  const { source, device: name, make, last_seen, signal, battery, points } = device
  return (
    <tr data-device={name}>
      <td class="first">
        <a href={hrefOf(['devices', 'of', source, name])}>{name}</a>
        <small class="id">{make === source ? make : `${make} · ${source}`}</small>
      </td>
      <td data-label={t('devices.col.place')}>{placeOfDevice(device)}</td>
      <td data-label={t('devices.col.seen')} class="right">
        {last_seen === null ? '–' : <Age time={last_seen} />}
      </td>
      <td data-label={t('devices.col.signal')} class="right">
        {signal === null ? '–' : numbers({ maximumFractionDigits: 0 }).format(signal)}
      </td>
      <td data-label={t('devices.col.battery')} class={`right${battery !== null && battery < 20 ? ' warn' : ''}`}>
        {battery === null ? '–' : percent(battery / 100)}
      </td>
      <td data-label={t('devices.col.points')} class="right">
        {points.length}
      </td>
      <td data-label={t('col.state')}>
        <DeviceState device={device} />
      </td>
    </tr>
  )
}

function textOf(device: Device): string {
  const points = device.points.map((p) => `${p.id} ${p.serial ?? ''} ${Object.values(p.name).join(' ')}`)
  return `${device.device} ${device.make} ${device.source} ${placeOfDevice(device)} ${points.join(' ')}`.toLowerCase()
}

const matches = (text: string, words: string): boolean =>
  words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))

function FirstSteps({ waiting }: { waiting: number }): VNode {
  return (
    <div class="first-steps">
      <p>{t('devices.none')}</p>
      <ol>
        <li>
          {t('devices.step.sheet')} <a href={sheetHref('template', 'xlsx')}>{t('devices.template')}</a>{' '}
          <a href={hrefOf(['devices', 'sheet'])}>{t('devices.upload')}</a>
        </li>
        <li>
          {t('devices.step.discovered', { n: waiting })} <a href={hrefOf(['devices', 'discovered'])}>{t('devices.discovered')}</a>
        </li>
        <li>{t('devices.step.simulate')}</li>
      </ol>
    </div>
  )
}

function Heads(): VNode {
  return (
    <thead>
      <tr>
        <th>{t('col.device')}</th>
        <th>{t('devices.col.place')}</th>
        <th class="right">{t('devices.col.seen')}</th>
        <th class="right">{t('devices.col.signal')}</th>
        <th class="right">{t('devices.col.battery')}</th>
        <th class="right">{t('devices.col.points')}</th>
        <th>{t('col.state')}</th>
      </tr>
    </thead>
  )
}

export function DeviceTable({ list }: { list: DeviceList }): VNode {
  const search = useSignal('')
  const pages = useSignal(1)
  const { devices, waiting } = list
  const found = devices
    .filter((d) => search.value.trim() === '' || matches(textOf(d), search.value.trim()))
    .sort((a, b) => rankOf(a) - rankOf(b) || a.device.localeCompare(b.device, undefined, { numeric: true }))
  const page = found.slice(0, PAGE * pages.value)
  return (
    <section class="panel wide">
      <h2>{t('devices.connected')}</h2>
      {devices.length === 0 ? (
        <FirstSteps waiting={waiting} />
      ) : (
        <>
          <p class="search">
            <input
              type="search"
              aria-label={t('devices.search')}
              placeholder={t('devices.search')}
              value={search.value}
              onInput={(e) => (search.value = e.currentTarget.value)}
            />
            <span class="sub" aria-live="polite">
              {t('devices.count', { n: found.length, all: devices.length })}
            </span>
            <a class="export" href={sheetHref('register', 'xlsx')}>
              {t('devices.export')}
            </a>
          </p>
          {found.length === 0 ? (
            <p class="state">{t('devices.search.none')}</p>
          ) : (
            <table class="cards">
              <Heads />
              <tbody>
                {page.map((device) => (
                  <Row key={`${device.source} ${device.device}`} device={device} />
                ))}
              </tbody>
            </table>
          )}
          {page.length < found.length && (
            <button type="button" onClick={() => (pages.value += 1)}>
              {t('devices.more', { n: found.length - page.length })}
            </button>
          )}
        </>
      )}
    </section>
  )
}
