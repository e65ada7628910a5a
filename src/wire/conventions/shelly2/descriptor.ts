import type { ConventionDescriptor } from '../../../domain/index.ts'
import { shelly2Kind } from './encode.ts'
import { defineShelly2Field } from './fields.ts'

/** Shelly devices since the second generation (Plus, Pro, Gen3): JSON-RPC notifications, and a status per component. */
export const SHELLY2: ConventionDescriptor = {
  name: 'shelly2',
  topics: ['{device}/events/rpc', '{device}/status/{component}', '{device}/online', 'campus/cmd/rpc'],
  topicForm: {
    level: 'device',
    // Status and availability of a device are siblings of its notifications: one template for all.
    ending: { written: 'events/rpc', read: '{path+}' },
    example: 'plant/{device}/events/rpc',
  },
  retained: true,
  settings: {},
  namesQuantities: false,
  fieldRule: defineShelly2Field,
  encodes: true,
  channelKind: shelly2Kind,
  recognition: [
    { topic: '{device+}/events/rpc', has: ['method', 'params'] },
    { topic: '{device+}/rpc', has: ['src', 'id'] },
    { topic: '{device}/online', payload: '^(?:true|false)$' },
  ],
  body: null,
}
