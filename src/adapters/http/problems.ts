/** Refusals of the API as RFC 9457 problems. `code` is stable and listed in docs/errors.md; a test keeps the two equal. */

import { AccessRefused, type AccessRefusalCode } from '../../access/authorize.ts'
import { PERIOD_FORMS, PERIOD_PATTERN } from '../../domain/index.ts'
import { PortError, type PortCode } from '../../ports/index.ts'

export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'a parameter or the body is not as described' },
  unauthenticated: { status: 401, title: 'a token or a session is needed' },
  'factor-needed': { status: 401, title: 'a code of the second factor is needed too' },
  'wrong-credential': { status: 403, title: 'the password or the code is not valid' },
  'login-failed': { status: 401, title: 'the token or the code is not valid' },
  forbidden: { status: 403, title: 'the role does not permit this' },
  'out-of-scope': { status: 403, title: 'the token is for one site, the answer would show others' },
  'cross-site': { status: 403, title: 'a browser sent this from another site' },
  'not-found': { status: 404, title: 'there is nothing at this address' },
  'unknown-point': { status: 404, title: 'no such point' },
  'unknown-dead-letter': { status: 404, title: 'no such dead letter' },
  'unknown-alarm': { status: 404, title: 'no such alarm' },
  'unknown-rule': { status: 404, title: 'no such rule' },
  'unknown-finding': { status: 404, title: 'no such finding' },
  'unknown-token': { status: 404, title: 'no such token' },
  'unknown-user': { status: 404, title: 'no such user' },
  'unknown-session': { status: 404, title: 'no such session' },
  'unknown-actuator': { status: 404, title: 'no such actuator' },
  'unknown-override': { status: 404, title: 'no such override' },
  'unknown-import': { status: 404, title: 'no such import' },
  'unknown-proposal': { status: 404, title: 'no such proposal' },
  refused: { status: 409, title: 'the request cannot be carried out as it is' },
  'too-large': { status: 413, title: 'the body is too large' },
  'too-many-values': { status: 413, title: 'the answer would be too large' },
  'unsupported-media-type': { status: 415, title: 'the body must be application/json' },
  'too-many-requests': { status: 429, title: 'too many requests at once' },
  'too-many-streams': { status: 429, title: 'too many live streams' },
  internal: { status: 500, title: 'a fault of the service' },
  unavailable: { status: 503, title: 'a part of the service is away' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof PROBLEMS

export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  readonly detail?: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}

/** Ends a request when thrown within it: the error handler answers with it. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly errors: ProblemBody['errors']
  /** Seconds, for Retry-After. */
  readonly retryAfter: number | undefined

  constructor(code: ProblemCode, detail?: string, more: { errors?: ProblemBody['errors']; retryAfter?: number } = {}) {
    super(detail ?? PROBLEMS[code].title)
    this.name = 'Problem'
    this.code = code
    this.errors = more.errors
    this.retryAfter = more.retryAfter
  }

  body(): ProblemBody {
    const { status, title } = PROBLEMS[this.code]
    const detail = this.message === title ? {} : { detail: this.message }
    return { type: 'about:blank', title, status, code: this.code, ...detail, ...(this.errors ? { errors: this.errors } : {}) }
  }
}

const OF_PORT: Readonly<Record<PortCode, ProblemCode>> = {
  unavailable: 'unavailable',
  full: 'unavailable',
  closed: 'unavailable',
  refused: 'refused',
  locked: 'refused',
  corrupt: 'internal',
  unauthorized: 'unavailable',
}

/** Refusals of the wrapper of the use cases. */
const OF_ACCESS: Readonly<Record<AccessRefusalCode, ProblemCode>> = {
  forbidden: 'forbidden',
  'out-of-scope': 'out-of-scope',
  'reason-missing': 'invalid-request',
}

interface FrameworkError {
  readonly code?: string
  readonly statusCode?: number
  readonly message: string
  readonly validation?: readonly {
    readonly instancePath: string
    readonly message?: string
    readonly params?: Readonly<Record<string, unknown>>
  }[]
  readonly validationContext?: string
}

/** By name, not by class: errors cross the store thread as plain objects. */
function isPortError(error: unknown): error is PortError {
  return error instanceof Error && error.name === 'PortError'
}

/** Any error as the problem that a client may see. A fault of the service shows no details. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof AccessRefused) return new Problem(OF_ACCESS[error.code], error.message)
  if (isPortError(error)) return new Problem(OF_PORT[error.code] ?? 'internal', error.message, error.retry ? { retryAfter: 5 } : {})
  const refusal = error as FrameworkError
  if (refusal.validation)
    return new Problem('invalid-request', undefined, {
      errors: refusal.validation.map((v) => fault(refusal.validationContext ?? 'request', v)),
    })
  if (refusal.statusCode === 413) return new Problem('too-large', refusal.message)
  if (refusal.statusCode === 415) return new Problem('unsupported-media-type', refusal.message)
  if (refusal.statusCode !== undefined && refusal.statusCode >= 400 && refusal.statusCode < 500)
    return new Problem('invalid-request', refusal.message)
  return new Problem('internal')
}

type Fault = NonNullable<FrameworkError['validation']>[number]

function fault(context: string, { instancePath, message, params }: Fault): { path: string; message: string } {
  const extra = typeof params?.['additionalProperty'] === 'string' ? `: "${params['additionalProperty']}"` : ''
  const allowed = Array.isArray(params?.['allowedValues']) ? `: ${params['allowedValues'].join(', ')}` : ''
  if (params?.['pattern'] === PERIOD_PATTERN) return { path: `${context}${instancePath}`, message: `is no period; write ${PERIOD_FORMS}` }
  return { path: `${context}${instancePath}`, message: `${message ?? 'is not valid'}${extra}${allowed}` }
}
