/** Imports over readings in memory: what the store holds after any sequence of imports, live readings and undos. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createImports, type Imports } from '../../../../../src/app/administration/imports/imports.ts'
import { createProgress } from '../../../../../src/app/operations/progress.ts'
import { systemContext } from '../../../../../src/app/context.ts'
import { instant, MINUTE, type RawMessage, span } from '../../../../../src/domain/index.ts'
import { createDecodeBuffer } from '../../../../../src/ingest/decode-buffer.ts'
import type { Journal, Readings, StoreWriter } from '../../../../../src/ports/index.ts'
import { createHandClock } from '../../../../support/fakes/clock.ts'
import { createMemoryImportLog } from '../../../../support/fakes/memory-import-log.ts'
import { createMemoryRecords } from '../../../../support/fakes/memory-records.ts'
import { createMemoryReadings } from '../../../../support/fakes/memory-store.ts'
import { memoryJournal } from '../../../../support/fakes/memory-writer.ts'
import { campusOf } from '../../../../support/fixtures/campus.ts'

const POINT = 'park/main/energy'
const CAMPUS = campusOf([{ id: POINT, quantity: 'energy' }])

interface Rig {
  readonly imports: Imports
  readonly readings: Readings
  readonly at: (minutes: number) => number
  /** Rows of a device, as minutes and values. */
  readonly arrive: (rows: readonly (readonly [number, number])[]) => Promise<void>
  readonly bring: (rows: readonly (readonly [number, number])[]) => Promise<string>
  readonly undo: (id: string) => ReturnType<Imports['undo']>
  /** What the store holds, as minutes and values. */
  readonly stored: () => Promise<(readonly [number, number])[]>
}

function rig(): Rig {
  const clock = createHandClock()
  const start = clock.now() - 1000 * MINUTE
  const journal = memoryJournal()
  const readings = createMemoryReadings()
  const buffer = createDecodeBuffer(CAMPUS, { monotonic: () => 0 })
  let fed = 0
  const writer = {
    async drained() {
      for (const entry of journal.entries.slice(fed)) buffer.feed(entry)
      fed = journal.entries.length
      await readings.commit(buffer.take(fed).batch)
    },
  } as unknown as StoreWriter
  const state = () => ({ lastSeq: journal.entries.length })
  const parts = {
    journal: { append: (m: RawMessage) => journal.append(m), state } as unknown as Journal,
    clock,
    readings,
    writer,
    importLog: createMemoryImportLog(),
    records: createMemoryRecords(),
  }
  const progress = createProgress(clock, () => undefined)
  const imports = createImports({ parts, state: { campus: CAMPUS }, progress, renewLatest: async () => undefined })
  const context = () => systemContext('test', clock.now())
  const at = (minutes: number): number => start + minutes * MINUTE
  const timed = (rows: readonly (readonly [number, number])[]) => rows.map(([m, v]) => [at(m), v] as const)
  return {
    imports,
    readings,
    at,
    async arrive(rows) {
      await writer.drained(0)
      const seq = journal.append({
        topic: '$none',
        payload: new Uint8Array(),
        receivedAt: clock.now(),
        retain: false,
        dup: false,
        qos: 1,
      })
      fed = journal.entries.length
      await readings.commit({
        rows: {
          names: [POINT],
          length: rows.length,
          point: new Uint32Array(rows.length),
          time: Float64Array.from(timed(rows), ([t]) => t),
          value: Float64Array.from(rows, ([, v]) => v),
          quality: new Uint8Array(rows.length).fill(4),
        },
        seq: new Float64Array(rows.length).fill(seq),
        offset: seq,
      })
    },
    async bring(rows) {
      const opened = await imports.open(context(), { file: 'a.csv', points: [POINT] })
      const id = 'id' in opened ? opened.id : ''
      await imports.add(context(), { import: id, point: POINT, rows: timed(rows) })
      await imports.finish(id)
      await writer.drained(0)
      return id
    },
    undo: (id) => imports.undo(context(), id),
    async stored() {
      const found = await readings.scan({ span: span(-8.64e15, 8.64e15) })
      return Array.from({ length: found.length }, (_, i) => [((found.time[i] ?? 0) - start) / MINUTE, found.value[i] ?? 0] as const)
    },
  }
}

