/** Changes that were proposed: looked at again as things stand, applied by an administrator, withdrawn by an operator. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf } from '../../api/client.ts'
import { hrefOf } from '../../address/route.ts'
import { usePolling } from '../../api/polling.ts'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment } from '../../text/format.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { Empty, RefusalNote } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Decision, showPreview, useChange } from './change.tsx'
import { loadProposals, previewProposal, type Proposal, withdrawProposal } from './devices-api.ts'
import { t } from './text.ts'

const EVERY_MS = 10_000
const STATES = { open: 'attention', applying: 'attention', applied: 'good', withdrawn: 'plain' } as const

/** What is shown of a change, in this order. */
const ABOUT = ['at', 'last_index', 'first_index', 'device', 'field', 'serial', 'ct_ratio', 'unit', 'display'] as const

function What({ proposal }: { proposal: Proposal }): VNode {
  const { kind, point, file, rows, about } = proposal
  const text = ABOUT.flatMap((name) => {
    const value = about[name] ?? null
    return value === null ? [] : [`${t(`devices.about.${name}`)} ${name === 'at' ? moment(String(value), zone.value) : String(value)}`]
  })
  return (
    <>
      {kind === 'rows'
        ? t(file === null ? 'devices.kind.point' : 'devices.kind.sheet', { n: rows, file: file ?? '' })
        : t(`devices.kind.${kind}`)}{' '}
      {point !== null && <a href={hrefOf(['points', point])}>{point}</a>}
      <small class="about">{text.join(' · ')}</small>
    </>
  )
}

function Row({ proposal, onChange }: { proposal: Proposal; onChange: () => void }): VNode {
  const draft = useChange()
  const failure = useSignal<Failure | null>(null)
  const { id, by, at, state, decided_by, decided_at } = proposal
  const withdraw = async (): Promise<void> => {
    try {
      await withdrawProposal(id)
      onChange()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  const waits = state === 'open' || state === 'applying'
  return (
    <li data-proposal={id}>
      <div class="proposal">
        <div>
          <What proposal={proposal} />
          <small>
            {t('devices.by', { by, at: moment(at, zone.value) })}
            {decided_by !== null &&
              decided_at !== null &&
              ` · ${t('devices.decided', { state: t(`devices.state.${state}`), by: decided_by, at: moment(decided_at, zone.value) })}`}
          </small>
        </div>
        <Tag state={STATES[state]}>{t(`devices.state.${state}`)}</Tag>
      </div>
      {waits && (
        <p class="links">
          <button type="button" onClick={() => void showPreview(draft, () => previewProposal(id))}>
            {t('devices.look')}
          </button>
          {state === 'open' && may('operator') && (
            <button type="button" onClick={() => void withdraw()}>
              {t('devices.withdraw')}
            </button>
          )}
        </p>
      )}
      <RefusalNote why={failure.value} />
      {may('admin') ? (
        <Decision draft={draft} apply={t('devices.apply')} propose={async () => proposal} onDone={onChange} />
      ) : (
        <Decision draft={draft} apply="" propose={async () => proposal} readOnly />
      )}
    </li>
  )
}

export function ProposalPanel({ onDone }: { onDone: () => void }): VNode {
  const polling = usePolling(loadProposals, EVERY_MS)
  const change = (): void => {
    polling.reload()
    onDone()
  }
  return (
    <Panel title={t('devices.changes.title')}>
      <p class="sub">{t('devices.changes.explain')}</p>
      <Loadable of={polling}>
        {(proposals) =>
          proposals.length === 0 ? (
            <Empty>{t('devices.changes.none')}</Empty>
          ) : (
            <ul class="plain proposals">
              {proposals.map((proposal) => (
                <Row key={proposal.id} proposal={proposal} onChange={change} />
              ))}
            </ul>
          )
        }
      </Loadable>
    </Panel>
  )
}
