// fluent-bit as a peer, when FLUENT_BIT_BIN names its binary. It is broker and writer in one: it acknowledges before it writes, and stamps the
// time of arrival.

import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Its configuration: listens itself, no broker before it. */
export function fluentBitConfig({ port, influxPort, database }) {
  return [
    '[SERVICE]',
    '    Flush 0.2',
    '    Log_Level warn',
    '[INPUT]',
    '    Name mqtt',
    '    Tag reading',
    '    Listen 127.0.0.1',
    `    Port ${port}`,
    '[FILTER]',
    '    Name nest',
    '    Match reading',
    '    Operation lift',
    '    Nested_under values',
    '[OUTPUT]',
    '    Name influxdb',
    '    Match reading',
    '    Host 127.0.0.1',
    `    Port ${influxPort}`,
    `    Database ${database}`,
    // A sequence as a tag would make a series of every reading; without it equal times differ by a nanosecond.
    '    Sequence_Tag off',
    '    Tag_Keys topic',
    '',
  ].join('\n')
}

/** A peer's plan, or null when no binary is named. */
export function fluentBit() {
  const binary = process.env.FLUENT_BIT_BIN
  if (!binary) return null
  if (!existsSync(binary)) {
    process.stderr.write(`left out: FLUENT_BIT_BIN names "${binary}", which is not there\n`)
    return null
  }
  return {
    command(dir, at) {
      const file = join(dir, 'fluent-bit.conf')
      writeFileSync(file, fluentBitConfig(at))
      return [binary, '-c', file]
    },
  }
}
