/** The server over a fake API, without a socket unless asked. */

import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { RoleName } from '../../../../src/domain/index.ts'
import { type Access, createAccess } from '../../../../src/access/access.ts'
import { createHttp, type Http, type HttpParts } from '../../../../src/adapters/http/http.ts'
import type { CampusApi } from '../../../../src/views/types.ts'
import { accountsOf } from '../../../support/fakes/reporting.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'
import { createHandClock, type HandClock } from '../../../support/fakes/clock.ts'
import { createEventLog, createMetricLog, type EventLog } from '../../../support/fakes/events.ts'
import { createFakeApi, type FakeApi } from '../../../support/fakes/fake-api.ts'
import { createMemoryRecords } from '../../../support/fakes/memory-records.ts'

export const LOCAL = 'local_0123456789abcdef'

export const CAMPUS = campusOf([
  { id: 'park/block-a/1/lobby/power', quantity: 'power', use: 'lighting' },
  { id: 'park/block-a/main/energy', quantity: 'energy', role: 'main-meter' },
  { id: 'shops/mall/main/energy', quantity: 'energy' },
])

export interface Rig {
  readonly http: Http
  readonly access: Access
  readonly api: FakeApi
  readonly clock: HandClock
  readonly events: EventLog
  /** With the local admin token unless `token` says otherwise; null sends none. */
  readonly ask: (method: InjectOptions['method'], url: string, more?: Ask) => Promise<LightMyRequestResponse>
  /** A bearer token of a role. */
  readonly tokenOf: (role: RoleName, site?: string | null) => Promise<string>
}

export interface Ask {
  readonly token?: string | null
  readonly body?: object | string
  readonly headers?: Record<string, string>
}

export interface RigOptions extends Partial<Omit<HttpParts, 'api'>> {
  readonly api?: Partial<CampusApi>
}

export async function rig({ api: overrides = {}, ...options }: RigOptions = {}): Promise<Rig> {
  const clock = createHandClock()
  const events = createEventLog()
  const access = await createAccess({ records: createMemoryRecords(), clock, localToken: LOCAL })
  const api = createFakeApi(CAMPUS, options.clock ?? clock, overrides)
  const http = createHttp({
    api,
    accounts: await accountsOf(CAMPUS, options.clock ?? clock),
    access,
    webDir: null,
    events,
    metrics: createMetricLog(),
    clock,
    host: '127.0.0.1',
    port: 0,
    anonymousViewer: false,
    ...options,
  })
  return {
    http,
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
    async tokenOf(role, site = null) {
      return (await access.create({ role, site, expires: null, by: 'test' })).token
    },
  }
}
