/** Broker and store as this machine reaches them. */

import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { examineClickhouse } from '../../adapters/clickhouse/examine.ts'
import { examineDuckdb } from '../../adapters/duckdb/examine.ts'
import { examineInflux } from '../../adapters/influx/examine.ts'
import { examineBroker } from '../../adapters/mqtt/examine.ts'
import { findPortHolder } from '../../adapters/broker/port-holder.ts'
import type { DoctorFinding } from '../../cli/operations/doctor/doctor-finding.ts'
import { judgeBroker, judgeEmbedded } from '../../cli/operations/doctor/judge-broker.ts'
import type { StoreFacts } from '../../cli/operations/doctor/judge-store.ts'
import { hostsOf } from '../../kernel/index.ts'
import type { Config } from '../../config/types.ts'
import type { Clock } from '../../ports/index.ts'
import { storeFolder } from '../store-thread/client.ts'

/** The session of the service is left alone: the broker ends it for a second client of that id. */
const ownName = (clientId: string): string => `${clientId}-doctor`

/** `running`: address of the embedded broker of the running service; null: none runs, or it has none. */
export async function examineBrokerOf({ broker }: Config, running: string | null, clock: Clock): Promise<readonly DoctorFinding[]> {
  if (broker.url !== 'embedded') {
    const { url, username, password, clientId } = broker
    const examined = hostsOf(url).map(async (host) =>
      judgeBroker({ url: host, ...(await examineBroker({ url: host, username, password, clientId: ownName(clientId), clock })) }),
    )
    return (await Promise.all(examined)).flat()
  }
  const address = running ?? `mqtt://${broker.host}:${broker.port}`
  const taken = running === null && (await isListening(broker.host, broker.port))
  const holder = taken ? (findPortHolder(broker.port) ?? 'another program') : null
  return judgeEmbedded({ address, runs: running !== null, portHolder: holder === null ? null : `${holder} listens here` })
}

const ANY = new Set(['0.0.0.0', '::', '*'])
const CONNECT_MS = 2000

function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: ANY.has(host) ? '127.0.0.1' : host, port, timeout: CONNECT_MS })
    const end = (listens: boolean): void => {
      socket.destroy()
      resolve(listens)
    }
    socket.on('connect', () => end(true))
    socket.on('error', () => end(false))
    socket.on('timeout', () => end(false))
  })
}

export interface ExaminedStore {
  readonly facts: StoreFacts
  /** Its clock, epoch ms, at the moment of the answer; null: it tells none. */
  readonly date: number | null
}

const SLOT = `doctor-${process.pid}`

export async function examineStoreOf(config: Config): Promise<ExaminedStore> {
  const { store } = config
  const folder = storeFolder(config)
  if (/^clickhouses?:/.test(store.url)) {
    const { date, ...facts } = await examineClickhouse({ ...store, campus: config.campus.id, slot: SLOT })
    return { facts: { where: store.url, kind: 'ClickHouse', policies: [], ...facts }, date }
  }
  if (folder === null) {
    const { date, ...facts } = await examineInflux({ ...store, slot: SLOT })
    return { facts: { where: store.url, kind: 'InfluxDB', ...facts }, date }
  }
  const facts = { where: store.url, kind: 'DuckDB', policies: [] } as const
  if (!existsSync(folder)) return { facts: { ...facts, missing: ['store.duckdb'], version: null, failure: null }, date: null }
  return { facts: { ...facts, missing: [], ...(await examineDuckdb(folder, SLOT)) }, date: null }
}
