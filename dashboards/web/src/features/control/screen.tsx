/** Control: what runs and why, the next seven days, overrides, stop-all, the log. */

import type { VNode } from 'preact'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import { language } from '../../text/language.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { ActuatorTable } from './actuator-table.tsx'
import type { Actuators, ControlLog, Timeline } from './control-api.ts'
import { CONTROL } from './control-api.ts'
import { LogTable } from './log-table.tsx'
import { OverrideForm } from './override-form.tsx'
import { PreviewTable } from './preview-table.tsx'
import { StopSwitch } from './stop-switch.tsx'
import { t } from './text.ts'

const STATES_MS = 5000
const LOG_MS = 10_000
const PREVIEW_MS = 600_000

export function Screen(): VNode {
  const lang = language.value
  const states = usePolling(() => get<Actuators>(`${CONTROL}/actuators?lang=${lang}`), STATES_MS, lang)
  const log = usePolling(() => get<ControlLog>(`${CONTROL}/log?limit=100&lang=${lang}`), LOG_MS, lang)
  const preview = usePolling(() => get<Timeline>(`${CONTROL}/preview?days=7&lang=${lang}`), PREVIEW_MS, lang)
  const reload = (): void => {
    states.reload()
    log.reload()
  }
  return (
    <div class="panels">
      <Panel title={t('control.state')}>
        <Loadable of={states}>{({ stopped }) => <StopSwitch stopped={stopped} onChange={reload} />}</Loadable>
      </Panel>
      <Panel title={t('control.actuators')}>
        <Loadable of={states}>{({ actuators }) => <ActuatorTable actuators={actuators} onChange={reload} />}</Loadable>
      </Panel>
      <Panel title={t('control.override.new')}>
        <Loadable of={states}>{({ actuators }) => <OverrideForm actuators={actuators} onMake={reload} />}</Loadable>
      </Panel>
      <Panel title={t('control.preview')}>
        <Loadable of={preview}>{({ timeline }) => <PreviewTable timeline={timeline} />}</Loadable>
      </Panel>
      <Panel title={t('control.log')}>
        <Loadable of={log}>{({ entries }) => <LogTable entries={entries} />}</Loadable>
      </Panel>
    </div>
  )
}
