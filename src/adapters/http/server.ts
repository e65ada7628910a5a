/** The Fastify application: plugins, guards, routes, refusals. Nothing listens here. */

import { constants } from 'node:zlib'
import fastifyCompress from '@fastify/compress'
import fastifyCookie from '@fastify/cookie'
import fastifyHelmet from '@fastify/helmet'
import fastifySwagger from '@fastify/swagger'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { duplicateKey, errorStack } from '../../kernel/index.ts'
import type { Clock, Events, IdentityProvider, Metrics } from '../../ports/index.ts'
import type { Access } from '../../access/access.ts'
import type { LoginLog } from '../../app/audit/logins.ts'
import type { ServiceStatus, UseCases } from '../../app/use-cases.ts'
import { demandPermissions, guardRequests, identify } from './guard.ts'
import { createAttempts, createSlots, limitConnections } from './limits.ts'
import { createLongWork } from './long-work.ts'
import type { HttpApp, ReportFileWriter, Route, RouteParts } from './route-parts.ts'
import { Problem, problemOf, PROBLEMS } from './problems.ts'
import { accountRoutes, secondFactorRoutes } from './routes/administration/account.ts'
import { auditRoutes } from './routes/administration/audit.ts'
import { backupRoutes } from './routes/administration/backup.ts'
import { forgetRoutes } from './routes/administration/forget.ts'
import { controlRoutes } from './routes/control/control.ts'
import { campusRoutes } from './routes/monitoring/campus.ts'
import { correctionRoutes } from './routes/reporting/corrections.ts'
import { deadLetterRoutes } from './routes/data/dead-letters.ts'
import { operationsRoutes } from './routes/operations/operations.ts'
import { deviceRoutes } from './routes/devices/devices.ts'
import { deviceSheetRoutes } from './routes/devices/sheets.ts'
import { discoveryRoutes } from './routes/data/discoveries.ts'
import { docsRoutes } from './routes/administration/docs.ts'
import { factorRoutes } from './routes/reporting/factors.ts'
import { entryRoutes } from './routes/reporting/entries.ts'
import { healthRoutes } from './routes/administration/health.ts'
import { importRoutes } from './routes/data/import.ts'
import { importFileRoutes } from './routes/data/import-file.ts'
import { importListRoutes } from './routes/data/imports.ts'
import { archiveRoutes, replayRoutes } from './routes/data/archive.ts'
import { jobRoutes } from './routes/operations/jobs.ts'
import { liveRoutes } from './routes/monitoring/live.ts'
import { nowRoutes } from './routes/monitoring/now.ts'
import { expectedRoutes } from './routes/monitoring/expected.ts'
import { pointRoutes } from './routes/monitoring/points.ts'
import { reportFileRoutes } from './routes/reporting/report-files.ts'
import { alarmRoutes } from './routes/operations/alarms.ts'
import { findingRoutes } from './routes/operations/findings.ts'
import { usageRoutes } from './routes/monitoring/usage.ts'
import { reportRoutes } from './routes/reporting/reports.ts'
import { baselineRoutes } from './routes/reporting/baselines.ts'
import { savingsRoutes } from './routes/reporting/savings.ts'
import { reviewRoutes } from './routes/reporting/reviews.ts'
import { outlookRoutes } from './routes/reporting/outlook.ts'
import { scope2Routes } from './routes/reporting/scope2.ts'
import { statementRoutes } from './routes/reporting/statements.ts'
import { sessionRoutes } from './routes/administration/session.ts'
import { oidcRoutes, signInWayRoutes } from './routes/administration/oidc.ts'
import { openSessionRoutes } from './routes/administration/open-sessions.ts'
import { passwordRoutes } from './routes/administration/password.ts'
import { tokenRoutes } from './routes/administration/tokens.ts'
import { userRoutes } from './routes/administration/users.ts'
import { serveWeb } from './web.ts'

export interface ServerParts {
  readonly useCases: UseCases
  readonly status: ServiceStatus
  readonly access: Access
  /** Logins and refused ones, for the audit. */
  readonly loginLog: LoginLog
  /** The built web application, or null when there is none. */
  readonly webDir: string | null
  readonly files: ReportFileWriter
  /** Null: nobody signs in at an OpenID provider. */
  readonly identityProvider?: IdentityProvider | null
  readonly events: Events
  readonly metrics: Metrics
  readonly clock: Clock
  /** On loopback in the demo: a request without a token is that of a viewer. */
  readonly anonymousViewer: boolean
  /** Addresses and networks of reverse proxies: what they say about client and protocol is believed. */
  readonly trustedProxies?: readonly string[]
}

const BODY_BYTES = 64 * 1024
const REQUEST_TIMEOUT_MS = 30_000
const HEADERS_TIMEOUT_MS = 10_000
const CHECK_CONNECTIONS_MS = 2000
const KEEP_ALIVE_MS = 15_000
const CONNECTIONS = { most: 2000, perAddress: 500 }
/** A point id of 200 characters, each percent-encoded. */
const PARAM_LENGTH = 600
/** Shorter answers gain nothing. */
const COMPRESS_FROM_BYTES = 1400
/** Of 11: an answer is made once, and its reader waits. */
const BROTLI_QUALITY = 4
const HSTS = 'max-age=31536000'
const HEAVY = { running: 2, waiting: 8 }
const LOGINS = { failures: 10, perMs: 60_000 }

