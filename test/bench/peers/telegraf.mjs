// Telegraf as a peer, when TELEGRAF_BIN names its binary: mqtt_consumer -> influxdb, tuned for many small messages.

import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const BATCH = 5000
/** Unacknowledged messages: batches must fill faster than they are written. */
const INFLIGHT = 20_000

const quoted = JSON.stringify

/** Its configuration; `readings` a message. */
export function telegrafConfig({ mqttPort, influxPort, client, filter, database }, readings) {
  return [
    '[agent]',
    '  interval = "1s"',
    '  flush_interval = "200ms"',
    '  flush_jitter = "0s"',
    `  metric_batch_size = ${BATCH}`,
    `  metric_buffer_limit = ${INFLIGHT * Math.max(10, readings)}`,
    '  omit_hostname = true',
    '  quiet = true',
    '[[inputs.mqtt_consumer]]',
    `  servers = ["tcp://127.0.0.1:${mqttPort}"]`,
    `  topics = [${quoted(filter)}]`,
    '  topic_tag = ""',
    '  qos = 1',
    '  persistent_session = true',
    `  client_id = ${quoted(client)}`,
    `  max_undelivered_messages = ${Math.ceil(INFLIGHT / readings)}`,
    '  name_override = "reading"',
    '  data_format = "json"',
    ...(readings > 1 ? ['  json_query = "readings"'] : []),
    '  json_time_key = "time"',
    '  json_time_format = "unix_ms"',
    '  [[inputs.mqtt_consumer.topic_parsing]]',
    `    topic = ${quoted(filter)}`,
    '    tags = "_/_/point/_"',
    '[[outputs.influxdb]]',
    `  urls = ["http://127.0.0.1:${influxPort}"]`,
    `  database = ${quoted(database)}`,
    '  skip_database_creation = true',
    '  content_encoding = "gzip"',
    '',
  ].join('\n')
}

/** A peer's plan, or null when no binary is named. */
export function telegraf(readings) {
  const binary = process.env.TELEGRAF_BIN
  if (!binary) return null
  if (!existsSync(binary)) {
    process.stderr.write(`left out: TELEGRAF_BIN names "${binary}", which is not there\n`)
    return null
  }
  return {
    protocol: 4,
    inflight: INFLIGHT,
    command(dir, at) {
      const file = join(dir, 'telegraf.conf')
      writeFileSync(file, telegrafConfig(at, readings))
      return [binary, '--config', file]
    },
  }
}
