/** What a screen declares, and which screen an address means. */

import type { IconNode } from 'lucide'
import type { ComponentType } from 'preact'
import type { Scope } from '../address/range.ts'
import type { Names } from '../api/types.ts'
import { language, type MessageLoader } from '../text/language.ts'

export interface NavEntry {
  readonly icon: IconNode
  readonly title: Required<Names>
  /** Stands in the bottom bar of a phone; the others are behind "More". */
  readonly phone?: boolean
  /** Counts what waits there. */
  readonly count?: 'alarms'
}

export interface Screen {
  /** `points`, or `points/*` for a page about one of them. */
  readonly path: string
  /** Its place in the rail, or the screen of the rail it belongs to. */
  readonly nav: NavEntry | { readonly under: string }
  /** Parts of the address it follows; the top bar offers only these. */
  readonly follows?: { readonly range?: Scope; readonly compare?: boolean; readonly place?: boolean; readonly measure?: boolean }
  /** It fills the window: no rail, no bar. */
  readonly bare?: true
  /** It has sections with addresses of their own below its path. */
  readonly sections?: true
  readonly load: () => Promise<{ readonly Screen: ComponentType }>
  readonly messages: MessageLoader
}

export function titleOf({ nav }: Pick<Screen, 'nav'>): string | null {
  return 'title' in nav ? nav.title[language.value] : null
}

type Addressed = Pick<Screen, 'path' | 'sections'>

/** The screen of an address: the first one for an empty address, null for an address that means none. */
export function matchScreen<S extends Addressed>(screens: readonly [S, ...S[]], segments: readonly string[]): S | null {
  const [first, ...rest] = segments
  if (first === undefined) return screens[0]
  const path = rest.length === 0 ? first : `${first}/*`
  return screens.find((s) => s.path === path || (s.sections === true && s.path === first)) ?? null
}

/** The path of the rail entry that is current. */
export function navPathOf({ path, nav }: Screen): string {
  return 'under' in nav ? nav.under : path
}
