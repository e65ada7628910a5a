// node scripts/grafana.mjs writes dashboards/grafana/dashboards/campus.json. In InfluxDB a reading has one tag, the id of its point, so panels choose
// points by the shape of their ids as the reference campus has them (park/block-a/2/east/lighting/power). For another campus change IDS and ZONE.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './freshness.mjs'

const FILE = join(ROOT, 'dashboards/grafana/dashboards/campus.json')
/** "Today" is the campus's day, whoever looks. */
const ZONE = 'Asia/Shanghai'

const ids = (pattern) => `"point" =~ /${pattern.replaceAll('/', '\\/')}/`
const IDS = {
  supply: '^(park|shop)/main/',
  /** What hangs below the supply of the park without another meter between, and the shop: it adds up to the whole, losses apart. */
  buildings: '^(park/block-[a-z]/main|park/(garage|outdoor)/lighting|park/solar-[0-9]+/auxiliary|shop/main)/',
  uses: {
    Lighting: '^(park/block-[a-z]/[^/]+/[^/]+|shop)/lighting/',
    'Garage and outdoor lights': '^park/(garage|outdoor)/lighting/',
    Sockets: '/sockets/',
    'Air conditioning': '/ac/',
    'Hot water': '/(basins|auxiliary)/',
  },
  water: { 'Tap water': '^park/water/tap/', 'Reclaimed water': '^park/water/reclaimed/' },
  rooms: '/ac/temperature$',
  weather: '^park/weather/temperature$',
}

/** Bad readings are kept, and take no part. */
const GOOD = '"q" < 3'
/** Registers are stored as integers of a millionth of their unit: mWh, mL. */
const SUM = 'sum("total") / 1000000'
const READING = 'FROM "reading" WHERE'
const BUCKET = (step) => `FROM "bucket" WHERE "step" = '${step}' AND`
const EACH = 'GROUP BY time($__interval), "point"'
/** A quarter hour has 900,000 ms; in per cent. */
const QUARTERS = 'count("n") / 9000'

const newest = (where) => `SELECT last("v") AS "v" ${READING} ${where} AND ${GOOD} AND $timeFilter GROUP BY "point"`
const mean = (where) => `SELECT mean("v") AS "v" ${READING} ${where} AND ${GOOD} AND $timeFilter ${EACH}`
/** The mean of each point, then their sum: points do not speak at the same moment. */
const summed = (where) => `SELECT sum("v") FROM (${mean(where)} fill(none)) WHERE $timeFilter GROUP BY time($__interval) fill(none)`
const total = (where, step) => `SELECT ${SUM} ${BUCKET(step)} ${where} AND $timeFilter`
const perDay = (where) => `${total(where, '1d')} GROUP BY time(1d) fill(none) tz('${ZONE}')`
const perHour = (where) => `${total(where, '1h')} GROUP BY time(1h) fill(none) tz('${ZONE}')`
const share = (field) => `SELECT ${field} / ${QUARTERS} ${BUCKET('15m')} $timeFilter GROUP BY time(1h) fill(none)`

const series = (alias, query) => ({ alias, query, resultFormat: 'time_series' })
const table = (query) => ({ alias: '', query, resultFormat: 'table' })
const seriesOf = (names, kind, make) => Object.entries(names).map(([name, start]) => series(name, make(ids(`${start}${kind}`))))

const LAST = { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } }
const tile = { type: 'stat', size: [6, 4], options: { ...LAST, colorMode: 'value', graphMode: 'none', textMode: 'auto' } }
const legend = { displayMode: 'list', placement: 'bottom', showLegend: true }
const curve = { type: 'timeseries', size: [12, 9], options: { legend, tooltip: { mode: 'multi', sort: 'desc' } } }
const STACK = { fillOpacity: 25, lineWidth: 1, showPoints: 'never', stacking: { mode: 'normal', group: 'A' } }
const LINE = { fillOpacity: 0, lineWidth: 2, showPoints: 'never' }
const BARS = { drawStyle: 'bars', fillOpacity: 70, lineWidth: 0, stacking: { mode: 'normal', group: 'A' } }
const sortBy = (field, desc) => ({ showHeader: true, sortBy: [{ displayName: field, desc }] })
/** `park/block-a/main/power` is read as `park/block-a/main`. */
const WITHOUT_QUANTITY = { id: 'renameByRegex', options: { regex: '^(.*)/(power|energy|temperature)$', renamePattern: '$1' } }

