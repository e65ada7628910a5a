// The fastest flow of core nodes that we know: the broker node parses the JSON, one function node makes lines and batches them.

/** Lines of one write: the batch that people use. */
const BATCH = 1000
const LINGER_MS = 200

const start = `
context.lines = []
context.flush = () => {
  const payload = context.lines.join('\\n')
  context.lines = []
  node.send({ payload })
}
context.timer = setInterval(() => { if (context.lines.length > 0) context.flush() }, ${LINGER_MS})
`

const stop = 'clearInterval(context.timer)'

const batch = `
const [, campus, device] = msg.topic.split('/')
for (const { time, values } of msg.payload.readings ?? [msg.payload])
  for (const field in values) context.lines.push(\`reading,point=\${campus}/\${device}/\${field} v=\${values[field]},q=0i \${time}\`)
if (context.lines.length >= ${BATCH}) context.flush()
return null
`

/** Nodes of the flow; `at` says where broker and database are. */
export function flowOf({ mqttPort, influxPort, client, filter, database }) {
  const url = `http://127.0.0.1:${influxPort}/write?db=${database}&precision=ms`
  return [
    { id: 'tab', type: 'tab', label: 'bench' },
    {
      id: 'broker',
      type: 'mqtt-broker',
      broker: '127.0.0.1',
      port: String(mqttPort),
      clientid: client,
      autoConnect: true,
      usetls: false,
      protocolVersion: '5',
      keepalive: '60',
      cleansession: false,
      sessionExpiry: '3600',
    },
    {
      id: 'in',
      z: 'tab',
      type: 'mqtt in',
      topic: filter,
      qos: '1',
      datatype: 'json',
      broker: 'broker',
      rap: true,
      rh: 0,
      wires: [['batch']],
    },
    { id: 'batch', z: 'tab', type: 'function', func: batch, initialize: start, finalize: stop, outputs: 1, libs: [], wires: [['write']] },
    {
      id: 'write',
      z: 'tab',
      type: 'http request',
      method: 'POST',
      ret: 'txt',
      url,
      paytoqs: 'ignore',
      persist: true,
      headers: [],
      wires: [[]],
    },
  ]
}
