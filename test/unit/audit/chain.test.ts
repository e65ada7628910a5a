import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryAfter, NO_EVENT, verifyChain } from '../../../src/audit/chain.ts'
import type { AuditEntry, AuditEvent } from '../../../src/audit/event.ts'
import type { AuditHead } from '../../../src/domain/index.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const eventOf = (n: number): AuditEvent => ({
  at: `2026-03-02T04:00:${String(n % 60).padStart(2, '0')}.000Z`,
  principal: `user p${n}`,
  action: 'control.addOverride',
  outcome: 'done',
  detail: { arguments: [{ actuator: 'lab/lamp', value: n }] },
  reason: null,
  request: `r-${n}`,
  address: '127.0.0.1',
})

function chainOf(count: number): { entries: AuditEntry[]; head: AuditHead } {
  let head = NO_EVENT
  const entries = Array.from({ length: count }, (_, i) => {
    const entry = entryAfter(head, eventOf(i), sha256)
    head = { sequence: entry.sequence, hash: entry.hash }
    // As it comes back from the disk.
    return JSON.parse(JSON.stringify(entry)) as AuditEntry
  })
  return { entries, head }
}

describe('the chain of the audit', () => {
  it('holds as it was written, with the head that is kept apart', () => {
    const { entries, head } = chainOf(5)
    expect(verifyChain(entries, head, sha256)).toEqual({ ok: true, events: 5, head, fault: null })
    expect(verifyChain([], null, sha256)).toEqual({ ok: true, events: 0, head: null, fault: null })
  })

  it('names the event of which any one character was changed', () => {
    const changed = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(), fc.nat(), fc.constantFrom('0', 'x', 'é', ' '))
    fc.assert(
      fc.property(changed, ([count, which, where, character]) => {
        const { entries, head } = chainOf(count)
        const index = which % count
        const text = JSON.stringify(entries[index]?.event)
        const at = where % text.length
        const other = `${text.slice(0, at)}${character}${text.slice(at + 1)}`
        fc.pre(other !== text)
        let event: AuditEvent
        try {
          event = JSON.parse(other) as AuditEvent
        } catch {
          return
        }
        const damaged = entries.map((entry, i) => (i === index ? { ...entry, event } : entry))
        expect(verifyChain(damaged, head, sha256).fault?.sequence).toBe(index + 1)
      }),
    )
  })

  it('names the first missing event wherever events were removed, the tail included', () => {
    const removed = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(), fc.integer({ min: 1, max: 4 }))
    fc.assert(
      fc.property(removed, ([count, which, many]) => {
        const { entries, head } = chainOf(count)
        const index = which % count
        const rest = entries.toSpliced(index, many)
        expect(verifyChain(rest, head, sha256).fault?.sequence).toBe(index + 1)
      }),
    )
  })

  it('does not hold when an event was changed together with its own hash', () => {
    const { entries, head } = chainOf(4)
    const forged = entryAfter({ sequence: 1, hash: entries[0]?.hash ?? '' }, eventOf(9), sha256)
    expect(verifyChain(entries.with(1, forged), head, sha256).fault?.sequence).toBe(2)
  })

  it('does not hold when all of it was written again: the head that is kept apart is another', () => {
    const { head } = chainOf(3)
    let last = NO_EVENT
    const forged = [7, 8, 9].map((n) => {
      const entry = entryAfter(last, eventOf(n), sha256)
      last = { sequence: entry.sequence, hash: entry.hash }
      return entry
    })
    expect(verifyChain(forged, head, sha256).fault).toEqual({
      sequence: 3,
      detail: 'event 3 is not the one whose hash is kept apart: it was replaced',
    })
  })

  it('holds with events behind the head, which was not written before the process ended', () => {
    const { entries } = chainOf(3)
    const second = entries[1]
    expect(verifyChain(entries, { sequence: 2, hash: second?.hash ?? '' }, sha256).ok).toBe(true)
  })

  it('does not hold without a head: whether the end is missing cannot be seen', () => {
    expect(verifyChain(chainOf(2).entries, null, sha256).fault?.sequence).toBe(3)
  })
})
