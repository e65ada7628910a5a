/** The service in this process: adapters opened in the order of the flow, closed in reverse. */

import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createAccess, createLocalToken } from '../access/access.ts'
import { openBackupFolder } from '../adapters/backup/backup-folder.ts'
import { createBeats } from '../adapters/cron/beats.ts'
import { openEvidence } from '../adapters/evidence/evidence.ts'
import { packer } from '../adapters/evidence/packer.ts'
import { createReportFiles } from '../adapters/documents/report-files.ts'
import { createIdentityProvider } from '../adapters/oidc/oidc.ts'
import { createHttp, type Http, type HttpParts } from '../adapters/http/http.ts'
import { sha256 } from '../adapters/system/sha256.ts'
import { type App, createApp } from '../compose.ts'
import type { Config } from '../config/types.ts'
import type { Campus } from '../domain/index.ts'
import { isLoopback } from '../kernel/index.ts'
import { openCampusFiles } from './devices/campus-files.ts'
import type { Broker, Events, Journal, JournalState } from '../ports/index.ts'
import { openBackups } from './backup/backups.ts'
import { createTrimHold, type TrimHold } from './backup/trim-hold.ts'
import { createEventRelay } from './event-relay.ts'
import { createFileReader } from './import-thread/client.ts'
import { HOME, VERSION } from './home.ts'
import { createMessengers } from './notifications.ts'
import { createBroker, lockStoreFolder, markJournal, openBase, openJournal } from './open-adapters.ts'
import { createShutdown, type Shutdown } from './shutdown.ts'
import { createStore, type Store } from './store-thread/client.ts'

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

/** Closes what it had opened when a later part fails to open. */
export async function openService(config: Config, options: ServiceOptions): Promise<Service> {
  const shutdown = createShutdown()
  try {
    return await open(config, options, shutdown)
  } catch (error) {
    await shutdown.close().catch(() => undefined)
    throw error
  }
}

async function open(config: Config, { listen, pretty }: ServiceOptions, shutdown: Shutdown): Promise<Service> {
  secureFolder(config.data.dir, listen)
  const base = await openBase(config, { level: listen ? 'info' : 'warn', pretty }, shutdown)
  const { clock, events, metrics, records } = base
  const { journal, archive } = await openJournal(config, base, shutdown)
  await lockStoreFolder(config, shutdown)
  const relay = createEventRelay(events)
  const store = createStore(config, { events: relay.events, metrics, clock })
  shutdown.add(() => store.close())
  const holdJournal = trimAtCheckpoints(config, store, journal)
  const token = createLocalToken()
  const access = await createAccess({ records, clock, localToken: token })
  let campus = (): Campus => config.campus
  const broker = createBroker(config, base, () => campus())
  const fileReader = createFileReader()
  shutdown.add(() => fileReader.close())
  const app = createApp({
    config,
    version: VERSION,
    access,
    ...base,
    fileReader,
    campusFiles: openCampusFiles(config),
    beats: createBeats({ events }),
    broker,
    journal,
    archive,
    messengers: createMessengers(config, clock),
    sha256,
    evidence: openEvidence({ dir: join(config.data.dir, 'evidence'), keyDir: config.data.dir }),
    packer,
    backupFolder: openBackupFolder(config.backup.passphrase),
    backups: openBackups(config, { store: store.exported, clock, holdJournal }),
    ...store,
  })
  campus = app.campus
  relay.connect((event) => app.onStoreEvent(event))
  connectStore(store, app, journal)
  shutdown.add(() => app.stop())
  const http = createHttp({
    useCases: app.useCases,
    status: app.status,
    loginLog: app.loginLog,
    access,
    files: createReportFiles(),
    events,
    metrics,
    clock,
    identityProvider: createIdentityProvider(config.access.oidc),
    ...edgeOf(config),
  })
  shutdown.add(() => http.stop())
  // Before the store is open and the journal replayed: whoever asks learns what the service is doing.
  const url = listen ? (await http.start()).url : null
  await store.open()
  await app.start()
  shutdown.add(() => store.ending())
  return { app, events, broker, url, token, loginCode: () => access.loginCode(), inject: http.inject, stop: () => shutdown.close() }
}

function connectStore(store: Store, app: App, journal: Pick<Journal, 'state'>): void {
  store.onDeviceEvents((batch) => app.onDeviceEvents(batch))
  store.onCommit((note) => {
    app.onCommit(note)
    if (isScarce(journal.state())) store.requestCheckpoint()
  })
}

/** The journal forgets what is checkpointed. Returns how to hold that back. */
function trimAtCheckpoints({ data }: Config, store: Pick<Store, 'onCheckpoint'>, journal: Pick<Journal, 'trim'>): TrimHold['hold'] {
  const { trim, hold } = createTrimHold((seq) => {
    journal.trim(seq)
    markJournal(join(data.dir, 'journal.last'), seq)
  })
  store.onCheckpoint(trim)
  return hold
}

/**
 * Nobody else on the machine reads what the service keeps, whatever the umask of whoever starts it. A command in the process of its user leaves the
 * umask alone: it may write a file for others.
 */
function secureFolder(dir: string, service: boolean): void {
  if (service) process.umask(0o077)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  try {
    chmodSync(dir, 0o700)
  } catch {
    // The folder belongs to another user, who gave it to this one: files in it are private all the same.
  }
}

/** The journal refuses messages, or soon will: only a checkpoint lets it forget stored ones, so the next one must not wait. */
const isScarce = ({ full, bytes, capBytes }: JournalState): boolean => full || bytes > 0.75 * capBytes

/** Where HTTP listens, the page that it serves, and whether anybody may look. */
function edgeOf(config: Config): Config['http'] & Pick<HttpParts, 'webDir' | 'anonymousViewer'> {
  return { ...addressOf(config), webDir: webDir(config), anonymousViewer: config.demo && isLoopback(config.http.host) }
}

/** Without the api role only health, metrics and commands of this machine are served: on loopback, without a page. */
function addressOf(config: Config): Config['http'] {
  return config.roles.includes('api') ? config.http : { ...config.http, host: '127.0.0.1' }
}

function webDir(config: Config): string | null {
  const dir = join(HOME, 'dist/web')
  return config.roles.includes('api') && existsSync(join(dir, 'index.html')) ? dir : null
}
