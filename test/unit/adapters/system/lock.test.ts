/** One process per data folder. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isRunning, lockDataDir } from '../../../../src/adapters/system/lock.ts'
import { tempFolder } from '../../../support/process/temp-folder.ts'

interface Holder {
  readonly pid: number
  readonly ticks: string | null
  readonly since: string
}

const held = (dir: string): Holder => JSON.parse(readFileSync(join(dir, 'lock'), 'utf8')) as Holder
const write = (dir: string, holder: unknown): void =>
  writeFileSync(join(dir, 'lock'), typeof holder === 'string' ? holder : JSON.stringify(holder))

/** A pid that was a process a moment ago. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid ?? 0
}

describe('the lock of a data folder', () => {
  it('creates the folder, names its holder, and is private', async () => {
    const dir = join(tempFolder(), 'deep', 'data')
    const lock = await lockDataDir(dir)
    expect(held(dir).pid).toBe(process.pid)
    expect(Date.parse(held(dir).since)).not.toBeNaN()
    expect(statSync(join(dir, 'lock')).mode & 0o077).toBe(0)
    await lock.release()
    expect(existsSync(join(dir, 'lock'))).toBe(false)
  })

  it('is refused while its holder lives; the error names the holder and what to do', async () => {
    const dir = tempFolder()
    const lock = await lockDataDir(dir)
    await expect(lockDataDir(dir)).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringMatching(
        new RegExp(`"${dir}" is in use by process ${process.pid} since .*: stop it, or choose another folder`),
      ),
    })
    await lock.release()
    await (await lockDataDir(dir)).release()
  })

  it('of a process that has ended is taken over', async () => {
    const dir = tempFolder()
    write(dir, { pid: await deadPid(), ticks: null, since: '2026-01-01T00:00:00Z' })
    const lock = await lockDataDir(dir)
    expect(held(dir).pid).toBe(process.pid)
    await lock.release()
  })

  it.runIf(process.platform === 'linux')('of a process whose number is someone else’s now is taken over', async () => {
    const dir = tempFolder()
    write(dir, { pid: process.ppid, ticks: '1', since: '2026-01-01T00:00:00Z' })
    const lock = await lockDataDir(dir)
    expect(held(dir).pid).toBe(process.pid)
    await lock.release()
  })

  it('that cannot be read, as a crash may leave it, is taken over', async () => {
    for (const text of ['', '{"pid":', 'null', '[]', '{"pid":"x"}', '{"pid":0,"ticks":null}', '{"pid":-1,"ticks":null}']) {
      const dir = tempFolder()
      write(dir, text)
      const lock = await lockDataDir(dir)
      expect(held(dir).pid, text).toBe(process.pid)
      await lock.release()
    }
  })

  it('that was taken over by another is not released by the one before', async () => {
    const dir = tempFolder()
    const lock = await lockDataDir(dir)
    const other = { pid: process.ppid, ticks: null, since: '2026-01-01T00:00:00Z' }
    write(dir, other)
    await lock.release()
    expect(held(dir)).toEqual(other)
  })

  it('is taken once when many ask at the same time', async () => {
    const dir = tempFolder()
    write(dir, { pid: await deadPid(), ticks: null, since: '2026-01-01T00:00:00Z' })
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => lockDataDir(dir)))
    expect(asked.filter((a) => a.status === 'fulfilled')).toHaveLength(1)
    expect(readdirSync(dir)).toEqual(['lock'])
  })

  it('reports why a folder cannot be used', async () => {
    const file = join(tempFolder(), 'file')
    writeFileSync(file, '')
    await expect(lockDataDir(join(file, 'data'))).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('whether a process runs', () => {
  it('is known of this one, of one that has ended, and of one of somebody else', async () => {
    expect(isRunning(process.pid)).toBe(true)
    expect(isRunning(1)).toBe(true)
    expect(isRunning(await deadPid())).toBe(false)
  })
})