export const ROUTES: readonly Route[] = [
  healthRoutes,
  campusRoutes,
  pointRoutes,
  expectedRoutes,
  usageRoutes,
  nowRoutes,
  entryRoutes,
  factorRoutes,
  reportRoutes,
  reportFileRoutes,
  savingsRoutes,
  baselineRoutes,
  scope2Routes,
  outlookRoutes,
  statementRoutes,
  reviewRoutes,
  correctionRoutes,
  operationsRoutes,
  alarmRoutes,
  findingRoutes,
  controlRoutes,
  liveRoutes,
  deadLetterRoutes,
  discoveryRoutes,
  deviceRoutes,
  deviceSheetRoutes,
  importRoutes,
  importListRoutes,
  importFileRoutes,
  jobRoutes,
  archiveRoutes,
  replayRoutes,
  backupRoutes,
  forgetRoutes,
  auditRoutes,
  tokenRoutes,
  userRoutes,
  accountRoutes,
  secondFactorRoutes,
  openSessionRoutes,
  passwordRoutes,
  signInWayRoutes,
  oidcRoutes,
  sessionRoutes,
  docsRoutes,
]

/** Throws, naming the route, when one of them declares no permission. */
export function createServer(parts: ServerParts, stopping: AbortSignal, routes: readonly Route[] = ROUTES): HttpApp {
  const app: HttpApp = Fastify({
    logger: false,
    trustProxy: parts.trustedProxies === undefined || parts.trustedProxies.length === 0 ? false : [...parts.trustedProxies],
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // A client that sends its headers slowly must not keep a connection for long.
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CHECK_CONNECTIONS_MS },
    genReqId: () => crypto.randomUUID(),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: PARAM_LENGTH },
    // Fastify's own defaults would silently strip unknown properties and turn "5" into 5.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
    frameworkErrors: (error, request, reply) =>
      void send(reply, identify(request, parts) === null ? new Problem('unauthenticated') : problemOf(error)),
  })
  limitConnections(app.server, { ...CONNECTIONS, proxies: parts.trustedProxies ?? [] })
  app.removeContentTypeParser('text/plain')
  refuseDuplicateKeys(app)
  // Plain JSON on purpose: a serializer made from a schema turns null into 0 and drops unknown keys.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  demandPermissions(app)
  registerPlugins(app, parts)
  demandTls(app)
  guardRequests(app, parts)
  mapErrors(app, parts)
  parseQueryNumbers(app)
  const limits = { heavy: createSlots(HEAVY), longWork: createLongWork(parts.clock), logins: createAttempts(LOGINS, parts.clock) }
  const routeParts: RouteParts = { identityProvider: null, ...parts, ...parts.useCases, ...limits, stopping }
  // Within a plugin, so that swagger's own route hook is there before them.
  void app.register(async (inner) => {
    for (const route of routes) route(inner, routeParts)
    serveWeb(inner, parts.webDir)
  })
  return app
}

/** Which of two `role` counts is not left to the parser. */
function refuseDuplicateKeys(app: HttpApp): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    const key = duplicateKey(body)
    if (key !== null) done(new Problem('invalid-request', `the key "${key}" stands twice in one object`))
    else void parse(request, body, done)
  })
}

function registerPlugins(app: HttpApp, { status }: ServerParts): void {
  const self = ["'self'"]
  const none = ["'none'"]
  void app.register(fastifyCookie)
  // Files of the page are compressed when they are built; live streams are not compressed at all.
  void app.register(fastifyCompress, {
    threshold: COMPRESS_FROM_BYTES,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
  })
  void app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        scriptSrc: self,
        styleSrc: self,
        imgSrc: ["'self'", 'data:'],
        connectSrc: self,
        frameAncestors: none,
        baseUri: none,
        formAction: self,
      },
    },
    // Browsers ignore it over plain HTTP; below it stands on answers that came over TLS.
    hsts: false,
  })
  void app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'campus-energy',
        version: status.health().version,
        description: 'Campus energy and water: readings, totals with coverage, and what was refused.',
      },
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'campus_session' } },
      },
      security: [{ bearer: [] }, { session: [] }],
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: {
        ...schema,
        ...(route.config?.permission
          ? { 'x-permission': route.config.permission, 'x-sites': route.config.siteAware === true ? 'own' : 'all' }
          : {}),
      },
    }),
  })
}

/** Where a proxy that the campus file trusts speaks TLS, browsers come by TLS alone for a year (RFC 6797). */
function demandTls(app: HttpApp): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.protocol === 'https') void reply.header('strict-transport-security', HSTS)
  })
}

function mapErrors(app: HttpApp, { events, metrics }: ServerParts): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error)
    if (problem.code === 'internal') {
      const at = `${request.method} ${request.routeOptions.url ?? ''}`
      events.emit({
        code: 'request-failed',
        level: 'error',
        detail: `${at}: ${errorStack(error)}`,
      })
    }
    return send(reply, problem)
  })
  app.setNotFoundHandler((request, reply) =>
    send(reply, new Problem('not-found', `nothing at ${request.method} ${request.url.split('?')[0] ?? ''}`)),
  )
  app.addHook('onResponse', async (request: FastifyRequest, reply) => {
    metrics.count('http_requests', {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: `${Math.floor(reply.statusCode / 100)}xx`,
    })
  })
}

function send(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status } = PROBLEMS[problem.code]
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="campus-energy"')
  if (problem.retryAfter !== undefined) void reply.header('retry-after', String(problem.retryAfter))
  return reply.code(status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem.body()))
}

/** A query is text: where its schema wants a number the text becomes one before validation, and nowhere else. */
function parseQueryNumbers(app: HttpApp): void {
  app.addHook('preValidation', async (request) => {
    const schema = request.routeOptions.schema?.querystring as { properties?: Readonly<Record<string, { type?: string }>> } | undefined
    const query = request.query as Record<string, unknown>
    for (const [name, { type }] of Object.entries(schema?.properties ?? {})) {
      const value = query[name]
      if ((type === 'integer' || type === 'number') && typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value))
        query[name] = Number(value)
    }
  })
}
