/**
 * The line between the devices of a play and their broker, cut between two instants of it: first silent, so that what is sent comes
 * nowhere, then broken, at last whole again. The play waits for each step, so that the same messages are lost every time.
 */

import { startChaosProxy } from './chaos-proxy.ts'
import { eventually } from '../process/service.ts'

export interface Cut {
  /** Epoch ms of the play. */
  readonly from: number
  readonly to: number
}

export interface CutLine {
  /** mqtt://host:port, instead of the broker's. */
  readonly url: string
  /** For the play. */
  readonly onProgress: (progress: { readonly simulated: number }) => Promise<void>
  readonly onConnection: (stands: boolean) => void
  close(): Promise<void>
}

/** `arrived`: resolves when everything that was sent up to an instant has come. */
export async function startCutLine(port: number, { from, to }: Cut, arrived: (at: number) => Promise<void>): Promise<CutLine> {
  const proxy = await startChaosProxy(port)
  let stands = true
  const steps = [
    {
      at: from,
      async act(now: number) {
        await arrived(now)
        proxy.become({ blackHole: true })
      },
    },
    {
      at: (from + to) / 2,
      async act() {
        proxy.reset()
        await eventually('the devices to lose their connection', () => !stands)
      },
    },
    {
      at: to,
      async act() {
        proxy.become({ blackHole: false })
        await eventually('the devices to be connected again', () => stands)
      },
    },
  ]
  return {
    url: `mqtt://127.0.0.1:${proxy.port}`,
    async onProgress({ simulated }) {
      while (steps[0] !== undefined && simulated >= steps[0].at) await steps.shift()?.act(simulated)
    },
    onConnection: (now) => {
      stands = now
    },
    close: () => proxy.close(),
  }
}
