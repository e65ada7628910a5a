import { describe, expect, it } from 'vitest'
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

  it('names each command once', () => {
    expect(new Set(COMMANDS.map((c) => c.name)).size).toBe(COMMANDS.length)
  })
})
