/** A backup as a file: written beside its name and put in its place whole, read back before; plain or encrypted. */

import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PortError } from '../../../ports/index.ts'
import { decryptBackup, encryptBackup, ENCRYPTED_MAGIC } from './encryption.ts'
import { syncFolder } from '../restore-marker.ts'
import { unpackBackup } from './unpack.ts'
import type { BackupPart } from './pack.ts'

const READ_BYTES = 1024 * 1024

/** Writes the chunks to `path`. A process that ends in between leaves what was there before, and `<path>.part`. */
export async function writeBackupFile(path: string, chunks: AsyncIterable<Uint8Array>, passphrase: string | null): Promise<void> {
  const part = `${path}.part`
  try {
    const file = await open(part, 'w', 0o600)
    try {
      for await (const chunk of passphrase === null ? chunks : encryptBackup(chunks, passphrase)) await file.write(chunk)
      await file.sync()
    } finally {
      await file.close()
    }
    for await (const _ of readBackupFile(part, passphrase));
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** Parts of a backup file, checked as `unpackBackup` does. Rejects with PortError `refused` when it is encrypted and there is no passphrase. */
export async function* readBackupFile(path: string, passphrase: string | null): AsyncGenerator<BackupPart> {
  const encrypted = await isEncrypted(path)
  const read = (): AsyncIterable<Uint8Array> => createReadStream(path, { highWaterMark: READ_BYTES })
  if (!encrypted) return yield* unpackBackup(read())
  if (passphrase === null)
    throw new PortError('refused', 'the backup is encrypted: set CAMPUS__BACKUP__PASSPHRASE or CAMPUS__BACKUP__PASSPHRASE_FILE')
  yield* unpackBackup(decryptBackup(read(), passphrase))
}

async function isEncrypted(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(ENCRYPTED_MAGIC.length), 0, ENCRYPTED_MAGIC.length, 0)
    return bytesRead === ENCRYPTED_MAGIC.length && buffer.equals(ENCRYPTED_MAGIC)
  } finally {
    await file.close()
  }
}