const NOW = [
  {
    ...tile,
    title: 'Power now',
    description: 'Newest values of the supplies of park and shop within the last hour, added up.',
    from: 'readings',
    unit: 'watt',
    timeFrom: '1h',
    targets: [series('Power', `SELECT sum("v") FROM (${newest(ids(`${IDS.supply}power$`))}) WHERE $timeFilter`)],
  },
  {
    ...tile,
    title: 'Energy today',
    description: 'From the registers of the supplies, since midnight at the campus. Grows with every quarter hour that is computed.',
    from: 'buckets',
    unit: 'kwatth',
    timeFrom: 'now/d',
    targets: [series('Energy', total(ids(`${IDS.supply}energy$`), '15m'))],
  },
  {
    ...tile,
    title: 'Water today',
    description: 'Tap and reclaimed water from the registers of the inlets, since midnight at the campus.',
    from: 'buckets',
    unit: 'm3',
    timeFrom: 'now/d',
    decimals: 1,
    targets: seriesOf(IDS.water, 'volume$', (where) => total(where, '15m')),
  },
  {
    ...tile,
    title: 'Points',
    description: 'Points with a reading in the last hour, and all points with any reading. The table below says which are silent.',
    from: 'readings',
    unit: 'short',
    timeFrom: '1h',
    targets: [
      series('heard', `SELECT count("v") FROM (SELECT last("v") AS "v" ${READING} $timeFilter GROUP BY "point") WHERE $timeFilter`),
      series('known', 'SELECT count("v") FROM (SELECT last("v") AS "v" FROM "reading" GROUP BY "point")'),
    ],
  },
]

const CURVES = [
  {
    ...curve,
    title: 'Power by building',
    description: 'Main meters and what is fed past them, stacked. The mean of each over the interval.',
    from: 'readings',
    unit: 'watt',
    custom: STACK,
    transformations: [WITHOUT_QUANTITY],
    targets: [series('$tag_point', `${mean(ids(`${IDS.buildings}power$`))} fill(none)`)],
  },
  {
    ...curve,
    title: 'Power by use',
    description: 'Meters of each use, added up and stacked. What no meter of a use sees is not in it.',
    from: 'readings',
    unit: 'watt',
    custom: STACK,
    targets: seriesOf(IDS.uses, 'power$', summed),
  },
  {
    ...curve,
    title: 'Energy by day',
    description: 'From the registers of the supplies, local days. Choose a longer time to see more of them.',
    from: 'buckets',
    unit: 'kwatth',
    custom: BARS,
    timeFrom: '14d',
    targets: [series('Park', perDay(ids('^park/main/energy$'))), series('Shop', perDay(ids('^shop/main/energy$')))],
  },
  {
    ...curve,
    title: 'Energy by use and hour',
    description: 'From registers. An hour whose meters were silent is made up for by the next reading, and then marked as bridged.',
    from: 'buckets',
    unit: 'kwatth',
    custom: BARS,
    targets: seriesOf(IDS.uses, 'energy$', perHour),
  },
  {
    ...curve,
    title: 'Water by hour',
    description: 'Inlets of tap and reclaimed water, from registers. Flow in the small hours is a leak, or a sprinkler.',
    from: 'buckets',
    unit: 'm3',
    custom: BARS,
    decimals: 2,
    targets: seriesOf(IDS.water, 'volume$', perHour),
  },
  {
    ...curve,
    title: 'Temperatures',
    description: 'Rooms and outdoors, mean over the interval.',
    from: 'readings',
    unit: 'celsius',
    custom: LINE,
    transformations: [WITHOUT_QUANTITY],
    targets: [series('$tag_point', `${mean(`(${ids(IDS.rooms)} OR ${ids(IDS.weather)})`)} fill(none)`)],
  },
]

