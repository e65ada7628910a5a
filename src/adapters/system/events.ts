/** Writes events as log lines to stderr: JSON for machines, short lines for people. stdout stays free for data. */

import pino from 'pino'
import { visibleText } from '../../kernel/index.ts'
import type { Events, Level, ServiceEvent } from '../../ports/index.ts'
import { createSampling } from './event-sampling.ts'

export interface EventsOptions {
  readonly level: Level
  /** Short lines for people instead of JSON. */
  readonly pretty: boolean
  /** Where lines go; default: stderr of the process. */
  readonly stream?: { write(line: string): unknown }
}

/** Fields of events that are never logged. */
const SECRETS = ['fields.password', 'fields.token', 'fields.secret', 'fields.authorization', 'fields.cookie']
const SUMMARY_EVERY_MS = 1000

/** Writes each event once; repetitions within ten seconds are counted, and written as one line at the end of that time. */
export function createEvents(options: EventsOptions): Events {
  const stream = options.stream ?? process.stderr
  const log = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS, censor: '[secret]' },
    },
    options.pretty ? { write: (line: string) => stream.write(prettyLine(line)) } : stream,
  )
  const sampling = createSampling()
  const write = ({ level, detail, ...rest }: ServiceEvent): void => log[level](rest, detail)
  const writeSummaries = (): void => sampling.due(performance.now()).forEach(write)
  setInterval(writeSummaries, SUMMARY_EVERY_MS).unref()
  process.once('exit', () => sampling.due(Infinity).forEach(write))
  return {
    emit(event) {
      writeSummaries()
      const sampled = sampling.sample(event, performance.now())
      if (sampled !== null) write(sampled)
    },
  }
}

/** `12:00:05 warn  dead-letter: no point ...` in local time, without the colour codes that a pipe would keep. */
function prettyLine(json: string): string {
  const line = JSON.parse(json) as { time: string; level: string; code: string; reason?: string; msg: string }
  const time = new Date(line.time).toTimeString().slice(0, 8)
  const level = line.level === 'info' ? '     ' : line.level.padEnd(5)
  return `${time} ${level} ${line.code}${line.reason === undefined ? '' : ` (${line.reason})`}: ${visibleText(line.msg)}\n`
}
