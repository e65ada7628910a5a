/** Attribution: what control did to a load. A measure that never acted saved nothing, whatever the meter shows. */

import type { Load, Span } from '../domain/index.ts'

export interface ActionLog {
  /**
   * Whether an actuator of the load had confirmed a command by the end of the time: what was switched off for a season saves on without a command. Null where
   * no actuator serves the load, or nothing was logged of it at the beginning: such loads switch themselves.
   */
  acted(load: Load, within: Span): Promise<boolean | null>
}
