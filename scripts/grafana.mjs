// node scripts/grafana.mjs writes dashboards/grafana/dashboards/*.json from scripts/grafana.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './freshness.mjs'
import { OVERVIEW } from './grafana/overview.mjs'
import { placed, source, ZONE } from './grafana/panels.mjs'
import { BUILDING, QUALITY, SOLAR, WATER } from './grafana/subjects.mjs'

const FOLDER = join(ROOT, 'dashboards/grafana/dashboards')
const DASHBOARDS = [OVERVIEW, BUILDING, WATER, SOLAR, QUALITY]

export function dashboard({ uid, title, time, variables, panels }) {
  return {
    uid,
    title,
    description: 'Written by scripts/grafana.mjs; change scripts/grafana, not this file.',
    tags: ['campus'],
    timezone: ZONE,
    schemaVersion: 39,
    version: 1,
    editable: false,
    refresh: '30s',
    time: { from: time, to: 'now' },
    templating: {
      list: [source('readings', 'Campus readings', 'campus-readings'), source('buckets', 'Campus buckets', 'campus-buckets'), ...variables],
    },
    annotations: { list: [] },
    panels: placed(panels),
  }
}

/** Name of each file, and its text as it is committed. */
export const dashboardTexts = () => DASHBOARDS.map((wish) => [wish.file, `${JSON.stringify(dashboard(wish), null, 2)}\n`])

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const [file, text] of dashboardTexts()) {
    writeFileSync(join(FOLDER, file), text)
    process.stdout.write(`${join(FOLDER, file)}\n`)
  }
