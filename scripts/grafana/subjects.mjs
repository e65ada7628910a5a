// Dashboards by subject: a building, water, solar hot water, data quality. Energy and water come from buckets, so a day here is the day of the report.

import {
  BARS,
  BUCKET,
  curve,
  ids,
  LINE,
  mean,
  perDay,
  perHour,
  QUARTERS,
  series,
  sortBy,
  STACK,
  SUM,
  table,
  tile,
  total,
  WITHOUT_QUANTITY,
  ZONE,
} from './panels.mjs'

const bars = (title, description, targets, more = {}) => ({
  ...curve,
  title,
  description,
  from: 'buckets',
  unit: 'kwatth',
  custom: BARS,
  targets,
  ...more,
})
const eachPerDay = (where) => `SELECT ${SUM} ${BUCKET('1d')} ${where} AND $timeFilter GROUP BY time(1d), "point" fill(none) tz('${ZONE}')`
const WITHOUT_ENDING = { id: 'renameByRegex', options: { regex: '^(.*)/(energy|volume|power|temperature)$', renamePattern: '$1' } }
/** Amount of the hour of each day that has least: what never stops. */
const leastHour = (where) =>
  `SELECT min("v") FROM (${perHour(where)
    .replace(SUM, `${SUM} AS "v"`)
    .replace(/ tz\(.*$/, '')}) WHERE $timeFilter GROUP BY time(1d) fill(none) tz('${ZONE}')`

const USES = { Lighting: 'lighting', Sockets: 'sockets', 'Air conditioning': 'ac', 'Basin heaters': 'basins' }
const inBuilding = (rest) => `"point" =~ /^park\\/$building\\/${rest}/`

export const BUILDING = {
  file: 'building.json',
  uid: 'campus-building',
  title: 'Building',
  time: 'now-7d',
  variables: [
    {
      name: 'building',
      label: 'Building',
      type: 'query',
      datasource: { type: 'influxdb', uid: '${buckets}' },
      query: 'SHOW TAG VALUES FROM "bucket" WITH KEY = "point" WHERE "point" =~ /^park\\/block-[a-z]\\/main\\/energy$/',
      regex: '/^park\\/(block-[a-z])\\//',
      refresh: 1,
      sort: 1,
      hide: 0,
      current: { text: 'block-a', value: 'block-a' },
    },
  ],
  panels: [
    {
      ...tile,
      title: 'Energy of the range',
      description: 'From the register of the main meter, over the chosen time.',
      from: 'buckets',
      unit: 'kwatth',
      targets: [series('Energy', total(inBuilding('main\\/energy$'), '15m'))],
    },
    {
      ...curve,
      size: [18, 9],
      title: 'Load curve',
      description: 'Power of the main meter, the mean over the interval.',
      from: 'readings',
      unit: 'watt',
      custom: LINE,
      targets: [series('Power', `${mean(inBuilding('main\\/power$'))} fill(none)`)],
      transformations: [WITHOUT_QUANTITY],
    },
    bars(
      'Energy by day of the building',
      'From the register of the main meter, local days.',
      [series('Energy', perDay(inBuilding('main\\/energy$')))],
      { timeFrom: '31d' },
    ),
    bars(
      'Energy by use of the building',
      'Meters of each use by hour. What no meter of a use sees is not in it.',
      Object.entries(USES).map(([name, use]) => series(name, perHour(inBuilding(`(.*\\/)?${use}\\/energy$`)))),
    ),
    bars(
      'Base load',
      'The hour of each local day that takes least, kWh in the hour.',
      [series('Least hour', leastHour(inBuilding('main\\/energy$')))],
      { timeFrom: '31d' },
    ),
    {
      ...curve,
      title: 'Room temperatures',
      description: 'Thermometers of the rooms, the mean over the interval.',
      from: 'readings',
      unit: 'celsius',
      custom: LINE,
      transformations: [WITHOUT_QUANTITY],
      targets: [series('$tag_point', `${mean(inBuilding('.*ac\\/temperature$'))} fill(none)`)],
    },
  ],
}

const TAP = ids('^park/water/tap/volume$')
const TAP_PARTS = `(${ids('^park/block-[a-z]/water/tap/volume$')} OR ${ids('^park/(canteen/water|hot-water)/volume$')})`
const RECLAIMED = ids('^park/water/reclaimed/volume$')
const m3 = { unit: 'm3', decimals: 2 }

