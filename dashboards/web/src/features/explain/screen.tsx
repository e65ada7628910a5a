/** One figure down to meters, registers, factor rows and entries: enough to compute it by hand. */

import './explain.css'
import type { VNode } from 'preact'
import { periodName } from '../../address/periods.ts'
import { hrefOf, route } from '../../address/route.ts'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import { useSubject } from '../../frame/subject.ts'
import { boundaryName } from '../../reporting/boundary-name.ts'
import { FigureValue } from '../../reporting/figure-value.tsx'
import { Remark } from '../../reporting/remark.tsx'
import { reportScope } from '../../reporting/scope.ts'
import { percent } from '../../text/format.ts'
import { language } from '../../text/language.ts'
import { Loadable } from '../../ui/panel.tsx'
import { Calculation } from './calculation.tsx'
import { type Explanation, exactly } from './explanation.ts'
import { Sources } from './sources.tsx'
import { t } from './text.ts'

const EVERY_MS = 300_000

function Head({ explanation }: { explanation: Explanation }): VNode {
  const { figure, formula, code_version } = explanation
  const remarks = [...figure.missing, ...figure.findings.map((f) => f.sentence)]
  return (
    <>
      <p class="big" data-shown="figure">
        <FigureValue figure={figure} />
      </p>
      <dl>
        <dt>{t('explain.formula')}</dt>
        <dd lang="en">{formula}</dd>
        <dt>{t('boundary')}</dt>
        <dd>{boundaryName(figure.boundary)}</dd>
        <dt>{t('report.coverage')}</dt>
        <dd>{figure.coverage === null ? '–' : percent(figure.coverage)}</dd>
        <dt>{t('report.estimated')}</dt>
        <dd>{percent(figure.estimated)}</dd>
        <dt>{t('explain.unrounded')}</dt>
        <dd>{figure.value === null ? t('missing') : exactly(figure.value, figure.unit)}</dd>
        <dt>{t('explain.version')}</dt>
        <dd>{code_version}</dd>
      </dl>
      {remarks.length > 0 && (
        <ul class="list">
          {remarks.map((sentence) => (
            <li key={sentence}>
              <Remark sentence={sentence} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

export function Screen(): VNode {
  const figure = route.value.segments[1] ?? ''
  const { period, boundary, query } = reportScope()
  const path = `/api/v1/figures/${encodeURIComponent(figure)}/explain?${query({ period, lang: language.value })}`
  const polling = usePolling(() => get<Explanation>(path), EVERY_MS, path)
  const explanation = polling.value.value
  const name = explanation?.figure.name ?? figure
  useSubject({ name, within: [] })
  return (
    <div class="panels report">
      <section class="panel wide explain">
        <p class="screen back">
          <a href={hrefOf('reports', { boundary })}>← {t('report.back')}</a>
        </p>
        <h2 class="page-title">
          {name} · {periodName(period)}
        </h2>
        <Loadable of={polling} waiting={t('report.computing', { period: periodName(period) })}>
          {(value) => (
            <>
              <Head explanation={value} />
              {value.calculation !== null && <Calculation of={value.calculation} />}
            </>
          )}
        </Loadable>
      </section>
      {explanation !== null && <Sources explanation={explanation} />}
    </div>
  )
}
