/** Adapters picked, opened in the order of the flow, closed in reverse. */

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createEmbeddedBroker } from '../adapters/broker/embedded.ts'
import { createBeats } from '../adapters/cron/beats.ts'
import { createAccess } from '../access/access.ts'
import { createHttp, type Http } from '../adapters/http/http.ts'
import { openArchive } from '../adapters/journal/archive.ts'
import { createJournal } from '../adapters/journal/journal.ts'
import type { Segment } from '../adapters/journal/segments.ts'
import { createMqttBroker } from '../adapters/mqtt/broker.ts'
import { openRecords } from '../adapters/records/records.ts'
import { createClock } from '../adapters/system/clock.ts'
import { createEvents } from '../adapters/system/events.ts'
import { lockDataDir } from '../adapters/system/lock.ts'
import { createMetrics } from '../adapters/system/metrics.ts'
import { sha256 } from '../adapters/system/sha256.ts'
import { type App, createApp } from '../compose.ts'
import type { Config } from '../config/types.ts'
import type { Archive, Broker, Clock, Events, Journal, JournalState, Metrics, Records, ServiceEvent } from '../ports/index.ts'
import { type Shutdown, createShutdown } from './shutdown.ts'
import { HOME } from './configuration.ts'
import { messengersOf } from './messengers.ts'
import { openStore, storeFolder } from './store-thread/client.ts'
import { VERSION } from './version.ts'

export interface ServiceOptions {
  /** False: nothing listens, `inject` is the only way in. */
  readonly listen: boolean
  /** Short lines for people instead of JSON. */
  readonly pretty: boolean
}

export interface Service {
  readonly app: App
  readonly events: Events
  readonly broker: Broker | null
  /** Where the API listens, or null. */
  readonly url: string | null
  /** Admin token of this process, for commands on this machine. */
  readonly token: string
  /** One-time code of the admin link, in the demo. */
  loginCode(): string
  readonly inject: Http['inject']
  stop(): Promise<void>
}

interface Machine {
  readonly clock: Clock
  readonly events: Events
  readonly metrics: Metrics & { text(): Promise<string> }
  readonly records: Records
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

export async function openService(config: Config, options: ServiceOptions): Promise<Service> {
  const closing = createShutdown()
  try {
    return await open(config, options, closing)
  } catch (error) {
    await closing.close().catch(() => undefined)
    throw error
  }
}

async function open(config: Config, options: ServiceOptions, closing: Shutdown): Promise<Service> {
  mkdirSync(config.data.dir, { recursive: true })
  const machine = await openMachine(config, options, closing)
  const { clock, events, metrics, records } = machine
  const { journal, archive } = await openJournal(config, machine, closing)
  const heard = hearing(events)
  const storeDir = storeFolder(config)
  if (storeDir !== null && storeDir !== resolve(config.data.dir)) {
    const lock = await lockDataDir(storeDir)
    closing.add(() => lock.release())
  }
  const store = await openStore(config, { events: heard.events, metrics, clock })
  closing.add(() => store.close())
  store.onCheckpoint((seq) => journal.trim(seq))
  const broker = config.roles.includes('ingest') ? brokerOf(config, machine) : null
  const app = createApp({
    config,
    version: VERSION,
    clock,
    events,
    metrics,
    beats: createBeats({ events }),
    broker,
    journal,
    archive,
    records,
    messengers: messengersOf(config, clock),
    sha256,
    ...store,
  })
  heard.tell((event) => app.noticed(event))
  store.onDeviceEvents((batch) => app.observe(batch))
  store.onCommit((note) => {
    app.committed(note)
    if (isScarce(journal.state())) store.requestCheckpoint()
  })
  closing.add(() => app.stop())
  const token = `local_${randomBytes(32).toString('hex')}`
  const access = await createAccess({ records, clock, localToken: token })
  const http = createHttp({
    api: app.api,
    accounts: app.accounts,
    access,
    webDir: webDir(config),
    events,
    metrics,
    clock,
    ...addressOf(config),
    anonymousViewer: config.demo && LOOPBACK.has(config.http.host),
  })
  closing.add(() => http.stop())
  const url = options.listen ? (await http.start()).url : null
  await app.start()
  closing.add(() => store.ending())
  return { app, events, broker, url, token, loginCode: () => access.loginCode(), inject: http.inject, stop: () => closing.close() }
}

/** What the store's thread tells goes to the log and to one listener; what it told before there was one waits for it. */
function hearing(events: Events): { readonly events: Events; tell(listener: (event: ServiceEvent) => void): void } {
  const early: ServiceEvent[] = []
  let hear = (event: ServiceEvent): void => void early.push(event)
  return {
    events: {
      emit(event) {
        hear(event)
        events.emit(event)
      },
    },
    tell(listener) {
      hear = listener
      for (const event of early) listener(event)
    },
  }
}

/** A checkpoint lets the journal forget: there is no waiting for the next one while messages are refused, or soon will be. */
const isScarce = ({ full, bytes, capBytes }: JournalState): boolean => full || bytes > 0.75 * capBytes

/** What was accepted: the journal, and the archive that takes over what is stored. */
async function openJournal(config: Config, { clock, events }: Machine, closing: Shutdown): Promise<{ journal: Journal; archive: Archive }> {
  const journalDir = join(config.data.dir, 'journal')
  const { minFreeDisk } = config.journal
  const archive = openArchive({ dir: join(config.data.dir, 'archive'), journalDir, ...config.archive, minFreeDisk, clock, events })
  closing.add(() => archive.close())
  const keep = (segment: Segment): void => archive.add(segment)
  const journal = await createJournal({ dir: journalDir, ...config.journal, archive: keep, evictOldest: () => archive.evictOldest() })
  // A journal that was lost goes on behind what was archived of it.
  if (journal.state().lastSeq === 0) journal.skipTo(archive.state().lastSeq)
  const { torn } = journal.state()
  if (torn > 0) events.emit({ code: 'journal-torn', level: 'warn', count: torn, detail: 'a half-written message was cut off the journal' })
  closing.add(() => journal.close())
  return { journal, archive }
}

async function openMachine(config: Config, options: ServiceOptions, closing: Shutdown): Promise<Machine> {
  const lock = await lockDataDir(config.data.dir)
  closing.add(() => lock.release())
  const clock = createClock()
  const events = createEvents({ level: options.listen ? 'info' : 'warn', pretty: options.pretty })
  const metrics = createMetrics()
  closing.add(() => metrics.close())
  const records = await openRecords({ file: join(config.data.dir, 'state.log') })
  closing.add(() => records.close())
  const damaged = records.damaged()
  if (damaged > 0)
    events.emit({ code: 'records-corrupt', level: 'error', count: damaged, detail: `${damaged} damaged lines of state.log were skipped` })
  return { clock, events, metrics, records }
}

/** Our own broker, or a client of the one that the address names. */
function brokerOf(config: Config, { clock, events }: Machine): Broker {
  const { broker, limits } = config
  return broker.url === 'embedded'
    ? createEmbeddedBroker({ ...broker, limits, clock, events })
    : createMqttBroker({ ...broker, clock, events })
}

/** Without the api role health, metrics and commands on this machine are served: loopback, no page. */
function addressOf(config: Config): { host: string; port: number } {
  return config.roles.includes('api') ? config.http : { host: '127.0.0.1', port: config.http.port }
}

function webDir(config: Config): string | null {
  const dir = join(HOME, 'dist/web')
  return config.roles.includes('api') && existsSync(join(dir, 'index.html')) ? dir : null
}
