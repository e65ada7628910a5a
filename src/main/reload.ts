/** Puts a changed campus file in force without a restart, or reports its faults and keeps the previous one. */

import { statSync } from 'node:fs'
import { faultText } from '../config/fault-text.ts'
import type { Config } from '../config/types.ts'
import { loadChoice } from './configuration.ts'
import type { Service } from './campus-service.ts'

const CHECK_EVERY_MS = 2000

/** Changes when a file is written, added or removed. */
function stampOf(files: readonly string[]): string {
  return files.map((file) => `${file} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 'gone'}`).join('\n')
}

export function watchConfig(config: Config, service: Service): { stop(): void } {
  const file = config.file
  if (file === null) return { stop: () => undefined }
  const choice = { file, roles: config.roles, demo: config.demo }
  let { files } = loadChoice(choice)
  let checked = stampOf(files())
  const reload = async (): Promise<void> => {
    checked = stampOf(files())
    const loaded = loadChoice(choice)
    const { result } = loaded
    files = loaded.files
    checked = stampOf(files())
    if (!result.ok) {
      const faults = result.faults.map(faultText).join('\n')
      service.events.emit({
        code: 'config-rejected',
        level: 'error',
        detail: `the changed campus file has faults, the previous one stays in force:\n${faults}`,
      })
      return
    }
    const zone = result.config.campus.timezone
    if (zone !== config.campus.timezone) {
      const detail = `the changed campus file has another time zone (${zone} instead of ${config.campus.timezone}): that moves every day and month; stop the service, start it again and run \`campus rebuild\``
      service.events.emit({ code: 'config-rejected', level: 'error', detail })
      return
    }
    await service.app.reconfigure(result.config)
    service.events.emit({ code: 'config-loaded', level: 'info', detail: `${file}: ${result.config.campus.points.length} points` })
  }
  const check = (): void => {
    if (stampOf(files()) !== checked)
      reload().catch((error: unknown) => service.events.emit({ code: 'config-rejected', level: 'error', detail: String(error) }))
  }
  const timer = setInterval(check, CHECK_EVERY_MS)
  timer.unref()
  const onSignal = (): void => {
    checked = ''
    check()
  }
  process.on('SIGHUP', onSignal)
  return {
    stop() {
      clearInterval(timer)
      process.off('SIGHUP', onSignal)
    },
  }
}
