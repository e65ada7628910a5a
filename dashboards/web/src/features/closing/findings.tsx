/** What does not fit together, a line a cause, under the heading of its kind. */

import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import { Remark } from '../../reporting/remark.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import type { Review } from './closing-api.ts'
import { t } from './text.ts'

type Finding = Review['findings'][number]

function Line({ finding: { code, sentence, details, figures }, period }: { finding: Finding; period: string }): VNode {
  return (
    <li data-finding={code}>
      <Remark sentence={sentence} />
      {details.length > 0 && (
        <details>
          <summary>{t('closing.findings.each', { n: details.length })}</summary>
          <ul class="list">
            {details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        </details>
      )}
      {figures.length > 0 && (
        <small class="finding-figures">
          {figures.map((id) => (
            <a key={id} href={hrefOf(['explain', id], { period })}>
              {id}
            </a>
          ))}
        </small>
      )}
    </li>
  )
}

export function FindingsPanel({ review: { findings, irrelevant, period } }: { review: Review }): VNode {
  const themes = [...new Set(findings.map((f) => f.theme))]
  return (
    <Panel title={t('closing.findings')}>
      <p class="sub">{t('closing.findings.intro', { n: findings.length })}</p>
      {findings.length === 0 && <Empty>{t('closing.findings.none')}</Empty>}
      <div class="finding-themes">
        {themes.map((theme) => (
          <section key={theme} data-theme-of={theme}>
            <h3>{t(`closing.theme.${theme}`)}</h3>
            <ul class="list">
              {findings
                .filter((f) => f.theme === theme)
                .map((finding) => (
                  <Line key={`${finding.code} ${finding.sentence}`} finding={finding} period={period} />
                ))}
            </ul>
          </section>
        ))}
      </div>
      {irrelevant.length > 0 && <p class="sub">{t('closing.findings.hidden', { n: irrelevant.length })}</p>}
    </Panel>
  )
}
