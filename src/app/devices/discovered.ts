/** What devices send and no point takes: fields of sources, and topics that no source listens to, each as the form needs it. */

import { resolveSource } from '../../config/campus/sources/resolve.ts'
import {
  type Campus,
  type ConventionDescriptor,
  instant,
  iso,
  MAPPING_CONVENTION,
  type Source,
  suggest,
  type SuggestionReason,
} from '../../domain/index.ts'
import type { OverlookedTopic, PendingField } from '../../ports/index.ts'
import { createRecogniser, createRecognisingDecoder, RECOGNISE, viewMessage } from '../../wire/index.ts'
import type { DiscoveredField, DiscoveredTopic, DiscoveredView } from './device-views.ts'

export interface DiscoveredParts {
  readonly campus: Campus
  readonly conventions: readonly ConventionDescriptor[]
  readonly pending: readonly PendingField[]
  readonly topics: readonly OverlookedTopic[]
}

export function listDiscovered({ campus, conventions, pending, topics }: DiscoveredParts): DiscoveredView {
  const sources = new Map(campus.sources.map((s) => [s.id, s]))
  const read = createSampleReader(conventions, campus.timezone)
  return {
    fields: pending.toSorted(compareFields).map((field) => fieldView(field, sources.get(field.source))),
    topics: topics.toReversed().map(read),
  }
}

/** About the device, not about what it measures. */
const DIAGNOSTIC: readonly string[] = ['battery', 'signal', 'duration']
const isDiagnostic = ({ suggestion }: PendingField): boolean => suggestion === null || DIAGNOSTIC.includes(suggestion.quantity)

/** What is measured first, the fields of a device together. */
function compareFields(a: PendingField, b: PendingField): number {
  return (
    Number(isDiagnostic(a)) - Number(isDiagnostic(b)) ||
    a.source.localeCompare(b.source) ||
    a.device.localeCompare(b.device, 'en', { numeric: true }) ||
    a.field.localeCompare(b.field, 'en', { numeric: true })
  )
}

function fieldView(field: PendingField, source: Source | undefined): DiscoveredField {
  return {
    make: source?.preset ?? MAPPING_CONVENTION,
    topic: source?.mapping.topic ?? null,
    source: field.source,
    device: field.device,
    field: field.field,
    last_value: field.lastValue,
    count: field.count,
    last_seen: iso(instant(field.lastSeen)),
    suggestion: field.suggestion,
  }
}

const presetReason = (make: string | null): SuggestionReason => ({ code: 'preset', values: { make: make ?? '' } })

/** The preset that a sample is recognised by, and the fields that it reads there. */
function createSampleReader(conventions: readonly ConventionDescriptor[], zone: string): (topic: OverlookedTopic) => DiscoveredTopic {
  const recogniser = createRecogniser(conventions, RECOGNISE)
  const sources = conventions.map((descriptor) => resolveSource({ id: descriptor.name, mapping: {} }, descriptor))
  return ({ template, count, lastSeen, sample }) => {
    const payload = sample.base64 === null ? Buffer.from(sample.payload) : Buffer.from(sample.base64, 'base64')
    const make = recogniser.rank(viewMessage({ topic: sample.topic, payload }))[0] ?? null
    const decoder = createRecognisingDecoder({ descriptors: conventions, sources, otherwise: null, zone })
    const at = instant(lastSeen)
    const { decoded } = decoder.decode({ topic: sample.topic, payload, receivedAt: at, retain: false, dup: false, qos: 0 })
    const fields = decoded.readings.map(
      ({ device, channel, value, quantity, unit, kind }): DiscoveredField => ({
        make: make ?? MAPPING_CONVENTION,
        topic: null,
        source: null,
        device,
        field: channel,
        last_value: String(value),
        count,
        last_seen: iso(at),
        suggestion: quantity === 'unknown' ? null : suggest({ quantity, unit, kind, confidence: 'high' }, [presetReason(make)]),
      }),
    )
    return { template, count, last_seen: iso(at), sample: { topic: sample.topic, payload: sample.payload }, make, fields }
  }
}
