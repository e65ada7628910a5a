/** `campus doctor` on this machine: every check, in the order in which an operator reads them. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createClock } from '../../adapters/system/clock.ts'
import { askService, type ServiceAnswers, unanswered } from '../../cli/operations/doctor/ask-service.ts'
import { createDoctorCommand, type DoctorRequest } from '../../cli/operations/doctor/doctor.ts'
import { type DoctorFinding, fail, warn } from '../../cli/operations/doctor/doctor-finding.ts'
import { judgeClock } from '../../cli/operations/doctor/judge-clock.ts'
import { judgeDisk } from '../../cli/operations/doctor/judge-disk.ts'
import { judgeFolder } from '../../cli/operations/doctor/judge-folder.ts'
import { judgeBackup, judgeCertificate, judgeChannels, judgeService } from '../../cli/operations/doctor/judge-rest.ts'
import { judgeStore } from '../../cli/operations/doctor/judge-store.ts'
import { withApi } from '../../cli/support/api.ts'
import { faultText } from '../../config/fault-text.ts'
import type { Config } from '../../config/types.ts'
import { readServiceFile, type ServiceFile } from '../client/running-service.ts'
import { loadChoice } from '../configuration.ts'
import { backupFacts } from './backup-facts.ts'
import { certificateOf, tlsAddresses } from './certificate.ts'
import { machineFacts } from './folder-facts.ts'
import { type ExaminedStore, examineBrokerOf, examineStoreOf } from './server-facts.ts'

export const doctorCommand = createDoctorCommand(examine)

async function examine(request: DoctorRequest): Promise<readonly DoctorFinding[]> {
  const { result } = loadChoice({ file: request.config })
  if (!result.ok)
    return result.faults.map((fault) =>
      fail('configuration', fault.file, faultText(fault), 'correct the campus file; nothing else was checked'),
    )
  return examineConfig(result.config, request)
}

async function examineConfig(config: Config, { connect }: DoctorRequest): Promise<readonly DoctorFinding[]> {
  const clock = createClock()
  const begun = clock.now() - clock.monotonic()
  const running = readServiceFile(config.data.dir)
  const folder = judgeFolder(machineFacts(config, null, clock.now()).folder)
  const usable = folder.every(({ level }) => level !== 'fault')
  const broker = await examineBrokerOf(config, running?.broker ?? null, clock)
  const store = usable ? await examineStoreOf(config) : null
  const aheadMs = store === null || store.date === null ? null : store.date - clock.now()
  const certificates = await Promise.all(tlsAddresses(config).map(certificateOf))
  const service = await serviceAnswers({ config, running, store, connect })
  const now = clock.now()
  const { disk, newestFile } = machineFacts(config, service.archive, now)
  const reference = aheadMs === null ? null : { source: config.store.url, aheadMs }
  return [
    ...folder,
    ...judgeClock({ reference, newestFile, steppedMs: now - clock.monotonic() - begun }),
    ...(disk === null ? [] : judgeDisk(disk)),
    ...broker,
    ...(store === null ? [] : judgeStore(store.facts)),
    ...certificates.map((facts) => judgeCertificate(facts, now)),
    ...judgeBackup(await backupFacts(config), now),
    ...service.findings,
    judgeChannels(channelsOf(config)),
  ]
}

interface Asked {
  readonly config: Config
  readonly running: ServiceFile | null
  readonly store: ExaminedStore | null
  readonly connect: DoctorRequest['connect']
}

/** A folder without records has no statements, and a store that fails its proof answers nothing. */
async function serviceAnswers({ config, running, store, connect }: Asked): Promise<ServiceAnswers> {
  const url = running?.url ?? null
  if (running === null && !hasRecords(config)) return { findings: judgeService({ url, ready: null, alarms: [] }), archive: null }
  if (running === null && (store === null || store.facts.failure !== null)) {
    const skipped = warn(
      'statements',
      'closed periods',
      'were not checked: the store cannot be opened',
      'correct what is named above, and run this check again',
    )
    return { findings: [skipped], archive: null }
  }
  try {
    return await withApi(connect, (api) => askService(api, url))
  } catch (error) {
    return { findings: [unanswered(url, error)], archive: null }
  }
}

const hasRecords = ({ data }: Config): boolean => existsSync(join(data.dir, 'state.log'))

function channelsOf({ notify }: Config): readonly string[] {
  const { webhook, mail, chats } = notify
  return [...(mail === null ? [] : ['mail']), ...(webhook === null ? [] : ['webhook']), ...chats.map(({ form }) => form)]
}
