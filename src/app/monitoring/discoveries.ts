import { instant, iso } from '../../domain/index.ts'
import type { OverlookedTopic, PendingField } from '../../ports/index.ts'
import type { Discovery, OverlookedTopicView } from '../../views/types.ts'

export function discoveryOf(field: PendingField): Discovery {
  return {
    source: field.source,
    device: field.device,
    field: field.field,
    count: field.count,
    first_seen: iso(instant(field.firstSeen)),
    last_seen: iso(instant(field.lastSeen)),
    last_value: field.lastValue,
    suggestion: field.suggestion,
  }
}

export function overlookedOf({ template, count, firstSeen, lastSeen, sample }: OverlookedTopic): OverlookedTopicView {
  return { template, count, first_seen: iso(instant(firstSeen)), last_seen: iso(instant(lastSeen)), sample }
}
