/** Evidence files in a folder, signed with the key of this installation. */

import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { errorLine } from '../../kernel/index.ts'
import { type Evidence, PortError } from '../../ports/index.ts'
import { sha256Of, fingerprintOf, packEvidence } from './archive.ts'

const KEY_FILE = 'statement-key.pem'

/** `dir`: folder of the evidence files; the key lies beside it, readable by its owner alone. */
export function openEvidence({ dir, keyDir }: { dir: string; keyDir: string }): Evidence {
  const pathOf = (file: string): string => join(dir, file)

  return {
    pathOf,
    async keep(name, entries) {
      const key = await signingKey(keyDir)
      const bytes = packEvidence(entries, key)
      await mkdir(dir, { recursive: true, mode: 0o700 })
      const file = freeName(dir, name)
      await writeDurably(pathOf(file), bytes)
      return { file, path: pathOf(file), hash: sha256Of(bytes), key: fingerprintOf(key) }
    },
    async read(file) {
      try {
        return await readFile(pathOf(file))
      } catch {
        return null
      }
    },
  }
}

/** A closing that broke off before its record left a file: it is kept, the next one gets another name. */
function freeName(dir: string, name: string): string {
  for (let n = 1; ; n++) {
    const file = n === 1 ? name : name.replace(/\.zip$/, `-${n}.zip`)
    if (!existsSync(join(dir, file))) return file
  }
}

/** Whole under its name, or not there. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.part`
  const handle = await open(part, 'w', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(part, path)
}

/** Made at the first closing. Whoever has the key can sign, so that a backup of it belongs in safe hands. */
async function signingKey(dir: string): Promise<KeyObject> {
  const path = join(dir, KEY_FILE)
  if (!existsSync(path)) {
    mkdirSync(dir, { recursive: true })
    const { privateKey } = generateKeyPairSync('ed25519')
    await writeDurably(path, Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })))
  }
  try {
    return createPrivateKey(readFileSync(path))
  } catch (error) {
    throw new PortError('refused', `${path} is no private key: ${errorLine(error)}; restore it from a backup`, { cause: error })
  }
}
