/** The state of the decoder as a file: written beside the old one, then put in its place. */

import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { DecoderStateFile, SavedDecoderState } from '../../ingest/decoder-states.ts'
import { errorText } from '../../kernel/index.ts'
import type { Events } from '../../ports/index.ts'

function parse(text: string): SavedDecoderState | null {
  const saved = JSON.parse(text) as Partial<SavedDecoderState> | null
  return typeof saved?.seq === 'number' && saved.state !== undefined ? { seq: saved.seq, state: saved.state } : null
}

export function decoderStateFile(file: string, events: Events): DecoderStateFile {
  return {
    read() {
      try {
        return parse(readFileSync(file, 'utf8'))
      } catch {
        // Absent at the first start; damaged: devices describe themselves again.
        return null
      }
    },
    write(saved) {
      try {
        writeFileSync(`${file}.new`, JSON.stringify(saved), { mode: 0o600 })
        renameSync(`${file}.new`, file)
      } catch (error) {
        const detail = `the state of the decoder could not be written to "${file}": ${errorText(error)}; births of devices are lost at the next start`
        events.emit({ code: 'decoder-state-lost', level: 'warn', detail })
      }
    },
  }
}
