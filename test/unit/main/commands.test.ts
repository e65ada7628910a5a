import { describe, expect, it } from 'vitest'
import { read } from '../../architecture/imports.ts'
import { COMMANDS } from '../../../src/main/commands.ts'

describe('the table of commands', () => {
  it.each(COMMANDS.map((entry) => [entry.name, entry] as const))(
    'lists %s with the summary of the command that it loads',
    async (_name, entry) => {
      const command = await entry.load()
      expect({ name: entry.name, summary: entry.summary }).toEqual({ name: command.name, summary: command.summary })
      expect(command.usage).toContain(`campus ${entry.name}`)
    },
  )

  it('is the table of commands in the README, with the same sentences', () => {
    const table = /\| command \| does \|\n.*\n((?:\|.*\n)+)/.exec(read('README.md'))?.[1] ?? ''
    expect(table.trim().split('\n').sort()).toEqual(COMMANDS.map((c) => `| \`${c.name}\` | ${c.summary} |`).sort())
  })

  it('names each command once', () => {
    expect(new Set(COMMANDS.map((c) => c.name)).size).toBe(COMMANDS.length)
  })
})
