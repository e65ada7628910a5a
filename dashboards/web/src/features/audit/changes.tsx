/** What an event changed: fields with their values before and after; where there is no subject, what was asked for. */

import type { VNode } from 'preact'
import type { AuditEvent } from './audit-api.ts'
import { t } from './text.ts'

interface Change {
  readonly field: string
  readonly before: string
  readonly after: string
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {})
const textOf = (value: unknown): string =>
  value === undefined || value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value)

/** Fields whose values differ; null when the event holds no two sides. */
function changesOf(detail: unknown): readonly Change[] | null {
  const { before, after } = fieldsOf(detail)
  if (!isFields(before) && !isFields(after)) return null
  const [old, next] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .map((field) => ({ field, before: textOf(old[field]), after: textOf(next[field]) }))
    .filter((change) => change.before !== change.after)
}

function ChangeTable({ changes }: { changes: readonly Change[] }): VNode {
  return (
    <table class="changes">
      <thead>
        <tr>
          <th>{t('audit.field')}</th>
          <th>{t('audit.before')}</th>
          <th>{t('audit.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <td>{field}</td>
            <td>{before}</td>
            <td>{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function Changes({ event }: { event: AuditEvent }): VNode {
  const { detail, request, address, hash } = event
  const changes = changesOf(detail)
  const { arguments: asked } = fieldsOf(detail)
  return (
    <details>
      <summary aria-label={t('audit.details.of', { n: event.sequence })}>{t('audit.details')}</summary>
      {changes !== null && changes.length > 0 && <ChangeTable changes={changes} />}
      {asked !== undefined && (
        <p>
          {t('audit.asked')} <code>{JSON.stringify(asked)}</code>
        </p>
      )}
      {asked === undefined && detail !== null && (
        <p>
          <code>{JSON.stringify(detail)}</code>
        </p>
      )}
      <p class="sub">
        {t('audit.origin', { address: address ?? '–', request })} <span class="hash">{hash}</span>
      </p>
    </details>
  )
}