describe('an import that is undone', () => {
  it('brings back what it replaced with its quality, removes the rest, and is listed with its totals', async () => {
    const { arrive, bring, undo, stored, imports, readings } = rig()
    await arrive([
      [0, 10],
      [1, 11],
    ])
    const id = await bring([
      [1, 21],
      [2, 22],
    ])
    expect(await stored()).toEqual([
      [0, 10],
      [1, 21],
      [2, 22],
    ])
    expect(await imports.list()).toMatchObject([{ id: 'import-1', file: 'a.csv', by: 'system', state: 'stored', readings: 2, replaced: 1 }])
    expect(await undo(id)).toMatchObject({ restored: 1, removed: 1, kept: [] })
    expect(await stored()).toEqual([
      [0, 10],
      [1, 11],
    ])
    expect([...(await readings.scan({ span: span(-8.64e15, 8.64e15) })).quality]).toEqual([4, 4])
    expect(await imports.list()).toMatchObject([{ state: 'undone', undone: { by: 'system', restored: 1, removed: 1 } }])
    expect(await undo(id)).toMatchObject({ refused: 'refused', detail: '"import-1" was undone already' })
    expect(await undo('import-9')).toMatchObject({ refused: 'unknown-import' })
  })

  it('leaves readings that came later, names the later import, and that one brings back what was there before both', async () => {
    const { arrive, bring, undo, stored } = rig()
    await arrive([
      [0, 10],
      [1, 11],
    ])
    const first = await bring([
      [0, 20],
      [1, 21],
      [2, 22],
    ])
    const second = await bring([[1, 31]])
    await arrive([[2, 42]])
    expect(await undo(first)).toMatchObject({
      restored: 1,
      removed: 0,
      kept: [
        { point: POINT, readings: 1, import: second },
        { point: POINT, readings: 1, import: null },
      ],
    })
    expect(await stored()).toEqual([
      [0, 10],
      [1, 31],
      [2, 42],
    ])
    await undo(second)
    expect(await stored()).toEqual([
      [0, 10],
      [1, 11],
      [2, 42],
    ])
  })

  it('leaves what a stack of layers without it would show, in whatever order imports, readings and undos come', async () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 3 }))
    const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 5, selector: ([minute]) => minute })
    const step = fc.oneof(
      rows.map((of) => ({ kind: 'arrive', of }) as const),
      rows.map((of) => ({ kind: 'bring', of }) as const),
      fc.nat(9).map((which) => ({ kind: 'undo', which }) as const),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const one = rig()
        // The oracle keeps every value ever written at a minute, in order, and shows the newest that was not taken back.
        const layers = new Map<number, { value: number; by: string }[]>()
        const open: string[] = []
        let written = 0
        for (const move of steps) {
          if (move.kind === 'undo') {
            const [id] = open.splice(move.which % Math.max(1, open.length), 1)
            if (id === undefined) continue
            await one.undo(id)
            for (const [minute, stack] of layers)
              layers.set(
                minute,
                stack.filter((l) => l.by !== id),
              )
            continue
          }
          // Values of devices occur once; imports may bring what is there already.
          const distinct = move.of.map(([minute, value]) => [minute, move.kind === 'bring' ? value : ++written + 0.5] as const)
          const by = move.kind === 'bring' ? await one.bring(distinct) : 'device'
          if (move.kind === 'arrive') await one.arrive(distinct)
          else open.push(by)
          for (const [minute, value] of distinct) layers.set(minute, [...(layers.get(minute) ?? []), { value, by }])
        }
        const shown = [...layers].flatMap(([minute, stack]) => (stack.length === 0 ? [] : [[minute, stack.at(-1)?.value ?? 0] as const]))
        expect(await one.stored()).toEqual(shown.sort(([a], [b]) => a - b))
      }),
      { numRuns: 300 },
    )
  })
})

describe('rows of an import', () => {
  it('are refused together, each fault with its place, where one is too old, in the future or no number', async () => {
    const { imports, at, stored } = rig()
    const context = systemContext('test', instant(at(1000)))
    const rows = [
      [at(0), 1],
      [Date.UTC(1999, 0, 1), 2],
      [at(2000), 3],
    ] as const
    expect(await imports.add(context, { point: POINT, rows })).toEqual({
      refused: 'invalid-request',
      detail: '2 of 3 rows cannot be stored',
      faults: [
        { path: 'rows/1', message: expect.stringContaining('lies before 2000-01-01') },
        { path: 'rows/2', message: expect.stringContaining('lies in the future') },
      ],
    })
    expect(await imports.add(context, { point: 'park/none', rows: [[at(0), 1]] })).toMatchObject({ refused: 'refused' })
    expect([await stored(), await imports.list()]).toEqual([[], []])
  })

  it('that name no import belong to the last one of their program, and those of a closed import are refused', async () => {
    const { imports, at } = rig()
    const context = systemContext('test', instant(at(1000)))
    const add = (minute: number) => imports.add(context, { point: POINT, rows: [[at(minute), minute]] })
    expect([await add(1), await add(2)]).toMatchObject([{ import: 'import-1' }, { import: 'import-1' }])
    expect(await imports.finish('import-1')).toMatchObject({ state: 'stored', readings: 2, from: at(1), to: at(2) })
    expect(await add(3)).toMatchObject({ import: 'import-2' })
    expect(await imports.add(context, { point: POINT, rows: [[at(4), 4]], import: 'import-1' })).toMatchObject({
      refused: 'refused',
      detail: '"import-1" is stored: open another import',
    })
  })
})
