/** An event as `campus decode` prints it: keys in a fixed order, what the event does not have is left out. */

import type { DecodeEvent } from '../../domain/index.ts'

const NEVER_CARRIED_OUT = ' (retained: never carried out)'
const RETAINED = 'retained, and without a time that can be trusted'

/** What an event has beside type, device and channel. */
function bodyOf(event: DecodeEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'availability':
      return { online: event.online }
    case 'device-status':
      return { detail: event.status }
    case 'command-seen':
      return { detail: `${event.command}${event.retained ? NEVER_CARRIED_OUT : ''}`, value: event.value }
    case 'command-ack':
      return { detail: `${event.command}: ${event.result ?? 'undefined'}${event.retained ? NEVER_CARRIED_OUT : ''}` }
    case 'discovered-point':
      return {
        detail: event.unit ?? undefined,
        ...(event.described === undefined ? {} : { unit: event.unit ?? undefined, ...event.described }),
      }
    case 'seq-gap': {
      const { seq, missing, span } = event
      return { detail: `expected ${seq - missing}, got ${seq}: ${missing} missing`, missing, span }
    }
    case 'seq-late':
      return { detail: `${event.seq} came after all`, missing: -1, span: event.span }
    case 'counter-decrease':
    case 'counter-preset':
      return { detail: `${event.before ?? '?'} -> ${event.after ?? '?'}` }
    case 'unmapped':
      return { fields: event.fields, value: event.values, detail: event.detail ?? undefined }
    case 'metadata':
      return { fields: event.fields }
    case 'ignored':
      return { detail: event.detail ?? undefined, fields: event.fields.length === 0 ? undefined : event.fields }
    case 'duplicate':
      return { detail: event.frame === null ? undefined : `the frame ${event.frame} came again` }
    case 'retained-skipped':
      return { detail: RETAINED }
    case 'unusable':
      return { detail: event.detail, value: event.value }
    case 'null':
    case 'point-error':
    case 'time-rejected':
      return { detail: event.detail }
    case 'node-online':
    case 'node-offline':
    case 'device-online':
    case 'device-offline':
    case 'device-removed':
    case 'commandable':
    case 'discovery-removed':
    case 'ncmd-rebirth':
      return {}
  }
}

/** For JSON: members that are undefined are not written. */
export function eventJson(event: DecodeEvent): Readonly<Record<string, unknown>> {
  const device = event.device ?? undefined
  const channel = 'channel' in event ? (event.channel ?? undefined) : undefined
  return { type: event.type, device, channel, ...bodyOf(event) }
}
