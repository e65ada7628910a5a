/** `campus broker-config` with the files of this machine. */

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { createBrokerConfigCommand } from '../../cli/admin/broker/broker-config.ts'
import { configOf } from '../configuration.ts'

export const brokerConfigCommand = createBrokerConfigCommand({
  configOf: (file) => configOf({ file }),
  read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null),
  write(path, text) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, text, { mode: 0o600 })
    chmodSync(path, 0o600)
  },
  absolute: (path) => resolve(path),
})
