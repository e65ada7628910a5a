/** A notice: a message by webhook or mail to people who are not watching the page. */

import type { Instant } from '../time/instant.ts'

export type NoticeKind = 'draft-ready' | 'coverage-low' | 'alarm-raised' | 'alarm-cleared' | 'alarm-escalated'

export interface Notice {
  /** The same event gives the same id, so that it is delivered once. */
  readonly id: string
  readonly kind: NoticeKind
  readonly at: Instant
  readonly title: string
  readonly text: string
  /** The content as data, for programs. */
  readonly data: Readonly<Record<string, unknown>>
}
