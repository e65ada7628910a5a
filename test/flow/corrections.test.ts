/** Stored values mended: previewed, made, undone; figures move by exactly what was wrong, and a closed month by a restatement only. */

import { describe, expect, it } from 'vitest'
import { type Campus, type CorrectionDraft, DAY, HOUR, span } from '../../src/domain/index.ts'
import type { ReasonedContext } from '../../src/figures/api.ts'
import { createHandClock } from '../support/fakes/clock.ts'
import { type ClosingRig, closingRig } from '../support/fakes/closing-rig.ts'
import { readReport } from '../support/fakes/reporting.ts'
import { campusOf } from '../support/fixtures/campus.ts'

const ZONE = 'Asia/Shanghai'
const METER = 'park/block-a/main/energy'
const midnight = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

const measured = campusOf([{ id: METER, quantity: 'energy', role: 'main-meter', gapLimit: 3 * HOUR }], ZONE)

/** At most 100 kW. */
const park: Campus = {
  ...measured,
  points: measured.points.map((p) => ({ ...p, rules: { ...p.rules, maxRate: 100 } })),
  sites: [{ id: 'park', kind: 'office', name: { en: 'Park' }, grid: 'CN-NORTH' }],
}

/** 10 kWh an hour over March, read each hour. */
async function rigOfMarch(): Promise<ClosingRig> {
  const rig = await closingRig({ campus: park, clock: createHandClock('2026-04-02T00:00:00+08:00'), buckets: [] })
  const hours = 31 * 24
  await rig.read(
    Array.from({ length: hours + 2 }, (_, h) => ({ point: METER, time: midnight('2026-03-01') + h * HOUR, value: 1000 + 10 * h })),
  )
  return rig
}

/** The CT ratio was set to half for three weeks. */
const THREE_WEEKS: CorrectionDraft = {
  point: METER,
  span: span(midnight('2026-03-03'), midnight('2026-03-24')),
  effect: { kind: 'scale', factor: 2 },
}
const MARCH = 7.44
const CORRECTED = MARCH + 21 * 0.24

const by = ({ as }: ClosingRig, key = 'token:preparer', reason = 'CT 100/5 was entered as 50/5'): ReasonedContext => ({
  ...as(key),
  reason,
})

async function marchOf({ reporting }: ClosingRig): Promise<number | null> {
  const report = await readReport(reporting, '2026-03')
  return 'unknown' in report ? null : (report.figures.find((f) => f.id === 'energy.indirect')?.value ?? null)
}

describe('a correction', () => {
  it('is previewed without a trace, moves the month by exactly its factor, and leaves no trace when it is undone', async () => {
    const rig = await rigOfMarch()
    const preview = await rig.closing.previewCorrection(rig.as('token:viewer'), THREE_WEEKS)
    const moves = 'moves' in preview ? preview.moves : []
    expect(moves.find((m) => m.figure === 'energy.indirect')).toMatchObject({ period: '2026-03', old: MARCH, new: CORRECTED })
    expect(await marchOf(rig)).toBe(MARCH)
    expect(await rig.closing.corrections(rig.as('token:viewer'))).toEqual([])

    const made = await rig.closing.correct(by(rig), THREE_WEEKS)
    expect(made).toMatchObject({ correction: { id: 'correction-1', effect: 'scale 2', author: 'token:preparer', withdrawn: null }, moves })
    expect(await marchOf(rig)).toBe(CORRECTED)

    const undone = await rig.closing.undoCorrection(by(rig, 'token:preparer', 'it was the other meter'), 'correction-1')
    expect(undone).toMatchObject({ correction: { withdrawn: { reason: 'it was the other meter' } } })
    expect(await marchOf(rig)).toBe(MARCH)
    expect(await rig.closing.undoCorrection(by(rig), 'correction-1')).toMatchObject({ refused: 'refused' })
  })

  it('of a closed month becomes a pending restatement, and whoever made it does not accept it', async () => {
    const rig = await rigOfMarch()
    await rig.closing.close(rig.as('token:approver'), { period: '2026-03', force: false })
    await rig.closing.correct(by(rig), THREE_WEEKS)
    const inForce = await rig.closing.report(rig.as('token:viewer'), { period: '2026-03', boundary: null, revision: null })
    expect('document' in inForce && inForce.document.figures.find((f) => f.id === 'energy.indirect')?.value).toBe(MARCH)
    const changes = await rig.closing.pending(rig.as('token:viewer'), '2026-03')
    const pending = 'pending' in changes ? changes.pending : []
    expect(pending.find((p) => p.figure === 'energy.indirect')).toMatchObject({ old: MARCH, new: CORRECTED, points: [METER] })
    const id = pending[0]?.id ?? ''
    expect(await rig.closing.accept(rig.as('token:preparer', 'the CT ratio'), id)).toMatchObject({ refused: 'refused' })
    expect(await rig.closing.accept(rig.as('token:approver', 'the CT ratio'), id)).toMatchObject({
      revision: 2,
      preparedBy: ['token:preparer'],
    })
  })

  it('is refused with the numbers where a quarter hour would hold more than the meter can count', async () => {
    const rig = await rigOfMarch()
    const answer = await rig.closing.correct(by(rig), { ...THREE_WEEKS, effect: { kind: 'scale', factor: 11 } })
    expect(answer).toMatchObject({
      refused: 'refused',
      detail: `the quarter hour at 2026-03-03T00:00:00+08:00 would have 27.5 kWh; "${METER}" uses between 0 and 25 kWh in one`,
    })
    expect(await marchOf(rig)).toBe(MARCH)
  })

  it('that estimates fills what was excluded, and the figure names the meter that was corrected', async () => {
    const rig = await rigOfMarch()
    const day = span(midnight('2026-03-20'), midnight('2026-03-21'))
    await rig.closing.correct(by(rig), { point: METER, span: day, effect: { kind: 'exclude' } })
    expect(await marchOf(rig)).toBeCloseTo(MARCH - 0.24, 9)
    const estimate = { kind: 'estimate', method: 'flat', sister: null } as const
    await rig.closing.correct(by(rig), { point: METER, span: day, effect: estimate })
    expect(await marchOf(rig)).toBeCloseTo(MARCH, 6)
    const report = await readReport(rig.reporting, '2026-03')
    const figure = 'figures' in report ? report.figures.find((f) => f.id === 'energy.indirect') : undefined
    expect(figure?.findings.map((f) => f.code)).toContain('meter-finding')
  })

  it('outside the readings of the meter is refused with the times', async () => {
    const rig = await rigOfMarch()
    const early = span(midnight('2026-03-01') - DAY, midnight('2026-03-02'))
    expect(await rig.closing.correct(by(rig), { ...THREE_WEEKS, span: early })).toMatchObject({
      detail: expect.stringContaining('first read at 2026-02-28T16:00:00') as string,
    })
  })
})
