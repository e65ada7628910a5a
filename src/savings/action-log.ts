/** Attribution: what control did to a load. A measure that did nothing in a month saved nothing in it, whatever the meter shows. */

import type { Load, Span } from '../domain/index.ts'

export interface ActionLog {
  /** Whether an actuator of the load confirmed a command within the time; null where no actuator serves it: such loads switch themselves. */
  acted(load: Load, within: Span): Promise<boolean | null>
}
