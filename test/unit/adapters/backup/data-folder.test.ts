import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { writeBackupFile } from '../../../../src/adapters/backup/container/backup-file.ts'
import { fileParts, listFiles } from '../../../../src/adapters/backup/content/files.ts'
import type { BackupPart } from '../../../../src/adapters/backup/container/pack.ts'
import { demandNoRestore, markRestore, unmarkRestore } from '../../../../src/adapters/backup/restore-marker.ts'
import { archiveParts, journalParts } from '../../../../src/adapters/backup/content/segments.ts'
import { tempFolder } from '../../../support/process/temp-folder.ts'

function folderOf(files: Readonly<Record<string, string>>): string {
  const dir = tempFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  return dir
}

async function all(parts: AsyncIterable<BackupPart>): Promise<[string, string][]> {
  const found: [string, string][] = []
  for await (const { name, bytes } of parts) found.push([name, gunzipSync(bytes).toString()])
  return found
}

describe('the files of a backup', () => {
  it('are all of the data folder but those of the process, of the store, and unfinished ones', async () => {
    const dir = folderOf({
      'state.log': '',
      'imports/import-1.log': '',
      'a/b/later-version.json': '',
      lock: '',
      'lock.17': '',
      'service.json': '',
      'store.duckdb': '',
      'store.duckdb.wal': '',
      'influx-campus.log': '',
      'state.log.head': '',
      'evidence/2026.zip.part': '',
      'journal/0000000000000001.journal': '',
      'backups/old': '',
    })
    expect(await listFiles(dir, ['journal', 'backups'])).toEqual(['a/b/later-version.json', 'imports/import-1.log', 'state.log'])
  })

  it('are cut behind the last whole line where they grow by lines, and whole elsewhere', async () => {
    const dir = folderOf({ 'state.log': 'one\ntwo\nthr', 'torn.log': 'no line', 'key.pem': 'no newline' })
    expect(await all(fileParts(dir, 'state.log'))).toEqual([['files/state.log.000000.gz', 'one\ntwo\n']])
    expect(await all(fileParts(dir, 'torn.log'))).toEqual([['files/torn.log.000000.gz', '']])
    expect(await all(fileParts(dir, 'key.pem'))).toEqual([['files/key.pem.000000.gz', 'no newline']])
    expect(await all(fileParts(dir, 'gone.pem'))).toEqual([])
  })

  it('are cut into parts where they are large', async () => {
    const text = 'x'.repeat(9 * 1024 * 1024)
    const dir = folderOf({ big: text })
    const parts = await all(fileParts(dir, 'big'))
    expect(parts.map(([name]) => name)).toEqual(['files/big.000000.gz', 'files/big.000001.gz', 'files/big.000002.gz'])
    expect(parts.map(([, part]) => part).join('')).toBe(text)
  })
})

const segment = (seq: number): string => `${String(seq).padStart(16, '0')}.journal`

describe('the raw messages of a backup', () => {
  it('leave out segments that began after the last one that was there at the beginning: there would be a gap before them', async () => {
    const dir = folderOf({ [`journal/${segment(1)}`]: 'a', [`journal/${segment(5)}`]: 'b' })
    const found: string[] = []
    for await (const { name } of journalParts(dir)) {
      found.push(name)
      writeFileSync(join(dir, 'journal', segment(9)), 'c')
    }
    expect(found).toEqual([`files/journal/${segment(1)}.000000.gz`, `files/journal/${segment(5)}.000000.gz`])
  })

  it('hold a segment of the archive once, under the name that it has after it was packed, and pass over one that was evicted', async () => {
    const dir = folderOf(Object.fromEntries([1, 5, 9, 13].map((seq) => [`archive/${segment(seq)}`, String(seq)])))
    const packed = `${String(9).padStart(16, '0')}-${String(12).padStart(16, '0')}.1-2.journal.gz`
    const found: string[] = []
    for await (const { name } of archiveParts(dir, 13)) {
      found.push(name)
      if (found.length > 1) continue
      rmSync(join(dir, 'archive', segment(5)))
      renameSync(join(dir, 'archive', segment(9)), join(dir, 'archive', packed))
    }
    expect(found).toEqual([`files/archive/${segment(1)}.000000.gz`, `files/archive/${packed}.000000.gz`])
  })
})

describe('the mark of a restore', () => {
  it('keeps the service from starting until the restore is complete', async () => {
    const dir = tempFolder()
    expect(await markRestore(dir, 'a', [])).toBe(false)
    expect(() => demandNoRestore(dir)).toThrow(/interrupted.*run the same `campus restore` again/)
    await unmarkRestore(dir)
    expect(() => demandNoRestore(dir)).not.toThrow()
  })

  it('lets the same backup begin again, and no other', async () => {
    const dir = tempFolder()
    await markRestore(dir, 'a', [])
    writeFileSync(join(dir, 'state.log'), 'half')
    expect(await markRestore(dir, 'a', [])).toBe(true)
    await expect(markRestore(dir, 'b', [])).rejects.toThrow(/another backup/)
  })

  it('is not set in a folder that holds anything, and names what it holds', async () => {
    const dir = folderOf({ 'state.log': '' })
    await expect(markRestore(dir, 'a', [])).rejects.toThrow(/is not empty \(state\.log\)/)
    expect(() => demandNoRestore(dir)).not.toThrow()
  })
})

async function* failing(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('the beginning')
  throw new Error('the disk is gone')
}

describe('writing a backup file', () => {
  it('that breaks off, or writes no whole backup, leaves the file of before and nothing beside it', async () => {
    const path = join(folderOf({ backup: 'old' }), 'backup')
    await expect(writeBackupFile(path, failing(), null)).rejects.toThrow('the disk is gone')
    const noBackup = (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('no backup')
    })()
    await expect(writeBackupFile(path, noBackup, null)).rejects.toMatchObject({ code: 'refused' })
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(() => readFileSync(`${path}.part`)).toThrow(/ENOENT/)
  })
})
