import { describe, expect, it } from 'vitest'
import { createFileImport, type FileImportParts } from '../../../../../src/app/administration/imports/file-import.ts'
import type { ImportedRows } from '../../../../../src/app/administration/imports/import-types.ts'
import { systemContext } from '../../../../../src/app/context.ts'
import { importFile } from '../../../../../src/imports/index.ts'
import type { JobProgress } from '../../../../../src/views/types.ts'
import { createHandClock } from '../../../../support/fakes/clock.ts'
import { campusOf } from '../../../../support/fixtures/campus.ts'

const POINT = 'park/main/energy'
const CAMPUS = campusOf([{ id: POINT, quantity: 'energy' }])
const CSV = 'time,value\n2026-03-01T00:00:00Z,1\n2026-03-01T01:00:00Z,2\n2026-03-01T02:00:00Z,x\n'

function rig(answer: () => object = () => ({ accepted: 2, seq: 7, import: 'import-1' })) {
  const clock = createHandClock()
  const added: ImportedRows[] = []
  const shown: JobProgress[] = []
  const ended = new Promise<JobProgress>((resolve) => {
    const report = (job: JobProgress): void => {
      shown.push(job)
      if (job.state !== 'running') resolve(job)
    }
    Object.assign(progress, { report })
  })
  const deps = {
    parts: {
      clock,
      writer: { drained: async () => undefined },
      fileReader: { read: async (request: object) => importFile(request as never) },
    },
    state: { campus: CAMPUS },
    imports: {
      open: async () => ({ id: 'import-1' }),
      add: async (_context: object, rows: ImportedRows) => {
        added.push(rows)
        return answer()
      },
      finish: async () => ({}),
    },
    progress,
    rollups: { rollUp: async () => ({}) },
  }
  const action = createFileImport(deps as unknown as FileImportParts)
  const send = (text: string, more: { options?: object; preview?: boolean; point?: string | null } = {}) =>
    action(systemContext('test', clock.now()), {
      name: 'a.csv',
      bytes: new TextEncoder().encode(text),
      options: {},
      point: POINT,
      preview: false,
      ...more,
    } as never)
  return { send, added, shown, ended }
}

const progress = { report: (_job: JobProgress): void => undefined, list: () => [] }

describe('a file that is imported through the API', () => {
  it('is answered once it is read, and its rows are stored behind the answer with their progress', async () => {
    const { send, added, ended } = rig()
    expect(await send(CSV)).toMatchObject({ import: 'import-1', exit: 1, accepted: 2, refused: 1 })
    expect(await ended).toMatchObject({ id: 'import-1', state: 'done', done: 2, total: 2 })
    expect(added).toMatchObject([
      {
        import: 'import-1',
        point: POINT,
        rows: [
          [Date.UTC(2026, 2, 1), 1],
          [Date.UTC(2026, 2, 1, 1), 2],
        ],
      },
    ])
  })

  it('stores nothing for a preview, nor when the file leaves something open', async () => {
    const { send, added } = rig()
    expect(await send(CSV, { preview: true })).toMatchObject({ import: null, accepted: 2, preview: [{ line: 2 }, { line: 3 }] })
    const open = await send('time,value\n01.03.2026 00:00,1\n02.03.2026 00:00,2\n')
    expect(open).toMatchObject({ import: null, exit: 2, failures: [{ kind: 'undecided' }] })
    expect(added).toEqual([])
  })

  it('is refused with the option that is wrong, without a point, and for one that is not there', async () => {
    const { send } = rig()
    expect(await send(CSV, { options: { zone: 'Moon/Base', skip: 'x' } })).toMatchObject({
      refused: 'invalid-request',
      faults: [{ path: 'zone' }, { path: 'skip' }],
    })
    expect(await send(CSV, { point: null })).toMatchObject({ refused: 'invalid-request', faults: [{ path: 'point' }] })
    expect(await send(CSV, { point: 'park/none' })).toMatchObject({ refused: 'unknown-point' })
  })

  it('shows why its rows stopped, whatever was stored before', async () => {
    const refusing = rig(() => ({ refused: 'refused', detail: 'the point is gone' }))
    await refusing.send(CSV)
    expect(await refusing.ended).toMatchObject({ state: 'failed', detail: 'the point is gone' })
    const failing = rig(() => {
      throw new Error('the journal is full')
    })
    await failing.send(CSV)
    expect(await failing.ended).toMatchObject({ state: 'failed', detail: 'the journal is full' })
  })
})
