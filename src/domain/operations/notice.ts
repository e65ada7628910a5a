/** A notice: what people who do not look at the page are told. */

import type { Instant } from '../time/instant.ts'

export type NoticeKind = 'draft-ready' | 'coverage-low' | 'alarm-raised' | 'alarm-cleared'

export interface Notice {
  /** The same event gives the same id: nobody is told twice. */
  readonly id: string
  readonly kind: NoticeKind
  readonly at: Instant
  readonly title: string
  readonly text: string
  /** The same for programs. */
  readonly data: Readonly<Record<string, unknown>>
}
