/** The first and the last parts of a backup: what it is, and the SHA-256 of every other part. */

import { createHash } from 'node:crypto'

/** Raised when a backup is written in a form that an earlier program would read wrongly. */
export const FORMAT = 1
/** The oldest that is still read. */
export const OLDEST_FORMAT = 1

export const PARTS = {
  about: 'backup.json',
  campus: 'campus.json.gz',
  position: 'position.json.gz',
  manifest: 'manifest.json',
  seal: 'manifest.json.sha256',
} as const

export const FOLDERS = { files: 'files/', readings: 'readings/', buckets: 'buckets/' } as const

/** Who and what a backup is of. */
export interface BackupAbout {
  readonly format: number
  readonly kind: 'campus-energy backup'
  /** Version of the program that wrote it. */
  readonly program: string
  readonly campus: string
  readonly timezone: string
  /** RFC 3339. */
  readonly created_at: string
  /** duckdb, influx or clickhouse. */
  readonly store: string
}

export interface ListedPart {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

export interface Manifest {
  readonly format: number
  readonly parts: readonly ListedPart[]
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** As `sha256sum` writes and checks it. */
export const sealOf = (manifest: Uint8Array): Buffer => Buffer.from(`${sha256Of(manifest)}  ${PARTS.manifest}\n`)
