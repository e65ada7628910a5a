/** A sentence of the service about a figure. Where it names the command that records a missing entry, the page links to its own form. */

import type { VNode } from 'preact'
import { hrefOf } from '../address/route.ts'
import { t, term } from '../text/language.ts'

const COMMAND = /[:：]?\s*`campus entry set ([a-z][a-z0-9.-]*) VALUE --site (\S+) [^`]*`/

export interface MissingEntry {
  /** The sentence without the command. */
  readonly text: string
  readonly key: string
  readonly site: string
}

/** Null for a sentence that names no entry of a site. */
export function readMissingEntry(sentence: string): MissingEntry | null {
  const [command, key, site] = COMMAND.exec(sentence) ?? []
  return command === undefined || key === undefined || site === undefined ? null : { text: sentence.replace(command, ''), key, site }
}

export function Remark({ sentence }: { sentence: string }): VNode {
  const missing = readMissingEntry(sentence)
  if (missing === null) return <>{sentence}</>
  const { text, key, site } = missing
  return (
    <>
      {text}
      <span class="screen">
        {' · '}
        <a href={hrefOf(['setup', 'entries'], { key, site })}>{t('entry.record', { what: term('entry-key', key) })}</a>
      </span>
    </>
  )
}
