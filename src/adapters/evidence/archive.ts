/**
 * The form of an evidence file: a ZIP archive of stored files, with a manifest of their SHA-256 and an Ed25519 signature (RFC 8032) over it. Big files
 * are gzip members. Nothing in it depends on when it was written, so that packing the same entries again gives the same bytes: any other byte is a
 * change, also one that the manifest does not cover.
 */

import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { type UnzipFileInfo, unzipSync, zipSync, type Zippable } from 'fflate'
import { errorLine } from '../../kernel/index.ts'
import type { EvidenceEntry, UnpackedEvidence } from '../../ports/index.ts'

const MANIFEST = 'manifest.json'
const SIGNATURE = 'signature.json'
const COMPRESSED = '.gz'
/** Larger texts are compressed; people read the others with any tool. */
const COMPRESS_ABOVE = 1024 * 1024
/** More is no evidence file: it would not fit into memory. */
const MOST_BYTES = 1024 * 1024 * 1024
/** Somebody may have packed it again with compression; the faults then say what differs. */
const PACKED_ANEW = 16 * 1024 * 1024
/** ZIP has no time before 1980; a text, which is read by the local clock as the archive writes it. */
const NO_TIME = '1980-01-01T00:00:00'

export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

export function fingerprintOf(key: KeyObject): string {
  return sha256Of(createPublicKey(key.export({ type: 'pkcs8', format: 'pem' })).export({ type: 'spki', format: 'der' }))
}

function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const stored: Zippable = {}
  for (const [name, bytes] of files) stored[name] = [bytes, { level: 0, mtime: NO_TIME, os: 3, attrs: 0 }]
  return zipSync(stored)
}

export function packEvidence(entries: readonly EvidenceEntry[], key: KeyObject): Uint8Array {
  const files = new Map<string, Uint8Array>()
  for (const { name, text } of entries) {
    const bytes = Buffer.from(text)
    if (bytes.length > COMPRESS_ABOVE) files.set(name + COMPRESSED, gzipSync(bytes))
    else files.set(name, bytes)
  }
  const manifest = Buffer.from(JSON.stringify(Object.fromEntries([...files].map(([name, bytes]) => [name, sha256Of(bytes)])), null, 1))
  const publicKey = createPublicKey(key.export({ type: 'pkcs8', format: 'pem' })).export({ type: 'spki', format: 'pem' })
  const signature = { algorithm: 'Ed25519', public_key: publicKey, signature: sign(null, manifest, key).toString('base64') }
  files.set(MANIFEST, manifest)
  files.set(SIGNATURE, Buffer.from(JSON.stringify(signature, null, 1)))
  return zip(files)
}

export function unpackEvidence(bytes: Uint8Array): UnpackedEvidence {
  const faults: string[] = []
  const files = filesOf(bytes, faults)
  const key = files.size === 0 ? null : signerOf(files, faults)
  faults.push(...manifestFaults(files))
  if (files.size > 0 && Buffer.compare(zip(files), bytes) !== 0) faults.push('the archive differs from what it was packed as')
  let room = MOST_BYTES
  const entries = [...files].flatMap(([name, content]) => {
    const found = entryOf({ name, bytes: content, room }, faults)
    room -= found.reduce((sum, { text }) => sum + text.length, 0)
    return found
  })
  return { entries, faults: [...new Set(faults)], key }
}

function filesOf(bytes: Uint8Array, faults: string[]): ReadonlyMap<string, Uint8Array> {
  let room = bytes.length + PACKED_ANEW
  if (bytes.length > MOST_BYTES) {
    faults.push(`the file has ${bytes.length} bytes, more than any evidence file`)
    return new Map()
  }
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter: fits })))
  } catch (error) {
    faults.push(`the file is no whole ZIP archive: ${errorLine(error)}`)
    return new Map()
  }

  /** Files of an evidence file are stored, and lie beside each other: what unpacks to far more than the archive is no evidence. */
  function fits({ name, originalSize }: UnzipFileInfo): boolean {
    room -= originalSize
    if (room >= 0) return true
    faults.push(`${name} unpacks to more than the archive holds: it is not read`)
    return false
  }
}

function manifestFaults(files: ReadonlyMap<string, Uint8Array>): string[] {
  if (files.size === 0) return []
  const listed = jsonOf(files.get(MANIFEST))
  if (listed === null) return [`${MANIFEST} is missing or damaged`]
  const names = [...files.keys()].filter((name) => name !== MANIFEST && name !== SIGNATURE)
  const missing = Object.keys(listed).filter((name) => !files.has(name))
  return [
    ...missing.map((name) => `${name} is missing`),
    ...names.filter((name) => !Object.hasOwn(listed, name)).map((name) => `${name} is not in the manifest`),
    ...names
      .filter((name) => Object.hasOwn(listed, name) && listed[name] !== sha256Of(files.get(name) ?? ''))
      .map((name) => `${name} was changed: its SHA-256 is not that of the manifest`),
  ]
}

/** Fingerprint of the key whose signature holds; null with a fault where none does. */
function signerOf(files: ReadonlyMap<string, Uint8Array>, faults: string[]): string | null {
  const signature = jsonOf(files.get(SIGNATURE))
  try {
    const key = createPublicKey(String(signature?.['public_key']))
    const holds = verify(null, files.get(MANIFEST) ?? new Uint8Array(), key, Buffer.from(String(signature?.['signature']), 'base64'))
    if (holds) return sha256Of(key.export({ type: 'spki', format: 'der' }))
  } catch {
    // What is no key signs nothing.
  }
  faults.push(`the signature in ${SIGNATURE} does not hold`)
  return null
}

function jsonOf(bytes: Uint8Array | undefined): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = bytes === undefined ? null : JSON.parse(Buffer.from(bytes).toString())
    return typeof value === 'object' ? (value as Readonly<Record<string, unknown>> | null) : null
  } catch {
    return null
  }
}

/** `room`: bytes that the entries may still have together. */
function entryOf(
  { name, bytes, room }: { readonly name: string; readonly bytes: Uint8Array; readonly room: number },
  faults: string[],
): readonly EvidenceEntry[] {
  if (!name.endsWith(COMPRESSED)) return [{ name, text: Buffer.from(bytes).toString() }]
  const plain = name.slice(0, -COMPRESSED.length)
  try {
    return [{ name: plain, text: gunzipSync(bytes, { maxOutputLength: Math.max(1, room) }).toString() }]
  } catch (error) {
    faults.push(`${name} cannot be decompressed: ${errorLine(error)}`)
    return []
  }
}
