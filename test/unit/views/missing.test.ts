import { describe, expect, it } from 'vitest'
import type { MessageGap } from '../../../src/domain/index.ts'
import { type FromSpec, point } from '../../support/fakes/memory-writer.ts'
import { at, viewsOf, type World } from './rig.ts'

const NOW = '2026-03-02T12:00:00+08:00'
const ID = 'park/a/1/lobby/energy'

/** Missing between two times of today on the clock. */
const gap = (messages: number, from: string, to: string, device = 'd1'): MessageGap => ({
  source: 's',
  device,
  messages,
  span: { from: at(`2026-03-02T${from}:00+08:00`), to: at(`2026-03-02T${to}:00+08:00`) },
  at: at(NOW),
})

const world = (missing: readonly MessageGap[], rows: readonly Omit<FromSpec, 'field'>[] = [{ source: 's', device: 'd1' }]): World => ({
  points: [
    {
      id: ID,
      quantity: 'energy',
      from: point(
        ID,
        rows.map((row) => ({ ...row, field: 'energy' })),
      ).from,
    },
  ],
  now: NOW,
  missing,
})

describe('messages of a device that did not arrive', () => {
  it('are a finding of its points: how many, of which device, between when and when', async () => {
    const { views } = viewsOf(world([gap(2, '08:00', '08:10'), gap(5, '09:00', '09:30'), gap(9, '09:00', '09:30', 'other')]))
    const finding = {
      code: 'messages-missing',
      severity: 'warning',
      sentence: '7 messages of device "d1" did not arrive between 2026-03-02T08:00:00+08:00 and 2026-03-02T09:30:00+08:00',
      evidence: { messages: 7, device: 'd1', first: '2026-03-02T08:00:00+08:00', last: '2026-03-02T09:30:00+08:00' },
    }
    expect((await views.point(ID))?.findings).toEqual([finding])
    expect((await views.points())[0]?.findings).toEqual([finding])
  })

  it('are told of a series that has part of that time, and of no other', async () => {
    const { views } = viewsOf(world([gap(2, '08:00', '08:10')]))
    const findings = async (from: string, to: string): Promise<unknown> => {
      const span = { from: at(`2026-03-02T${from}:00+08:00`), to: at(`2026-03-02T${to}:00+08:00`) }
      const view = await views.series({ point: ID, step: '15m', ...span })
      return 'findings' in view ? view.findings.map((f) => f.code) : view
    }
    expect(await findings('08:05', '09:00')).toEqual(['messages-missing'])
    expect(await findings('08:10', '09:00')).toEqual([])
  })

  it('concern a point only while the device served it', async () => {
    const rows = [
      { source: 's', device: 'd1', to: at('2026-03-02T08:05:00+08:00') },
      { source: 's', device: 'd2', from: at('2026-03-02T08:05:00+08:00') },
    ]
    const early = viewsOf(world([gap(2, '08:00', '08:10'), gap(3, '08:30', '08:40')], rows))
    expect((await early.views.point(ID))?.findings[0]?.evidence).toMatchObject({ messages: 2 })
    const both = viewsOf(world([gap(2, '08:00', '08:10'), gap(3, '08:30', '08:40', 'd2')], rows))
    expect((await both.views.point(ID))?.findings).toMatchObject([{ evidence: { messages: 5, device: 'd1, d2' } }])
  })

  it('are no finding any more a day later', async () => {
    const { views, clock } = viewsOf(world([gap(2, '08:00', '08:10')]))
    await clock.advance(30 * 3_600_000)
    expect((await views.point(ID))?.findings).toEqual([])
  })
})
