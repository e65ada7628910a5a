import { describe, expect, it } from 'vitest'
import { savingsCommand } from '../../../../../src/cli/reporting/savings.ts'
import { type CommandContext, UsageError } from '../../../../../src/cli/support/command.ts'
import type { BaselinesView } from '../../../../../src/figures/api.ts'

const FROZEN = { hash: 'a1b2c3d4e5f60718', full_output: 1000, frozen_at: '2026-01-02T03:04:05+08:00' }
const VIEW: BaselinesView = {
  measure: 'lighting',
  baselines: [
    {
      load: 'park/a/lighting/energy',
      from: '2025-04-01T00:00:00+08:00',
      to: '2025-05-01T00:00:00+08:00',
      frozen: FROZEN,
      moved: true,
      superseded: [
        { ...FROZEN, hash: '0011223344556677', superseded_at: '2026-02-01T00:00:00+08:00', by: 'ann', reason: 'a CT was wrong' },
      ],
    },
  ],
}

async function run(...args: string[]): Promise<{ out: string; asked: unknown[] }> {
  const asked: unknown[] = []
  let out = ''
  const client = {
    request: async (method: string, path: string, body?: unknown) => {
      asked.push([method, path, body])
      return { status: 200, body: VIEW }
    },
    close: async () => undefined,
  }
  const context: CommandContext = {
    args,
    stdin: (async function* () {})(),
    stdout: (text) => void (out += text),
    stderr: () => undefined,
    files: { read: () => '', write: () => undefined, glob: () => [] },
    env: {},
    terminal: false,
    connect: async () => client,
    connectRunning: async () => client,
  }
  await savingsCommand.run(context)
  return { out, asked }
}

describe('campus savings baselines', () => {
  it('shows what is frozen, that its data moved, and what it superseded with who and why', async () => {
    const { out, asked } = await run('baselines', 'lighting')
    expect(asked).toEqual([['GET', '/api/v1/savings/lighting/baselines', undefined]])
    for (const text of [
      'park/a/lighting/energy',
      '2025-04-01',
      'a1b2c3d4e5f6',
      'moved',
      '001122334455 on 2026-02-01 by ann: a CT was wrong',
    ])
      expect(out).toContain(text)
  })
})

describe('campus savings fit with a measure', () => {
  it('supersedes its frozen baselines, or that of one load, with a reason', async () => {
    const { asked } = await run('fit', 'lighting', '--reason', 'a CT was wrong', '--load', 'park/a/lighting/energy')
    const body = { reason: 'a CT was wrong', load: 'park/a/lighting/energy' }
    expect(asked).toEqual([['POST', '/api/v1/savings/lighting/baselines', body]])
    expect(JSON.parse((await run('fit', 'lighting', '--reason', 'x', '--json')).out)).toEqual(VIEW)
  })

  it('wants a reason and one measure', async () => {
    await expect(run('fit', 'lighting')).rejects.toThrow(UsageError)
    await expect(run('fit', 'lighting', 'sockets', '--reason', 'x')).rejects.toThrow('one measure at a time')
  })
})
