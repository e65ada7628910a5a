/** What a page is about: named by the breadcrumb and by the title of the window. */

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

export interface Crumb {
  readonly name: string
  readonly href: string
}

export interface Subject {
  readonly name: string
  /** What it belongs to, from the whole to the part. */
  readonly within: readonly Crumb[]
}

/** Null for a page that its entry of the rail names. */
export const subject = signal<Subject | null>(null)

/** Names the subject while the page shows it. */
export function useSubject(next: Subject | null): void {
  useEffect(() => {
    subject.value = next
    return () => {
      subject.value = null
    }
  }, [JSON.stringify(next)])
}
