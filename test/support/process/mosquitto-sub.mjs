// Stands in for mosquitto_sub where the package mosquitto-clients is not installed: the flags of the health check, and exit codes like its own.

import { parseArgs } from 'node:util'
import mqtt from 'mqtt'

const flag = (short) => ({ type: 'string', short })
/** @type {Record<string, string>} */
const values = parseArgs({
  options: {
    host: flag('h'),
    port: flag('p'),
    username: flag('u'),
    pw: flag('P'),
    topic: flag('t'),
    count: flag('C'),
    wait: flag('W'),
  },
}).values

const fail = (code, why) => {
  process.stderr.write(`${why}\n`)
  process.exit(code)
}
setTimeout(fail, Number(values.wait) * 1000, 27, 'Timed out')
const login = { username: values.username, password: values.pw, reconnectPeriod: 0 }
const client = await mqtt
  .connectAsync(`mqtt://${values.host}:${values.port}`, login, false)
  .catch((error) => fail(5, `Connection error: ${error.message}`))
let left = Number(values.count)
client.on('message', (_topic, text) => {
  process.stdout.write(`${text.toString()}\n`)
  left -= 1
  if (left === 0) process.exit(0)
})
await client.subscribeAsync(values.topic)
