/** Files of people, read in a thread of their own: one at a time, with a heap that a bomb cannot grow beyond. */

import { Worker } from 'node:worker_threads'
import type { FileReader } from '../../app/administration/imports/import-types.ts'
import type { ImportRequest } from '../../imports/index.ts'
import { createSerialQueue } from '../../kernel/index.ts'
import { PortError } from '../../ports/index.ts'
import { type PackedResult, unpackResult } from './packed-result.ts'

const HEAP_MB = 512

export function createFileReader(): FileReader & { readonly close: () => Promise<void> } {
  const queue = createSerialQueue()
  let running: Worker | null = null

  function read(request: Omit<ImportRequest, 'profileText' | 'limits'>): Promise<PackedResult> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./thread.js', import.meta.url), {
        workerData: request,
        resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      })
      running = worker
      worker.once('message', resolve)
      worker.once('error', (error) => reject(new PortError('refused', `the file cannot be read: ${error.message}`, { cause: error })))
      worker.once('exit', () => reject(new PortError('refused', 'the file was not read to its end')))
    })
  }

  return {
    read: (request) => queue.run(async () => unpackResult(await read(request))),
    async close() {
      await running?.terminate()
    },
  }
}
