// Queries and panels that the dashboards share. In InfluxDB a reading has one tag, the id of its point, so panels choose points by the shape of their
// ids as the reference campus has them (park/block-a/2/east/lighting/power). For another campus change IDS and ZONE.

/** "Today" is the campus's day, whoever looks. */
export const ZONE = 'Asia/Shanghai'

export const ids = (pattern) => `"point" =~ /${pattern.replaceAll('/', '\\/')}/`
export const IDS = {
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
export const GOOD = '"q" < 3'
/** Registers are stored as integers of a millionth of their unit: mWh, mL. */
export const SUM = 'sum("total") / 1000000'
export const READING = 'FROM "reading" WHERE'
export const BUCKET = (step) => `FROM "bucket" WHERE "step" = '${step}' AND`
export const EACH = 'GROUP BY time($__interval), "point"'
/** A quarter hour has 900,000 ms; in per cent. */
export const QUARTERS = 'count("n") / 9000'

export const newest = (where) => `SELECT last("v") AS "v" ${READING} ${where} AND ${GOOD} AND $timeFilter GROUP BY "point"`
export const mean = (where) => `SELECT mean("v") AS "v" ${READING} ${where} AND ${GOOD} AND $timeFilter ${EACH}`
/** The mean of each point, then their sum: points do not speak at the same moment. */
export const summed = (where) => `SELECT sum("v") FROM (${mean(where)} fill(none)) WHERE $timeFilter GROUP BY time($__interval) fill(none)`
export const total = (where, step) => `SELECT ${SUM} ${BUCKET(step)} ${where} AND $timeFilter`
export const perDay = (where) => `${total(where, '1d')} GROUP BY time(1d) fill(none) tz('${ZONE}')`
export const perHour = (where) => `${total(where, '1h')} GROUP BY time(1h) fill(none) tz('${ZONE}')`
export const share = (field) => `SELECT ${field} / ${QUARTERS} ${BUCKET('15m')} $timeFilter GROUP BY time(1h) fill(none)`

export const series = (alias, query) => ({ alias, query, resultFormat: 'time_series' })
export const table = (query) => ({ alias: '', query, resultFormat: 'table' })
export const seriesOf = (names, kind, make) => Object.entries(names).map(([name, start]) => series(name, make(ids(`${start}${kind}`))))

const LAST = { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } }
export const tile = { type: 'stat', size: [6, 4], options: { ...LAST, colorMode: 'value', graphMode: 'none', textMode: 'auto' } }
const legend = { displayMode: 'list', placement: 'bottom', showLegend: true }
export const curve = { type: 'timeseries', size: [12, 9], options: { legend, tooltip: { mode: 'multi', sort: 'desc' } } }
export const STACK = { fillOpacity: 25, lineWidth: 1, showPoints: 'never', stacking: { mode: 'normal', group: 'A' } }
export const LINE = { fillOpacity: 0, lineWidth: 2, showPoints: 'never' }
export const BARS = { drawStyle: 'bars', fillOpacity: 70, lineWidth: 0, stacking: { mode: 'normal', group: 'A' } }
export const sortBy = (field, desc) => ({ showHeader: true, sortBy: [{ displayName: field, desc }] })
/** `park/block-a/main/power` is read as `park/block-a/main`. */
export const WITHOUT_QUANTITY = { id: 'renameByRegex', options: { regex: '^(.*)/(power|energy|temperature)$', renamePattern: '$1' } }

const WIDTH = 24

/** Panels from left to right, row by row. */
export function placed(panels) {
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
export const source = (name, text, value) => ({
  name,
  label: text,
  type: 'datasource',
  query: 'influxdb',
  regex: '',
  hide: 0,
  current: { text, value },
})
