// A child whose files may not grow past a limit: the disk that is full, without a disk. Run by the tests with the built program.
// argv: what (journal | records | dead-letters), the folder. Prints one JSON line.

import { pathToFileURL } from 'node:url'
import { join, resolve } from 'node:path'

const [what, dir] = process.argv.slice(2)
const module = (path) => import(pathToFileURL(resolve(import.meta.dirname, '../../../dist/src', path)).href)
const message = (text) => ({ topic: 't', payload: Buffer.from(text), receivedAt: 0, retain: false, dup: false, qos: 1 })

/** Calls until it fails; how often it went through, the failure, and whether small things go through afterwards. */
async function untilFull(large, small) {
  let accepted = 0
  for (;;) {
    try {
      await large(accepted)
      accepted += 1
    } catch (error) {
      return {
        accepted,
        name: error.name,
        code: error.code,
        small: await small().then(
          () => true,
          () => false,
        ),
      }
    }
    if (accepted > 100_000) throw new Error('nothing is full')
  }
}

const work = {
  async journal() {
    const { createJournal } = await module('adapters/journal/journal.js')
    const options = { segmentBytes: 1e9, maxBytes: 1e9, minFreeDisk: 0, durability: 'os', intervalMs: 200 }
    const journal = await createJournal({ dir, ...options })
    return untilFull(
      async (i) => journal.append(message(`${i} ${'x'.repeat(1000)}`)),
      async () => journal.append(message('')),
    )
  },
  async records() {
    const { openRecords } = await module('adapters/records/records.js')
    const log = await openRecords({ file: join(dir, 'records.ndjson') })
    return untilFull(
      (i) => log.append('s', `${i}`, 0, 'x'.repeat(1000)),
      () => log.append('s', 'small', 0, 1),
    )
  },
  async 'dead-letters'() {
    const { openDeadLetters } = await module('adapters/records/dead-letters.js')
    const letters = await openDeadLetters({ dir, maxBytes: 1e9 })
    const letter = (id, text) => ({ id, at: 0, reason: 'invalid-json', detail: '', message: message(text) })
    return untilFull(
      (i) => letters.keep([letter(`${i}-0`, 'x'.repeat(1000))]),
      () => letters.keep([letter('small', '')]),
    )
  },
}

process.stdout.write(JSON.stringify(await work[what]()))
