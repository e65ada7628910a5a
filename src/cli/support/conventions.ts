import type { ConventionDescriptor } from '../../domain/index.ts'
import { DESCRIPTORS } from '../../wire/index.ts'
import type { CommandContext } from './command.ts'

/** What `preset:` and `--preset` may name. */
export function conventionsOf(ctx: CommandContext): readonly ConventionDescriptor[] {
  return ctx.conventions?.() ?? DESCRIPTORS
}
