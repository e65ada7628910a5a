/**
 * Writes dashboards/grafana/dashboards/campus.json. Points carry one tag, their id; so panels choose points by the end of the id, as the reference
 * campus names them: .../lighting/power, .../main/energy. A campus that names its points otherwise changes the expressions here.
 *
 *   node scripts/grafana.mjs
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './freshness.mjs'

const ZONE = 'Asia/Shanghai'
const RAW = 'readings'
const BUCKETS = 'buckets'
const FILE = join(ROOT, 'dashboards/grafana/dashboards/campus.json')

const source = (name) => ({ type: 'influxdb', uid: `\${${name}}` })
const target = (refId, alias, query, resultFormat = 'time_series') => ({ refId, alias, query, rawQuery: true, resultFormat })

/** Mean of each point over the interval, then their sum: what flowed at that moment. */
const flow = (ids) =>
  `SELECT sum("p") FROM (SELECT mean("v") AS "p" FROM "reading" WHERE "point" =~ ${ids} AND $timeFilter GROUP BY time($__interval), "point") WHERE $timeFilter GROUP BY time($__interval) fill(none)`
/** Registers hold integers of a millionth of the unit: mWh, mL. */
const daily = (ids) =>
  `SELECT sum("total") / 1000000 FROM "bucket" WHERE "step" = '1d' AND "point" =~ ${ids} AND $timeFilter GROUP BY time(1d) fill(none) tz('${ZONE}')`
const newest = (ids) => `SELECT last("v") FROM "reading" WHERE "point" =~ ${ids} AND $timeFilter`

const PANELS = [
  {
    title: 'Power of the park',
    description: 'Newest value of the incomer.',
    type: 'stat',
    from: RAW,
    unit: 'watt',
    size: [6, 4],
    targets: [target('A', 'power', newest('/^park\\/main\\/power$/'))],
  },
  {
    title: 'Points that spoke',
    description: 'Points with at least one reading in the chosen time.',
    type: 'stat',
    from: RAW,
    unit: 'short',
    size: [6, 4],
    targets: [
      target(
        'A',
        'points',
        'SELECT count("l") FROM (SELECT last("v") AS "l" FROM "reading" WHERE $timeFilter GROUP BY "point") WHERE $timeFilter',
      ),
    ],
  },
  {
    title: 'Measured share',
    description: 'Mean over all points of the time that is measured, hour by hour; what is bridged, estimated or missing lowers it.',
    type: 'timeseries',
    from: BUCKETS,
    unit: 'percent',
    size: [12, 4],
    targets: [
      target(
        'A',
        'measured',
        `SELECT mean("measured") / 9000 FROM "bucket" WHERE "step" = '15m' AND $timeFilter GROUP BY time(1h) fill(none)`,
      ),
    ],
  },
  {
    title: 'Power by building',
    description: 'Main meters, mean over the interval.',
    type: 'timeseries',
    from: RAW,
    unit: 'watt',
    size: [12, 9],
    targets: [
      target(
        'A',
        '$tag_point',
        'SELECT mean("v") FROM "reading" WHERE "point" =~ /^(park\\/block-[a-z]|shop)\\/main\\/power$/ AND $timeFilter GROUP BY time($__interval), "point" fill(none)',
      ),
    ],
  },
  {
    title: 'Power by use',
    description: 'Sum over the meters of a use.',
    type: 'timeseries',
    from: RAW,
    unit: 'watt',
    size: [12, 9],
    targets: [
      target('A', 'Lighting', flow('/\\/lighting\\/power$/')),
      target('B', 'Sockets', flow('/\\/sockets\\/power$/')),
      target('C', 'Air conditioning', flow('/\\/ac\\/power$/')),
    ],
  },
  {
    title: 'Electricity by day',
    description: 'From registers, local days; the bucket of a day that is not over grows.',
    type: 'barchart',
    from: BUCKETS,
    unit: 'kwatth',
    size: [12, 8],
    targets: [target('A', 'Park', daily('/^park\\/main\\/energy$/')), target('B', 'Shop', daily('/^shop\\/main\\/energy$/'))],
  },
  {
    title: 'Water by day',
    description: 'From registers, local days.',
    type: 'barchart',
    from: BUCKETS,
    unit: 'm3',
    size: [12, 8],
    targets: [
      target('A', 'Tap water', daily('/^park\\/water\\/tap\\/volume$/')),
      target('B', 'Reclaimed water', daily('/^park\\/water\\/reclaimed\\/volume$/')),
    ],
  },
  {
    title: 'Newest values',
    description: 'The last reading of every point in its own unit; bad values are among them (q = 3).',
    type: 'table',
    from: RAW,
    unit: 'none',
    size: [24, 10],
    targets: [target('A', '', 'SELECT last("v") AS "value", "q" FROM "reading" WHERE $timeFilter GROUP BY "point"', 'table')],
  },
]

const WIDTH = 24

/** Panels from left to right, row by row. */
function placed(panels) {
  let [x, y, rowHeight] = [0, 0, 0]
  return panels.map(({ title, description, type, from, unit, size: [w, h], targets }, i) => {
    if (x + w > WIDTH) [x, y, rowHeight] = [0, y + rowHeight, 0]
    const gridPos = { x, y, w, h }
    x += w
    rowHeight = Math.max(rowHeight, h)
    return {
      id: i + 1,
      title,
      description,
      type,
      datasource: source(from),
      gridPos,
      fieldConfig: { defaults: { unit }, overrides: [] },
      options: {},
      targets: targets.map((t) => ({ ...t, datasource: source(from) })),
    }
  })
}

const variable = (name, label, current) => ({
  name,
  label,
  type: 'datasource',
  query: 'influxdb',
  regex: `/^Campus ${name}$/`,
  hide: 2,
  current: { text: label, value: current },
})

export function dashboard() {
  return {
    uid: 'campus-overview',
    title: 'Campus overview',
    description: 'Written by scripts/grafana.mjs; change that file, not this one.',
    tags: ['campus'],
    timezone: ZONE,
    schemaVersion: 41,
    editable: false,
    refresh: '30s',
    time: { from: 'now-24h', to: 'now' },
    templating: {
      list: [variable(RAW, 'Campus readings', 'campus-readings'), variable(BUCKETS, 'Campus buckets', 'campus-buckets')],
    },
    annotations: { list: [] },
    panels: placed(PANELS),
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(FILE, `${JSON.stringify(dashboard(), null, 2)}\n`)
  process.stdout.write(`${FILE}\n`)
}
