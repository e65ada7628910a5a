/** Changes of devices that somebody proposed: kept with who asked and who applied them, folded from their records. */

import type { Instant, Point } from '../../domain/index.ts'
import { createProjection } from '../../kernel/index.ts'
import type { Clock, Records } from '../../ports/index.ts'
import type { DeviceRequest } from './requests.ts'

const STREAM = 'device-proposals'

/** `applying`: the file is written, readings are decoded again; after a stop it is applied once more. */
export type ProposalState = 'open' | 'applying' | 'applied' | 'withdrawn'

export interface DeviceProposal {
  readonly id: string
  readonly request: DeviceRequest
  readonly by: string
  readonly at: Instant
  readonly state: ProposalState
  /** Who applied or withdrew it, and when. */
  readonly decided: { readonly by: string; readonly at: Instant } | null
  /** While it is applied: what is left when a stop interrupts it. */
  readonly begun: BegunChange | null
}

export interface BegunChange {
  /** SHA-256 of the file that it writes. */
  readonly hash: string
  /** Readings of its point from here on are decoded again; null: none. */
  readonly from: Instant | null
  /** Its point before the change; null: it changes none. */
  readonly before: Point | null
}

type ProposalChange = { readonly proposed: { readonly request: DeviceRequest; readonly by: string } } | Decision

interface Decision {
  readonly state: Exclude<ProposalState, 'open'>
  readonly by: string
  readonly begun?: BegunChange
}

export interface Proposals {
  /** Oldest first. */
  list(): Promise<readonly DeviceProposal[]>
  find(id: string): Promise<DeviceProposal | null>
  add(request: DeviceRequest, by: string): Promise<DeviceProposal>
  record(id: string, decision: Decision): Promise<DeviceProposal>
}

export function createProposals({ records, clock }: { readonly records: Records; readonly clock: Clock }): Proposals {
  const proposals = new Map<string, DeviceProposal>()
  const log = createProjection(records, STREAM, ({ id, at, body }) => {
    const change = body as ProposalChange
    const earlier = proposals.get(id)
    if ('proposed' in change) proposals.set(id, { id, ...change.proposed, at, state: 'open', decided: null, begun: null })
    else if (earlier !== undefined)
      proposals.set(id, { ...earlier, state: change.state, decided: { by: change.by, at }, begun: change.begun ?? null })
  })

  async function find(id: string): Promise<DeviceProposal | null> {
    await log.refresh()
    return proposals.get(id) ?? null
  }

  async function append(id: string, change: ProposalChange): Promise<DeviceProposal> {
    await records.append(STREAM, id, clock.now(), change)
    const proposal = await find(id)
    if (proposal === null) throw new Error(`the proposal "${id}" was never made`)
    return proposal
  }

  return {
    find,
    async list() {
      await log.refresh()
      return [...proposals.values()]
    },
    async add(request, by) {
      await log.refresh()
      return append(`proposal-${proposals.size + 1}`, { proposed: { request, by } })
    },
    record: append,
  }
}
