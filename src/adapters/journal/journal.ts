/** The writing side of the journal: one synchronous write per message, in segments. */

import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { RawMessage } from '../../domain/index.ts'
import { type Journal, type JournalState, PortError } from '../../ports/index.ts'
import { BODY_HEAD, encodeFrame, encodeHeader, FRAME_HEAD, HEADER_BYTES, MAX_BODY, segmentName } from './format.ts'
import { listSegments, type Segment, scanSegment } from './segments.ts'

export interface JournalOptions {
  readonly dir: string
  readonly segmentBytes: number
  readonly maxBytes: number
  /** Free bytes of the disk below which nothing more is accepted. */
  readonly minFreeDisk: number
  /** always: on disk before the answer; interval: within `intervalMs`; os: when the system likes. All survive the death of the process. */
  readonly durability: 'always' | 'interval' | 'os'
  readonly intervalMs: number
}

/** Free disk is asked for again after this many bytes, and when the journal was full. */
const DISK_CHECK_BYTES = 4 * 1024 * 1024
const SCRATCH_BYTES = 256 * 1024

interface Active {
  fd: number
  segment: Segment
}

export async function createJournal(options: JournalOptions): Promise<Journal> {
  mkdirSync(options.dir, { recursive: true })
  const found = recover(options.dir)
  return journalOn(options, found)
}

interface Recovered {
  readonly segments: Segment[]
  readonly lastSeq: number
  readonly torn: number
  readonly corrupt: number
}

/** Cuts a torn tail off the newest segment and finds the last sequence; a segment with a torn header is dropped. */
function recover(dir: string): Recovered {
  const segments = listSegments(dir)
  let torn = 0
  for (;;) {
    const newest = segments.at(-1)
    if (!newest) return { segments, lastSeq: 0, torn, corrupt: 0 }
    const scan = scanSegment(newest.path)
    if (scan.headerTorn) {
      rmSync(newest.path)
      segments.pop()
      torn += 1
      continue
    }
    if (scan.end < newest.bytes) {
      const fd = openSync(newest.path, 'r+')
      ftruncateSync(fd, scan.end)
      closeSync(fd)
      newest.bytes = scan.end
      torn += 1
    }
    return { segments, lastSeq: scan.lastSeq ?? newest.firstSeq - 1, torn, corrupt: scan.corrupt }
  }
}

function journalOn(options: JournalOptions, found: Recovered): Journal {
  const { segments } = found
  let scratch = Buffer.allocUnsafe(SCRATCH_BYTES)
  let lastSeq = found.lastSeq
  let active: Active | null = null
  let bytes = segments.reduce((sum, s) => sum + s.bytes, 0)
  let sinceDiskCheck = Infinity
  let full = false
  let dirty = false
  let syncing = false
  let announced = false
  let listener: ((state: JournalState) => void) | null = null

  const state = (): JournalState => {
    const newest = segments.at(-1)
    const firstSeq = segments[0]?.firstSeq ?? lastSeq + 1
    return {
      lastSeq,
      firstSeq,
      bytes,
      capBytes: options.maxBytes,
      full,
      torn: found.torn,
      corrupt: found.corrupt,
      segment: newest?.firstSeq ?? 0,
      end: newest?.bytes ?? 0,
    }
  }

  function open(segment: Segment): Active {
    active = { fd: openSync(segment.path, 'a'), segment }
    return active
  }

  function startSegment(firstSeq: number): Active {
    if (active) {
      if (options.durability !== 'os') fdatasyncSync(active.fd)
      closeSync(active.fd)
    }
    const segment: Segment = { path: join(options.dir, segmentName(firstSeq)), firstSeq, bytes: HEADER_BYTES }
    const opened = open(segment)
    writeSync(opened.fd, encodeHeader(firstSeq))
    segments.push(segment)
    bytes += HEADER_BYTES
    return opened
  }

  function target(frame: number): Active {
    const newest = segments.at(-1)
    const current = active ?? (newest ? open(newest) : startSegment(lastSeq + 1))
    const over = current.segment.bytes + frame > options.segmentBytes && current.segment.bytes > HEADER_BYTES
    return over ? startSegment(lastSeq + 1) : current
  }

  function refuseWhenFull(frame: number): void {
    const wasFull = full
    full = bytes + frame > options.maxBytes
    if (!full && (sinceDiskCheck > DISK_CHECK_BYTES || wasFull)) {
      const disk = statfsSync(options.dir)
      full = disk.bavail * disk.bsize < options.minFreeDisk
      sinceDiskCheck = 0
    }
    if (full)
      throw new PortError(
        'full',
        `the journal holds ${bytes} of ${options.maxBytes} bytes, or the disk is nearly full: messages are not acknowledged until there is room`,
      )
  }

  function write(current: Active, length: number): void {
    try {
      const written = writeSync(current.fd, scratch, 0, length)
      if (written < length) throw new Error(`only ${written} of ${length} bytes were written`)
    } catch (error) {
      ftruncateSync(current.fd, current.segment.bytes)
      full = true
      sinceDiskCheck = Infinity
      throw new PortError('full', `the journal cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })
    }
  }

  function announce(): void {
    announced = false
    listener?.(state())
  }

  const timer = options.durability === 'interval' ? setInterval(sync, options.intervalMs) : null
  timer?.unref()

  function sync(): void {
    if (!dirty || syncing || active === null) return
    dirty = false
    syncing = true
    fdatasync(active.fd, () => {
      syncing = false
    })
  }

  return {
    append(message: RawMessage): number {
      const frame = FRAME_HEAD + BODY_HEAD + Buffer.byteLength(message.topic) + message.payload.length
      if (frame > MAX_BODY) throw new PortError('refused', `a message of ${message.payload.length} bytes is too large for the journal`)
      refuseWhenFull(frame)
      if (frame > scratch.length) scratch = Buffer.allocUnsafe(frame)
      const current = target(frame)
      const length = encodeFrame(scratch, lastSeq + 1, message) ?? 0
      write(current, length)
      lastSeq += 1
      current.segment.bytes += length
      bytes += length
      sinceDiskCheck += length
      if (options.durability === 'always') fdatasyncSync(current.fd)
      else dirty = true
      if (listener && !announced) {
        announced = true
        setImmediate(announce)
      }
      return lastSeq
    },
    state,
    onAppend(to) {
      listener = to
    },
    skipTo(seq) {
      if (seq <= lastSeq) return
      lastSeq = seq
      startSegment(seq + 1)
    },
    trim(seq) {
      for (let next = segments[1]; next && next.firstSeq - 1 <= seq; next = segments[1]) {
        const gone = segments.shift() as Segment
        rmSync(gone.path, { force: true })
        bytes -= gone.bytes
      }
    },
    async close() {
      if (timer) clearInterval(timer)
      if (active === null) return
      fdatasyncSync(active.fd)
      closeSync(active.fd)
      active = null
    },
  }
}
