/** Parts to the bytes of a backup: a tar archive whose last parts are the manifest and its hash. */

import type { BackupAbout, ListedPart } from './manifest.ts'
import { FORMAT, PARTS, sealOf, sha256Of } from './manifest.ts'
import { encodeTarHeader, paddingOf, TAR_END } from './tar.ts'

export interface BackupPart {
  readonly name: string
  readonly bytes: Uint8Array
}

/** `parts` follow `about`. One part at a time is in memory. */
export async function* packBackup(about: BackupAbout, parts: AsyncIterable<BackupPart>): AsyncGenerator<Uint8Array> {
  const modified = Math.floor(Date.parse(about.created_at) / 1000)
  const listed: ListedPart[] = []

  function* entry({ name, bytes }: BackupPart): Generator<Uint8Array> {
    yield encodeTarHeader({ name, size: bytes.length, modified })
    yield bytes
    yield Buffer.alloc(paddingOf(bytes.length))
  }

  function* listedEntry(part: BackupPart): Generator<Uint8Array> {
    listed.push({ name: part.name, bytes: part.bytes.length, sha256: sha256Of(part.bytes) })
    yield* entry(part)
  }

  yield* listedEntry({ name: PARTS.about, bytes: jsonOf(about) })
  for await (const part of parts) yield* listedEntry(part)
  const manifest = jsonOf({ format: FORMAT, parts: listed })
  yield* entry({ name: PARTS.manifest, bytes: manifest })
  yield* entry({ name: PARTS.seal, bytes: sealOf(manifest) })
  yield TAR_END
}

const jsonOf = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`)
