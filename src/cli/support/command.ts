/** What a command is, and the context it runs in. Adapters come in through the context: a command touches no machine by itself. */

import type { ConventionDescriptor } from '../../domain/index.ts'

export interface Files {
  read(path: string): string
  /** Throws when the file cannot be written. */
  write(path: string, text: string): void
  /** File names that match a pattern with `*`, relative to the folder of `from`; null: of the process. */
  glob(pattern: string, from: string | null): string[]
}

/** A running service, or the same service opened in this process: the answers are the same. */
export interface ApiClient {
  /** Where the service listens; absent when it is opened in this process. */
  readonly url?: string
  request(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }>
  /** The bytes of an answer as they come. Rejects with a CommandError when it is a refusal. Absent in tests that need none. */
  download?(path: string): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

export interface CommandContext {
  readonly args: string[]
  readonly stdin: AsyncIterable<Uint8Array>
  /** Data only. */
  stdout(text: string): void
  /** Progress, logs, complaints. */
  stderr(text: string): void
  readonly files: Files
  /** Bytes of a file as they lie on the disk; absent: those of its text. */
  readBytes?(path: string): Uint8Array
  /** Throws when the file cannot be written. */
  writeBytes?(path: string, bytes: Uint8Array): void
  /** Epoch milliseconds, for messages without a receive time. */
  now?(): number
  readonly env: Readonly<Record<string, string | undefined>>
  /** True when stderr is a terminal: progress is drawn as a bar. */
  readonly terminal: boolean
  /** What `preset:` may name; absent: the conventions with code of their own. */
  conventions?(): readonly ConventionDescriptor[]
  /** The campus file that is meant: `--config`, else ./campus.yaml if it is there, else the demo's. */
  campusFile?(file: string | null): string
  /** Talks to the service of the configuration (`--config`, else ./campus.yaml, else the demo's). */
  connect(configFile: string | null): Promise<ApiClient>
  /** Only a running service; a CommandError when there is none. */
  connectRunning(configFile: string | null): Promise<ApiClient>
}

export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** What `--help` prints. */
  readonly usage: string
  /** Resolves to the exit code: 0 done, 1 failed, 2 bad usage or configuration. */
  run(context: CommandContext): Promise<number>
}

/** A command in the list, which loads it when it is called. */
export interface CommandEntry extends Pick<Command, 'name' | 'summary'> {
  load(): Promise<Command>
}

/** Bad usage: printed with the command's usage, exit 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

/** The command could not be carried out: printed, exit 1 (or 2 for configuration). */
export class CommandError extends Error {
  readonly exit: 1 | 2

  constructor(message: string, exit: 1 | 2 = 1) {
    super(message)
    this.name = 'CommandError'
    this.exit = exit
  }
}
