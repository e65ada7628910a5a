/** A change before it is made: faults, points, lines of the file, and the totals before and after. */

import type { VNode } from 'preact'
import { zone } from '../../state/campus.ts'
import { exact, moment, number, numbers } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { withUnit } from '../../text/units.ts'
import type { Preview } from './devices-api.ts'
import { t } from './text.ts'

/** A sheet has up to 20,000 rows: a reader checks the first ones. */
const SHOWN = 200

const count = (n: number): string => numbers({}).format(n)

function Faults({ faults }: { faults: Preview['faults'] }): VNode {
  return (
    <>
      <h3 class="warn">{t(faults.length === 1 ? 'devices.fault' : 'devices.faults', { n: count(faults.length) })}</h3>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('devices.col.cell')}</th>
            <th>{t('devices.col.wrong')}</th>
            <th>{t('devices.col.do')}</th>
          </tr>
        </thead>
        <tbody>
          {faults.slice(0, SHOWN).map(({ cell, column, message, hint }) => (
            <tr key={`${cell} ${column} ${message}`}>
              <td class="first">
                {cell} <small>{column}</small>
              </td>
              <td data-label={t('devices.col.wrong')} lang="en" class="full">
                {message}
              </td>
              <td data-label={t('devices.col.do')} lang="en" class="full">
                {hint ?? '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {faults.length > SHOWN && <p class="sub">{t('devices.rest', { n: count(faults.length - SHOWN) })}</p>}
    </>
  )
}

function Columns({ columns }: { columns: Preview['columns'] }): VNode {
  return (
    <p class="taken" aria-label={t('devices.columns')}>
      {columns.map(({ column, head, taken_as }) => (
        <span key={column} class={`tag tag-${taken_as === null ? 'attention' : 'plain'}`}>
          {column} {head}
          {taken_as === null ? `: ${t('devices.not-read')}` : taken_as === head.toLowerCase() ? '' : ` → ${taken_as}`}
        </span>
      ))}
    </p>
  )
}

function Points({ points }: { points: Preview['points'] }): VNode {
  // The form has one row, which has no number in a sheet.
  const numbered = points.some((p) => p.row > 1)
  return (
    <>
      <h3>{t(points.length === 1 ? 'devices.point' : 'devices.points', { n: count(points.length) })}</h3>
      <div class="scroll" tabIndex={0} role="region" aria-label={t('devices.points', { n: count(points.length) })}>
        <table>
          <thead>
            <tr>
              {numbered && <th class="right">{t('devices.col.row')}</th>}
              <th>{t('col.point')}</th>
              <th>{t('col.quantity')}</th>
              <th>{t('col.device')}</th>
              <th>{t('col.field')}</th>
            </tr>
          </thead>
          <tbody>
            {points.slice(0, SHOWN).map(({ row, id, quantity, source, device, field }) => (
              <tr key={id}>
                {numbered && <td class="right">{row}</td>}
                <td>{id}</td>
                <td>{term('quantity', quantity)}</td>
                <td>
                  {device} <small>{source}</small>
                </td>
                <td>{field}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {points.length > SHOWN && <p class="sub">{t('devices.rest', { n: count(points.length - SHOWN) })}</p>}
    </>
  )
}

/** Register sums to their last digit; means as they are read. */
function amountText(value: number | null, { unit, form }: NonNullable<Preview['totals']>): string {
  if (value === null) return '–'
  return withUnit(form === 'mean' ? number(value) : exact(value), unit)
}

const sum = (values: readonly (number | null)[]): number | null =>
  values.every((v) => v === null) ? null : Number(values.reduce<number>((total, v) => total + (v ?? 0), 0).toPrecision(15))

function Totals({ totals }: { totals: NonNullable<Preview['totals']> }): VNode {
  const { parts, messages, older_readings: older } = totals
  const isMean = totals.form === 'mean'
  return (
    <>
      <h3>{t(isMean ? 'devices.means' : 'devices.totals')}</h3>
      <table class="compare" data-totals={totals.point}>
        <thead>
          <tr>
            <th>{t('devices.col.span')}</th>
            <th class="right">{t('devices.col.now')}</th>
            <th class="right">{t('devices.col.then')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ from, to, old, new: fresh }) => (
            <tr key={from}>
              <td>
                {moment(from, zone.value)} – {moment(to, zone.value)}
              </td>
              <td class="right">{amountText(old, totals)}</td>
              <td class="right value">{amountText(fresh, totals)}</td>
            </tr>
          ))}
          {!isMean && parts.length > 1 && (
            <tr class="sum">
              <td>{t('devices.sum')}</td>
              <td class="right">{amountText(sum(parts.map((p) => p.old)), totals)}</td>
              <td class="right value">{amountText(sum(parts.map((p) => p.new)), totals)}</td>
            </tr>
          )}
        </tbody>
      </table>
      <p class="sub">
        {t('devices.replay', { n: count(messages) })} {older > 0 && t('devices.older', { n: count(older) })}
      </p>
    </>
  )
}

/** A register and a display further apart than this share are of different units, or of different meters. */
const APART = 0.02

function Difference({ read, display, unit }: { read: number; display: number; unit: string }): VNode {
  const difference = Number((read - display).toPrecision(12))
  const far = Math.abs(difference) > APART * Math.max(Math.abs(read), Math.abs(display))
  return (
    <li class={far ? 'warn' : undefined}>
      {t('devices.read.difference', { difference: withUnit(exact(difference), unit) })} {far && t('devices.read.apart')}
    </li>
  )
}

function Readings({ readings }: { readings: NonNullable<Preview['readings']> }): VNode | null {
  const { before, after, unit, display } = readings
  if (before === null && after === null) return null
  const text = (at: NonNullable<typeof before>): { value: string; at: string } => ({
    value: withUnit(exact(at.value), unit),
    at: moment(at.time, zone.value),
  })
  return (
    <ul class="list">
      {before !== null && <li>{t('devices.read.before', text(before))}</li>}
      {after !== null && <li>{t('devices.read.after', text(after))}</li>}
      {before !== null && display !== null && <Difference read={before.value} display={display} unit={unit} />}
    </ul>
  )
}

function Lines({ file, lines }: Pick<Preview, 'file' | 'lines'>): VNode {
  return (
    <details class="lines">
      <summary>{t('devices.lines', { file, n: count(lines.length) })}</summary>
      <pre tabIndex={0}>
        {lines.map(({ change, text }, i) => (
          // Lines have no id of their own and keep their order.
          <span key={i} class={change}>
            {change === 'added' ? '+ ' : '− '}
            {text.trim()}
            {'\n'}
          </span>
        ))}
      </pre>
    </details>
  )
}

export function PreviewReport({ preview }: { preview: Preview }): VNode {
  const { faults, columns, points, totals, readings, lines, file } = preview
  return (
    <section class="preview-report" aria-label={t('devices.preview')}>
      {columns.length > 0 && points.every((p) => p.row > 1) && <Columns columns={columns} />}
      {faults.length > 0 && <Faults faults={faults} />}
      {points.length > 0 && <Points points={points} />}
      {readings !== null && <Readings readings={readings} />}
      {totals !== null && totals.parts.length > 0 && <Totals totals={totals} />}
      {lines.length > 0 && <Lines file={file} lines={lines} />}
    </section>
  )
}
