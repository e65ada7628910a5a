/** The campus file of a command with its includes, and the register's file of it. */

import { faultText } from '../../../config/fault-text.ts'
import type { LoadInput } from '../../../config/load.ts'
import { locateRegister, type RegisterFile } from '../../../devices/index.ts'
import { errorText } from '../../../kernel/index.ts'
import { type CommandContext, CommandError } from '../../support/command.ts'
import { conventionsOf } from '../../support/conventions.ts'

function inputOf(ctx: CommandContext, config: string | null): LoadInput {
  const file = ctx.campusFile?.(config) ?? config ?? 'campus.yaml'
  return {
    file,
    text: readText(ctx, file),
    readInclude: (pattern, from) => ctx.files.glob(pattern, from).map((f) => ({ file: f, text: ctx.files.read(f) })),
    env: ctx.env,
    conventions: conventionsOf(ctx),
    readSecret: (path) => optionalText(ctx, path),
  }
}

function readText(ctx: CommandContext, file: string): string {
  try {
    return ctx.files.read(file)
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
}

function optionalText(ctx: CommandContext, file: string): string | null {
  try {
    return ctx.files.read(file)
  } catch {
    return null
  }
}

/** Throws CommandError with all faults when the campus file has some. */
export function loadRegister(ctx: CommandContext, config: string | null): RegisterFile {
  const register = locateRegister(inputOf(ctx, config), (file) => optionalText(ctx, file))
  if ('faults' in register)
    throw new CommandError(`the campus file has faults; correct them first:\n${register.faults.map(faultText).join('\n')}`, 2)
  return register
}