const TRUST = [
  {
    ...curve,
    title: 'How much is known',
    description:
      'Share of the computed quarter hours, all points: measured; between readings far apart, or bridged by a register; estimated. The rest is missing.',
    from: 'buckets',
    unit: 'percent',
    custom: STACK,
    max: 100,
    targets: [
      series('measured', share('sum("measured")')),
      series('bridged', share('(sum("coarse") + sum("bridged"))')),
      series('estimated', share('sum("estimated")')),
    ],
  },
  {
    title: 'Points by what is known, least first',
    description: 'Share of the chosen time that is measured or bridged. The quarter hour that runs is not computed yet, so nobody has all.',
    type: 'table',
    size: [12, 9],
    from: 'buckets',
    unit: 'percent',
    decimals: 1,
    options: sortBy('known', false),
    targets: [
      table(
        `SELECT (sum("measured") + sum("coarse") + sum("bridged")) * 100 / $__range_ms AS "known" ${BUCKET('15m')} $timeFilter GROUP BY "point"`,
      ),
    ],
  },
  {
    title: 'Latest values, silent points first',
    description: 'The newest reading of every point, in the unit of its quantity: W, kWh, m3, m3/h, °C. Bad values are left out.',
    type: 'table',
    size: [24, 10],
    from: 'readings',
    unit: 'none',
    options: sortBy('Time', false),
    targets: [table(newest('"point" != \'\''))],
  },
]

const WIDTH = 24

/** Panels from left to right, row by row. */
function placed(panels) {
  let [x, y, height] = [0, 0, 0]
  return panels.map(({ size: [w, h], ...panel }, i) => {
    if (x + w > WIDTH) [x, y, height] = [0, y + height, 0]
    const gridPos = { x, y, w, h }
    x += w
    height = Math.max(height, h)
    return panelOf(panel, i + 1, gridPos)
  })
}

function panelOf({ from, unit, custom, decimals, max, targets, ...rest }, id, gridPos) {
  const datasource = { type: 'influxdb', uid: `\${${from}}` }
  const defaults = {
    unit,
    ...(decimals === undefined ? {} : { decimals }),
    ...(max === undefined ? {} : { min: 0, max }),
    custom: custom ?? {},
  }
  return {
    id,
    ...rest,
    datasource,
    gridPos,
    fieldConfig: { defaults, overrides: [] },
    targets: targets.map((t, i) => ({ refId: 'ABCDEFGH'[i], datasource, rawQuery: true, ...t })),
  }
}

/** Another InfluxDB, or another prefix of its databases, is chosen in one place. */
const source = (name, text, value) => ({
  name,
  label: text,
  type: 'datasource',
  query: 'influxdb',
  regex: '',
  hide: 0,
  current: { text, value },
})

export function dashboard() {
  return {
    uid: 'campus-overview',
    title: 'Campus overview',
    description: 'Written by scripts/grafana.mjs; change that file, not this one.',
    tags: ['campus'],
    timezone: ZONE,
    schemaVersion: 39,
    version: 1,
    editable: false,
    refresh: '30s',
    time: { from: 'now-24h', to: 'now' },
    templating: { list: [source('readings', 'Campus readings', 'campus-readings'), source('buckets', 'Campus buckets', 'campus-buckets')] },
    annotations: { list: [] },
    panels: placed([...NOW, ...CURVES, ...TRUST]),
  }
}

/** As it is committed. */
export const dashboardText = () => `${JSON.stringify(dashboard(), null, 2)}\n`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(FILE, dashboardText())
  process.stdout.write(`${FILE}\n`)
}
