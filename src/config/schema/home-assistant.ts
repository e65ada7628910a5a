/** `home_assistant:` of the campus file. */

import { type Static, Type } from 'typebox'
import { closed } from './words.ts'

const optional = Type.Optional

export const HOME_ASSISTANT = Type.Object(
  {
    prefix: optional(
      Type.String({
        pattern: '^[^+#/]+(/[^+#/]+)*$',
        errorMessage: 'a topic without wildcards, such as homeassistant',
        description: 'discovery prefix of Home Assistant; default homeassistant',
      }),
    ),
    meters: optional(Type.Boolean({ description: 'false: campus and buildings alone; default true' })),
  },
  {
    ...closed,
    description: 'announces the totals of the campus to Home Assistant by MQTT discovery; without this section nothing is announced',
  },
)

export type HomeAssistantEntry = Static<typeof HOME_ASSISTANT>
