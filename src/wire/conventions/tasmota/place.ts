/** What a Tasmota topic names: `FullTopic` orders prefix and device in any way, at any depth; the suffix is always the last level. */

import type { MessageView } from '../../message-view.ts'
import type { Captures } from '../../values/topic.ts'

export interface TasmotaPlace {
  readonly device: string
  /** tele, stat or cmnd; empty: the topic has none of them. */
  readonly prefix: string
  readonly suffix: string
  /** Prefix and suffix are of Tasmota: a template such as `{site}/{device}/{prefix}/{suffix}` matches topics of others too. */
  readonly own: boolean
  readonly holds: 'order' | 'availability' | 'word' | 'body' | 'nothing'
}

const PREFIXES: ReadonlySet<string> = new Set(['tele', 'stat', 'cmnd'])
const SUFFIX = /^(?:SENSOR|STATE|RESULT|LWT|STATUS\d*|POWER\d*|INFO\d|UPTIME|MARGINS|HASS_STATE|LOGGING|DIMMER|EVENT)$/

/** `tele` may be a site's name too: the last of the prefixes counts. */
function prefixIndex(levels: readonly string[]): number {
  return levels.slice(0, -1).findLastIndex((level) => PREFIXES.has(level))
}

export function placeOf(topic: string, captures: Captures): TasmotaPlace | null {
  const levels = topic.split('/')
  const at = prefixIndex(levels)
  const suffix = captures['suffix'] ?? levels.at(-1) ?? ''
  const prefix = captures['prefix'] ?? levels[at] ?? ''
  const rest = levels.slice(0, -1).filter((_, i) => i !== at)
  const device = captures['device'] ?? captures['topic'] ?? rest.join('/')
  const own = prefix === 'cmnd' || (SUFFIX.test(suffix) && (prefix === '' || PREFIXES.has(prefix)))
  return device === '' ? null : { device, prefix, suffix, own, holds: contentOf(prefix, suffix) }
}

function contentOf(prefix: string, suffix: string): TasmotaPlace['holds'] {
  if (prefix === 'cmnd') return 'order'
  if (suffix === 'LWT') return 'availability'
  if (/^POWER\d*$/.test(suffix)) return 'word'
  return /^(?:SENSOR|STATE|RESULT|STATUS(?:8|10|11))$/.test(suffix) ? 'body' : 'nothing'
}

/** A prefix and a suffix of Tasmota; without the prefix a sensor message by its form. */
export function recogniseTasmota({ levels, json }: MessageView): number {
  const suffix = levels.at(-1) ?? ''
  if (levels.length < 3 || !SUFFIX.test(suffix)) return levels.length > 2 && levels[0] === 'cmnd' ? 2 : 0
  if (prefixIndex(levels) >= 0) return 4
  const body = json()
  return suffix === 'SENSOR' && typeof body === 'object' && body !== null && Object.hasOwn(body, 'Time') ? 3 : 0
}
