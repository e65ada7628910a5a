/** Reads one file that people gave and ends: a year of minutes takes seconds, in which the main thread could acknowledge no message. */

import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { importFile, type ImportRequest, profileUrl } from '../../imports/index.ts'
import { buffersOf, packResult } from './packed-result.ts'

if (parentPort === null) throw new Error('the import thread is started by main')
const result = importFile({
  ...(workerData as ImportRequest),
  profileText(name) {
    const url = profileUrl(name)
    return url === null ? null : readFileSync(url, 'utf8')
  },
})
const packed = packResult(result)
parentPort.postMessage(packed, buffersOf(packed))
