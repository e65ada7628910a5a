/** Real data sets beside the checkout. Never committed: tests that need them say so and skip where they are absent. */

import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

const FOLDER = resolve(import.meta.dirname, '../../../shared/data')

export function dataFile(name: string): string {
  return resolve(FOLDER, name)
}

export function hasData(name: string): boolean {
  return existsSync(dataFile(name))
}

export function readData(name: string): string {
  const bytes = readFileSync(dataFile(name))
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}
