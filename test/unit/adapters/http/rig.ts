/** The server over a fake API, without a socket unless asked. */

import { createReportFiles } from '../../../../src/adapters/documents/report-files.ts'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { ReportingApi } from '../../../../src/figures/api.ts'
import type { RoleName } from '../../../../src/domain/index.ts'
import { tokenActions } from '../../../../src/app/administration/tokens.ts'
import { type Access, createAccess } from '../../../../src/access/access.ts'
import { createServer } from '../../../../src/adapters/http/server.ts'
import { createHttp, type Http, type HttpParts } from '../../../../src/adapters/http/http.ts'
import { guardUseCases } from '../../../../src/app/guard.ts'
import { accountsOf } from '../../../support/fakes/reporting.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'
import { openPeriods } from '../../../support/fakes/closing.ts'
import { createHandClock, type HandClock } from '../../../support/fakes/clock.ts'
import { createEventLog, createMetricLog, type EventLog, noLoginLog } from '../../../support/fakes/events.ts'
import { createFakeApi, type FakeAnswers, type FakeApi } from '../../../support/fakes/fake-api.ts'
import { createMemoryRecords } from '../../../support/fakes/memory-records.ts'

export const LOCAL = 'local_0123456789abcdef'

export const CAMPUS = campusOf([
  { id: 'park/block-a/1/lobby/power', quantity: 'power', use: 'lighting' },
  { id: 'park/block-a/main/energy', quantity: 'energy', role: 'main-meter' },
  { id: 'shops/mall/main/energy', quantity: 'energy' },
])

export interface Rig {
  readonly http: Http
  readonly parts: HttpParts
  readonly access: Access
  readonly api: FakeApi
  readonly clock: HandClock
  readonly events: EventLog
  /** With the local admin token unless `token` says otherwise; null sends none. */
  readonly ask: (method: InjectOptions['method'], url: string, more?: Ask) => Promise<LightMyRequestResponse>
  /** Paths, as OpenAPI writes them, of the routes that answer for one site alone. */
  readonly siteAware: () => Promise<ReadonlySet<string>>
  /** A bearer token of a role. */
  readonly tokenOf: (role: RoleName, site?: string | null) => Promise<string>
}

export interface Ask {
  readonly token?: string | null
  readonly body?: object | string
  readonly headers?: Record<string, string>
}

export interface RigOptions extends Partial<HttpParts> {
  readonly answers?: FakeAnswers
  /** Instead of figures over an empty store. */
  readonly reporting?: ReportingApi
}

export async function rig({ answers = {}, reporting: replaced, ...options }: RigOptions = {}): Promise<Rig> {
  const clock = createHandClock()
  const events = createEventLog()
  const access = options.access ?? (await createAccess({ records: createMemoryRecords(), clock, localToken: LOCAL }))
  const tokens = tokenActions(access, () => CAMPUS)
  const api = createFakeApi(CAMPUS, options.clock ?? clock, { ...answers, administration: { ...tokens, ...answers.administration } })
  const { monitoring, operations, control, administration, devices, status } = api
  const reporting = replaced ?? (await accountsOf(CAMPUS, options.clock ?? clock))
  const parts: HttpParts = {
    useCases: guardUseCases({ monitoring, reporting, closing: openPeriods(reporting), control, operations, administration, devices }),
    status,
    loginLog: noLoginLog,
    access,
    webDir: null,
    files: createReportFiles(''),
    events,
    metrics: createMetricLog(),
    clock,
    host: '127.0.0.1',
    port: 0,
    anonymousViewer: false,
    ...options,
  }
  const http = createHttp(parts)
  return {
    http,
    parts,
    access,
    api,
    clock,
    events,
    ask(method, url, { token = LOCAL, body, headers = {} } = {}) {
      const bearer: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
      return http.inject({
        method: method ?? 'GET',
        url,
        headers: { ...bearer, ...headers },
        ...(body === undefined ? {} : { payload: body }),
      })
    },
    async siteAware() {
      const paths = new Set<string>()
      const app = createServer(parts, new AbortController().signal)
      app.addHook('onRoute', ({ url, config }) => {
        if (config?.siteAware === true) paths.add(url.replace(/:(\w+)/g, '{$1}'))
      })
      await app.ready()
      return paths
    },
    async tokenOf(role, site = null) {
      return (await access.create({ role, site, expires: null, by: 'test' })).token
    },
  }
}
