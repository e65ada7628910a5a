/** Errors between threads: a port error keeps its code and whether to retry. */

import { type PortCode, PortError } from '../../ports/index.ts'

export interface PlainError {
  readonly message: string
  readonly stack: string | undefined
  readonly code: PortCode | null
  readonly retry: boolean
}

export function plainError(error: unknown): PlainError {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined }
  const port = error instanceof PortError
  return { message, stack, code: port ? error.code : null, retry: port && error.retry }
}

export function errorOf(plain: PlainError): Error {
  const error = plain.code === null ? new Error(plain.message) : new PortError(plain.code, plain.message, { retry: plain.retry })
  if (plain.stack !== undefined) error.stack = plain.stack
  return error
}
