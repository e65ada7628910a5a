/** Which orders may go now: safety first, people next, renewals last; no more than the cap in any minute, one after another. */

import { type ControlPlan, type Instant, MINUTE, type PolicyClass, SECOND } from '../../domain/index.ts'
import type { SendOrder } from './step.ts'

export interface PacedOrders {
  /** In this order, `stagger` ms apart. */
  readonly released: readonly SendOrder[]
  readonly held: readonly SendOrder[]
}

const RANK: Readonly<Record<PolicyClass, number>> = { safety: 0, people: 1, optimisation: 2 }
const rankOf = ({ renewal, proposal }: SendOrder): number => (renewal ? 3 : RANK[proposal.class])

/** `sent`: when commands were sent, ascending. A round sends for no longer than a second, so that the next one is not late. */
export function pace(
  orders: readonly SendOrder[],
  sent: readonly Instant[],
  { commandsPerMinute, stagger }: Pick<ControlPlan, 'commandsPerMinute' | 'stagger'>,
  now: Instant,
): PacedOrders {
  if (orders.length === 0) return { released: [], held: [] }
  const within = sent.filter((at) => at > now - MINUTE).length
  const ofRound = stagger === 0 ? orders.length : Math.max(1, Math.floor(SECOND / stagger))
  const room = Math.max(0, Math.min(commandsPerMinute - within, ofRound))
  const queue = orders.toSorted((a, b) => rankOf(a) - rankOf(b))
  return { released: queue.slice(0, room), held: queue.slice(room) }
}
