/** What every record log does. */

import { describe, expect, it } from 'vitest'
import { instant } from '../../../src/domain/index.ts'
import { PortError, type Records } from '../../../src/ports/index.ts'

export interface OpenedRecords {
  readonly records: Records
  /** Closes and opens the same log again; absent when nothing outlives a close. */
  reopen?(): Promise<OpenedRecords>
}

const AT = instant(Date.UTC(2026, 2, 1))

export function describeRecords(name: string, open: () => Promise<OpenedRecords>): void {
  describe(`records in ${name}`, () => {
    it('are empty at first in any stream', async () => {
      const { records } = await open()
      expect(await records.read('facts')).toEqual([])
      await records.close()
    })

    it('are read by stream after a sequence, oldest first, as recorded', async () => {
      const { records } = await open()
      const body = { text: 'é 办公楼 \n "quoted"', list: [1, 0.1, -1e308], nested: { yes: true, none: null } }
      const first = await records.append('facts', 'a', AT, body)
      const other = await records.append('audit', 'a', AT, 'text')
      const second = await records.append('facts', 'a', instant(AT + 1), [])
      expect([first, other, second].every((seq, i, all) => i === 0 || seq > (all[i - 1] ?? 0))).toBe(true)
      expect(await records.read('facts')).toEqual([
        { seq: first, stream: 'facts', id: 'a', at: AT, body },
        { seq: second, stream: 'facts', id: 'a', at: AT + 1, body: [] },
      ])
      expect((await records.read('facts', first)).map((r) => r.seq)).toEqual([second])
      expect(await records.read('facts', second)).toEqual([])
      expect((await records.read('audit')).map((r) => r.body)).toEqual(['text'])
      expect(await records.read('fact')).toEqual([])
      await records.close()
    })

    it('keep the recorded value when the object changes afterwards', async () => {
      const { records } = await open()
      const body = { value: 1, nothing: undefined }
      await records.append('facts', 'a', AT, body)
      body.value = 2
      expect((await records.read('facts'))[0]?.body).toStrictEqual({ value: 1 })
      await records.close()
    })

    it('keep the order of concurrent appends', async () => {
      const { records } = await open()
      const seqs = await Promise.all(Array.from({ length: 50 }, (_, i) => records.append('s', `${i}`, AT, { i })))
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
      expect(new Set(seqs).size).toBe(50)
      expect((await records.read('s')).map((r) => r.id)).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`))
      await records.close()
    })

    it('accept a large body', async () => {
      const { records } = await open()
      const body = { text: 'x'.repeat(300_000) }
      await records.append('s', 'large', AT, body)
      await records.append('s', 'small', AT, 1)
      expect((await records.read('s')).map((r) => r.body)).toEqual([body, 1])
      await records.close()
    })

    it('are the same after the log was closed and opened again, and continue', async () => {
      const opened = await open()
      const { records } = opened
      const seq = await records.append('s', 'a', AT, { kept: true })
      const before = await records.read('s')
      await records.close()
      if (opened.reopen === undefined) return
      const again = await opened.reopen()
      expect(await again.records.read('s')).toEqual(before)
      expect(await again.records.append('s', 'b', AT, 2)).toBeGreaterThan(seq)
      await again.records.close()
      await expect(again.records.append('s', 'c', AT, 3)).rejects.toMatchObject({ code: 'closed' })
    })

    it('refuse a body that JSON cannot express, and continue', async () => {
      const { records } = await open()
      await expect(records.append('s', 'a', AT, { big: 1n })).rejects.toBeInstanceOf(PortError)
      await records.append('s', 'b', AT, 1)
      expect((await records.read('s')).map((r) => r.id)).toEqual(['b'])
      await records.close()
    })
  })
}
