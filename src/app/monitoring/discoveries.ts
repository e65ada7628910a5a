import { instant, iso } from '../../domain/index.ts'
import type { PendingField } from '../../ports/index.ts'
import type { Discovery } from '../../views/types.ts'

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
