/** Columns of the sheet of devices, and which column of a sheet is which: by the names people give them, in English and Chinese. */

export const COLUMN_KEYS = [
  'point',
  'name',
  'make',
  'serial',
  'topic',
  'device',
  'field',
  'place',
  'site',
  'building',
  'floor',
  'zone',
  'use',
  'role',
  'quantity',
  'unit',
  'kind',
  'ct_ratio',
  'interval',
  'max_rate',
  'status',
  'comment',
] as const

export type ColumnKey = (typeof COLUMN_KEYS)[number]

export interface SheetColumn {
  readonly key: ColumnKey
  /** Head of the column in a sheet that `devices template` writes. */
  readonly title: string
  /** Other names, normalised. */
  readonly aliases: readonly string[]
  readonly help: string
}

const column = (key: ColumnKey, title: string, aliases: string, help: string): SheetColumn => ({
  key,
  title,
  aliases: aliases.split(',').map(normalise),
  help,
})

/** `CT ratio`, `CT-Ratio`, `ct_ratio ` are one name. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*?\)|\[.*?\]/g, '')
    .replace(/[\s_\-./:*]+/g, '')
}

export const COLUMNS: readonly SheetColumn[] = [
  column(
    'make',
    'make',
    'manufacturer,brand,vendor,preset,protocol,convention,type of device,厂家,厂商,品牌,型号,协议',
    'how the device speaks: tasmota, shelly2, zigbee2mqtt, neuron ...',
  ),
  column(
    'serial',
    'serial',
    'serial number,serial no,sn,meter number,meter no,表号,序列号,出厂编号,资产编号',
    'serial number of the meter',
  ),
  column('topic', 'topic', 'mqtt topic,主题,mqtt主题', 'topic of its messages, or a template with {device}'),
  column(
    'device',
    'device',
    'device id,device name,gateway device,node,设备,设备编号,设备名称,设备号',
    'the device as its messages name it',
  ),
  column('field', 'field', 'channel,tag,parameter,register,参数,字段,点名,测点', 'the field as its messages name it: ENERGY.Total'),
  column('point', 'point', 'id,point id,点位,点位编号,测点编号', 'unique id of the point; left empty: made of place, use and quantity'),
  column('name', 'name', 'label,description,名称,点位名称', 'name for people'),
  column('place', 'place', 'location,where,位置,安装位置,地点', 'site/building/floor/zone, or the last of them'),
  column('site', 'site', 'park,园区,站点,项目', 'id of the site'),
  column('building', 'building', 'block,楼栋,楼宇,建筑,楼', 'building'),
  column('floor', 'floor', 'level,storey,楼层,层', 'floor'),
  column('zone', 'zone', 'room,area,区域,房间,房间号', 'room or area'),
  column('use', 'use', 'end use,purpose,用途,用能类型,分项', 'lighting, sockets, hvac ...'),
  column('role', 'role', 'figure role,角色,计量角色', 'what figures know it as: main-meter, tap-inlet ...'),
  column('quantity', 'quantity', 'measurand,measures,measurement,物理量,参量,能源类型', 'energy, power, volume, temperature ...'),
  column('unit', 'unit', 'units,单位', 'unit in the message: kWh, Wh, m3'),
  column('kind', 'kind', 'counter or instant,类型,数据类型', 'counter, instant, interval, state'),
  column('ct_ratio', 'CT ratio', 'ct,ratio,multiplier,ct x pt,ctpt,factor,倍率,变比,互感器变比', 'CT x PT, as a number or 100/5'),
  column('interval', 'interval', 'period,every,sampling,周期,上报周期,采集周期,间隔', 'time between readings: 15m, 1h'),
  column('max_rate', 'max rate', 'maximum rate,max power,rated power,最大功率,额定功率,最大流量', 'greatest plausible rate: 40 kW, 3 m3/h'),
  column('status', 'status', 'state,状态', 'live or commissioning'),
  column('comment', 'comment', 'note,notes,remark,remarks,备注,说明', 'a note for people'),
]

export interface ColumnGuess {
  readonly at: number
  readonly head: string
  /** Null: nothing of the register is meant. */
  readonly key: ColumnKey | null
}

/** The column that a head names; an exact name counts before one that only begins so. */
function keyOf(head: string): ColumnKey | null {
  const name = normalise(head)
  if (name === '') return null
  const exact = COLUMNS.find((c) => normalise(c.title) === name || c.key === name || c.aliases.includes(name))
  return exact?.key ?? null
}

/** Each column of the sheet with what it is taken for; of two for one key the first stands. */
export function guessColumns(heads: readonly string[]): readonly ColumnGuess[] {
  const taken = new Set<ColumnKey>()
  return heads.map((head, at) => {
    const key = keyOf(head)
    if (key === null || taken.has(key)) return { at, head, key: null }
    taken.add(key)
    return { at, head, key }
  })
}

/** `A`, `Z`, `AA` of a column from 0. */
export function columnLetter(at: number): string {
  let letters = ''
  for (let n = at + 1; n > 0; n = Math.floor((n - 1) / 26)) letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters
  return letters
}
