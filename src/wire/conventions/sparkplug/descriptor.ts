import type { ConventionDescriptor } from '../../../domain/index.ts'

export const SPARKPLUG_NAMESPACE = 'spBv1.0'

/** Eclipse Sparkplug B 3.0, and the STATE of 2.2. A broker that knows Sparkplug keeps the births below `$sparkplug/certificates`. */
export const SPARKPLUG: ConventionDescriptor = {
  name: 'sparkplug',
  topics: ['spBv1.0/{path+}', 'STATE/{host}', '$sparkplug/certificates/spBv1.0/{path+}'],
  topicForm: null,
  retained: true,
  settings: {
    host: {
      type: 'string',
      pattern: '^[^/+#]+$',
      description:
        'id of this service as a host application (Sparkplug B 3.0): the STATE that edge nodes wait for; default: the id of the campus',
    },
  },
  defaults: (campus) => ({ host: campus }),
  namesQuantities: false,
  fieldRule: null,
  encodes: true,
  recognition: [
    { topic: 'spBv1.0/{path+}' },
    { topic: '$sparkplug/certificates/spBv1.0/{path+}' },
    { topic: 'STATE/{host}', payload: '^(?:ONLINE|OFFLINE)$' },
  ],
  body: null,
}
