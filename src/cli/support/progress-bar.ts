/** A bar on a terminal, a line per tenth elsewhere. Progress goes to stderr. */

import { Presets, SingleBar } from 'cli-progress'
import type { CommandContext } from './command.ts'

export interface Bar {
  update(done: number): void
  stop(): void
}

export function progressBar(ctx: Pick<CommandContext, 'terminal' | 'stderr'>, title: string, total: number): Bar {
  return ctx.terminal ? drawBar(title, total) : printTenths(ctx, title, total)
}

function drawBar(title: string, total: number): Bar {
  const bar = new SingleBar(
    { format: `${title} {bar} {percentage} % | {value} of {total} | {eta_formatted} left`, stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  return { update: (done) => bar.update(done), stop: () => bar.stop() }
}

function printTenths(ctx: Pick<CommandContext, 'stderr'>, title: string, total: number): Bar {
  let tenth = 0
  return {
    update(done) {
      const now = total === 0 ? 10 : Math.floor((10 * done) / total)
      if (now > tenth) ctx.stderr(`${title}: ${done} of ${total} (${now * 10} %)\n`)
      tenth = Math.max(tenth, now)
    },
    stop: () => undefined,
  }
}
