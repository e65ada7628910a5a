import type { ConventionDescriptor } from '../../../domain/index.ts'

/** Shelly devices since the second generation (Plus, Pro, Gen3): JSON-RPC notifications, and a status per component. */
export const SHELLY2: ConventionDescriptor = {
  name: 'shelly2',
  topics: ['{device+}/events/rpc', '{device+}/status/{component}', '{device+}/online'],
  topicForm: null,
  retained: true,
  settings: {},
  namesQuantities: false,
  encodes: true,
  recognition: [
    { topic: '{device+}/events/rpc', has: ['method', 'params'] },
    { topic: '{device+}/rpc', has: ['src', 'id'] },
    { topic: '{device}/online', payload: '^(?:true|false)$' },
  ],
  body: null,
}
