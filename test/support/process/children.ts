/** Child processes that do not outlive us: whatever ends this process, they are ended by pid before. */

import type { ChildProcess } from 'node:child_process'

const living = new Set<ChildProcess>()

process.on('exit', () => {
  // Also those that are stopped in their tracks (SIGSTOP).
  for (const child of living) child.kill('SIGKILL')
})

export function endsWithUs<T extends ChildProcess>(child: T): T {
  living.add(child)
  child.once('exit', () => living.delete(child))
  return child
}