export const WATER = {
  file: 'water.json',
  uid: 'campus-water',
  title: 'Water',
  time: 'now-14d',
  variables: [],
  panels: [
    bars(
      'Water by day',
      'Inlets of tap and reclaimed water, from registers, local days.',
      [series('Tap water', perDay(TAP)), series('Reclaimed water', perDay(RECLAIMED))],
      { ...m3, timeFrom: '31d' },
    ),
    bars(
      'Tap water against its meters',
      'The inlet beside the sum of the meters below it: the difference is lost or not metered.',
      [series('Inlet', perDay(TAP)), series('Meters below', perDay(TAP_PARTS))],
      { ...m3, custom: { ...BARS, stacking: { mode: 'none', group: 'A' } }, timeFrom: '31d' },
    ),
    bars(
      'Least hour of the day',
      'The hour of each local day with the least flow, m3 in the hour. What never stops is a leak.',
      [series('Tap water', leastHour(TAP)), series('Reclaimed water', leastHour(RECLAIMED))],
      { ...m3, timeFrom: '31d' },
    ),
    bars(
      'Tap water by building',
      'Registers of the buildings, local days.',
      [series('$tag_point', eachPerDay(ids('^park/block-[a-z]/water/tap/volume$')))],
      { ...m3, transformations: [WITHOUT_ENDING], timeFrom: '31d' },
    ),
    bars('Irrigation by hour', 'Register of the sprinklers.', [series('Irrigation', perHour(ids('^park/water/irrigation/volume$')))], m3),
  ],
}

const SYSTEM = '^park/solar-[0-9]+/'

export const SOLAR = {
  file: 'solar.json',
  uid: 'campus-solar',
  title: 'Solar hot water',
  time: 'now-7d',
  variables: [],
  panels: [
    bars(
      'Heat collected by day',
      'Heat meters of the collector loops, local days.',
      [series('$tag_point', eachPerDay(ids(`${SYSTEM}collector/heat$`)))],
      { timeFrom: '31d' },
    ),
    bars(
      'Auxiliary energy by day',
      'Electric heaters and pumps of the systems, local days.',
      [series('$tag_point', eachPerDay(ids(`${SYSTEM}auxiliary/energy$`)))],
      { timeFrom: '31d', transformations: [WITHOUT_ENDING] },
    ),
    bars(
      'Hot water drawn by day',
      'Meters behind the tanks, local days.',
      [series('$tag_point', eachPerDay(ids(`${SYSTEM}tank/volume$`)))],
      { ...m3, timeFrom: '31d', transformations: [WITHOUT_ENDING] },
    ),
    {
      ...curve,
      title: 'Irradiance',
      description: 'On the tilted collectors, the mean over the interval.',
      from: 'readings',
      unit: 'Wm2',
      custom: LINE,
      targets: [series('$tag_point', `${mean(ids(`${SYSTEM}irradiance$`))} fill(none)`)],
    },
    {
      ...curve,
      size: [24, 9],
      title: 'Collector and tank temperatures',
      description: 'Inlet and outlet of the collectors, and the tanks, the mean over the interval.',
      from: 'readings',
      unit: 'celsius',
      custom: LINE,
      targets: [
        series(
          '$tag_point',
          `${mean(`(${ids(`${SYSTEM}collector/(inlet|outlet)$`)} OR ${ids(`${SYSTEM}tank/temperature$`)})`)} fill(none)`,
        ),
      ],
    },
  ],
}

const shareOf = (field) => `SELECT ${field} / ${QUARTERS} ${BUCKET('15m')} $timeFilter GROUP BY time(1d) fill(none) tz('${ZONE}')`

export const QUALITY = {
  file: 'quality.json',
  uid: 'campus-quality',
  title: 'Data quality',
  time: 'now-7d',
  variables: [],
  panels: [
    {
      ...curve,
      size: [24, 8],
      title: 'Known by day',
      description: 'Share of the computed quarter hours of all points: measured, bridged by a register, estimated. The rest is missing.',
      from: 'buckets',
      unit: 'percent',
      custom: STACK,
      max: 100,
      timeFrom: '31d',
      targets: [
        series('measured', shareOf('sum("measured")')),
        series('bridged', shareOf('(sum("coarse") + sum("bridged"))')),
        series('estimated', shareOf('sum("estimated")')),
      ],
    },
    {
      ...curve,
      title: 'Readings by hour',
      description: 'Raw readings of all points, whatever their quality.',
      from: 'buckets',
      unit: 'short',
      custom: BARS,
      targets: [series('Readings', `SELECT sum("n") ${BUCKET('1h')} $timeFilter GROUP BY time(1h) fill(none) tz('${ZONE}')`)],
    },
    {
      title: 'Readings by point, fewest first',
      description: 'Raw readings over the chosen time: a point with few has lost messages or a slow device.',
      type: 'table',
      size: [12, 9],
      from: 'buckets',
      unit: 'short',
      options: sortBy('readings', false),
      targets: [table(`SELECT sum("n") AS "readings" ${BUCKET('15m')} $timeFilter GROUP BY "point"`)],
    },
  ],
}
