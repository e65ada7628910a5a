import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openBackupFolder } from '../../../../src/adapters/backup/backup-folder.ts'
import { packBackup } from '../../../../src/adapters/backup/container/pack.ts'
import { instant } from '../../../../src/domain/index.ts'
import { tempFolder } from '../../../support/process/temp-folder.ts'

const AT = instant(Date.parse('2026-03-02T02:30:00Z'))
const ABOUT = { format: 1, kind: 'campus-energy backup', program: '1', campus: 'lab', timezone: 'UTC', store: 'duckdb' } as const

const backup = () => packBackup({ ...ABOUT, created_at: new Date(AT).toISOString() }, (async function* () {})())

describe('the folder of scheduled backups', () => {
  it('holds whole backups by campus and time, and leaves files of others alone', async () => {
    const dir = join(tempFolder(), 'new')
    const folder = openBackupFolder(null)
    const made = await folder.write(dir, { at: AT, campus: 'lab' }, backup())
    expect(made.name).toBe('lab-20260302T023000Z.backup')
    await folder.write(dir, { at: AT, campus: 'lab-2' }, backup())
    writeFileSync(join(dir, 'notes.txt'), '')
    expect(await folder.list(dir, 'lab')).toEqual([made])
    await folder.remove(dir, made.name)
    expect(readdirSync(dir).sort()).toEqual(['lab-2-20260302T023000Z.backup', 'notes.txt'])
  })

  it('has nothing of a backup that breaks off', async () => {
    const dir = tempFolder()
    const broken = (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('x')
      throw new Error('broke off')
    })()
    await expect(openBackupFolder(null).write(dir, { at: AT, campus: 'lab' }, broken)).rejects.toThrow('broke off')
    expect(readdirSync(dir)).toEqual([])
  })
})
