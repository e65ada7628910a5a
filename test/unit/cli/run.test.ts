import { describe, expect, it } from 'vitest'
import { type Command, CommandError, type CommandContext, UsageError } from '../../../src/cli/support/command.ts'
import { nearest, runCli } from '../../../src/cli/run.ts'
import { table } from '../../../src/cli/support/table.ts'

async function* nothing(): AsyncGenerator<Uint8Array> {}

function call(args: string[], run: Command['run'] = async () => 0): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const command: Command = { name: 'points', summary: 'lists points', usage: 'campus points', run }
  const refuse = async (): Promise<never> => {
    throw new Error('no service here')
  }
  const context: CommandContext = {
    args,
    stdin: nothing(),
    stdout: (t) => (said.out += t),
    stderr: (t) => (said.err += t),
    files: { read: () => '', write: () => undefined, glob: () => [] },
    env: {},
    terminal: false,
    connect: refuse,
    connectRunning: refuse,
  }
  return runCli([{ ...command, load: async () => command }], '1.2.3', context).then((code) => ({ code, ...said }))
}

describe('the command line', () => {
  it('lists its commands when asked for help, and is bad usage without a command', async () => {
    expect(await call(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('lists points') })
    expect((await call([])).code).toBe(2)
  })

  it('explains one command by --help without running it', async () => {
    const run = async (): Promise<number> => {
      throw new Error('ran')
    }
    expect(await call(['points', '--help'], run)).toMatchObject({ code: 0, out: 'campus points\n' })
  })

  it('hands a command only its own arguments', async () => {
    let given: string[] = []
    await call(['points', 'a', '--json'], async (ctx) => {
      given = ctx.args
      return 0
    })
    expect(given).toEqual(['a', '--json'])
  })

  it('offers the nearest command for a slip of the finger', async () => {
    expect(await call(['pints'])).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "points"') })
    expect(nearest('zzzzzz', ['points'])).toBeNull()
  })

  it('ends with 2 on bad usage, 1 on a failure, and says why on stderr', async () => {
    const usage = await call(['points'], async () => {
      throw new UsageError('--point is missing')
    })
    expect(usage).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--point is missing') })
    const failed = await call(['points'], async () => {
      throw new CommandError('no service runs')
    })
    expect(failed).toMatchObject({ code: 1, err: 'campus points: no service runs\n' })
  })

  it('lets a bug through as the bug it is', async () => {
    const bug = call(['points'], async () => {
      throw new TypeError('x is not a function')
    })
    await expect(bug).rejects.toThrow(TypeError)
  })
})

describe('a table that a command prints', () => {
  it('counts Chinese characters as two cells wide', () => {
    expect(
      table(
        [{ title: 'name' }, { title: 'kWh', right: true }],
        [
          ['照明', '1'],
          ['a', '12.5'],
        ],
      ),
    ).toBe('name   kWh\n照明     1\na     12.5\n')
  })
})
