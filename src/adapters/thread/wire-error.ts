/** Errors between threads: a port error keeps its code, whether to retry, and the rows it is about. */

import { type PortCode, PortError, type RefusedRow } from '../../ports/index.ts'

export interface PlainError {
  readonly message: string
  readonly stack: string | undefined
  readonly code: PortCode | null
  readonly retry: boolean
  readonly rows: readonly RefusedRow[]
}

export function plainError(error: unknown): PlainError {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined }
  const port = error instanceof PortError
  return { message, stack, code: port ? error.code : null, retry: port && error.retry, rows: port ? error.rows : [] }
}

export function errorOf({ message, stack, code, retry, rows }: PlainError): Error {
  const error = code === null ? new Error(message) : new PortError(code, message, { retry, rows })
  if (stack !== undefined) error.stack = stack
  return error
}
