// A bare MQTT.js subscriber: what the broker and the library can do when nothing is done with a message. argv: url, filter, messages.

import mqtt from 'mqtt'

const [url, filter, messages] = process.argv.slice(2)
const client = await mqtt.connectAsync(url, { protocolVersion: 5, clean: true, properties: { receiveMaximum: 65_535 } })
let seen = 0
let started = 0
client.on('message', () => {
  if (seen === 0) started = performance.now()
  seen += 1
  if (seen < Number(messages)) return
  const seconds = (performance.now() - started) / 1000
  process.stdout.write(`${JSON.stringify({ messages: seen, seconds })}\n`, () => process.exit(0))
})
await client.subscribeAsync(filter, { qos: 1 })
process.send?.('ready')
