/** Sentences of reasons in English, simplified and traditional Chinese. */

export const DURATION_UNITS = [
  ['s', 'min', 'h'],
  ['秒', '分钟', '小时'],
  ['秒', '分鐘', '小時'],
] as const

export const CONJUNCTIONS = {
  or: [' or ', '或', '或'],
  and: [' and ', '且', '且'],
  list: [', ', '、', '、'],
} as const

type Texts = readonly [en: string, hans: string, hant: string]

const BY_READINGS = {
  'stale-fallback': [
    '"{point}" has sent nothing for {silence:ms}: it is stale, the fallback holds',
    '“{point}”已 {silence:ms}没有数据:读数过期,采用后备值',
    '「{point}」已 {silence:ms}沒有資料:讀數過期,採用後備值',
  ],
  'stale-silent': [
    '"{point}" has sent nothing for {silence:ms}: it says nothing',
    '“{point}”已 {silence:ms}没有数据:不作判断',
    '「{point}」已 {silence:ms}沒有資料:不作判斷',
  ],
  'no-reading': ['"{point}" has no reading yet', '“{point}”尚无读数', '「{point}」尚無讀數'],
  presence: ['presence at "{point}"', '“{point}”有人', '「{point}」有人'],
  'presence-ended': [
    'presence at "{point}" ended less than {holdOff:ms} ago',
    '“{point}”无人不到 {holdOff:ms}',
    '「{point}」無人不到 {holdOff:ms}',
  ],
  nobody: ['nobody at "{point}" for {holdOff:ms}', '“{point}”已 {holdOff:ms}无人', '「{point}」已 {holdOff:ms}無人'],
  'limit-passed': ['"{point}" {value}, {limit}', '“{point}”{value},{limit}', '「{point}」{value},{limit}'],
  'limit-was-passed': ['"{point}" {value}, was {limit}', '“{point}”{value},曾{limit}', '「{point}」{value},曾{limit}'],
  'limit-not-passed': ['"{point}" {value}, not {limit}', '“{point}”{value},未{limit}', '「{point}」{value},未{limit}'],
  'limit-held': [
    '"{point}" passed {limit} in this interval: it is held until the next one',
    '“{point}”在本时段内越过 {limit}:保持到下一时段',
    '「{point}」在本時段內越過 {limit}:保持到下一時段',
  ],
  'value-is': ['is {reading}', '为 {reading}', '為 {reading}'],
  'mean-is': ['has in these {mean:ms} a mean of {reading}', '在这 {mean:ms}内的均值为 {reading}', '在這 {mean:ms}內的均值為 {reading}'],
  above: ['above {limit}', '高于 {limit}', '高於 {limit}'],
  below: ['below {limit}', '低于 {limit}', '低於 {limit}'],
  'too-dark': ['"{point}" has {lux} lx: too dark', '“{point}”为 {lux} lx:太暗', '「{point}」為 {lux} lx:太暗'],
  'bright-enough': ['"{point}" has {lux} lx: bright enough', '“{point}”为 {lux} lx:足够亮', '「{point}」為 {lux} lx:足夠亮'],
  'when-presence': ['presence, and {holdOff:ms} after it', '有人时及其后 {holdOff:ms}', '有人時及其後 {holdOff:ms}'],
  'when-dark': ['daylight below {below} lx', '日光低于 {below} lx', '日光低於 {below} lx'],
  'when-limit': ['{what} {limit}', '{what}{limit}', '{what}{limit}'],
  'a-reading': ['a reading', '读数', '讀數'],
  'a-mean': ['a mean of {mean:ms}', '{mean:ms}均值', '{mean:ms}均值'],
} as const satisfies Record<string, Texts>

const BY_TIME = {
  'in-force-only': ['in force only on {conditions:and}', '仅在{conditions:and}生效', '僅在{conditions:and}生效'],
  season: ['the season "{season}"', '“{season}”季', '「{season}」季'],
  'outside-season': ['outside the season "{season}"', '“{season}”季之外', '「{season}」季之外'],
  days: ['a {days:or}', '{days:or}', '{days:or}'],
  prices: ['the price {names:or}', '电价{names:or}时段', '電價{names:or}時段'],
  'price-holds': ['the price "{name}" holds', '电价“{name}”时段', '電價「{name}」時段'],
  'outside-price': ['outside the hours of {names:list}', '{names:list}时段之外', '{names:list}時段之外'],
  workday: ['workday', '工作日', '工作日'],
  weekend: ['weekend', '周末', '週末'],
  holiday: ['holiday', '节假日', '節假日'],
  'plan-window': ['the plan of a {type} has {window}', '{type}计划含 {window}', '{type}計畫含 {window}'],
  'outside-plan': ['outside the windows of the plan of a {type}', '{type}计划的时段之外', '{type}計畫的時段之外'],
  slot: ['the slot from {at}', '自 {at} 起的时段', '自 {at} 起的時段'],
  'sun-window': ['{window}: {from} to {to}', '{window}:{from} 至 {to}', '{window}:{from} 至 {to}'],
  'sun-window-begun': ['{window}: until {to}', '{window}:至 {to}', '{window}:至 {to}'],
  'sun-window-open': ['{window}: from {from} on', '{window}:自 {from} 起', '{window}:自 {from} 起'],
  'no-crossing': ['{window}: the sun does not cross the horizon', '{window}:太阳不过地平线', '{window}:太陽不過地平線'],
  'outside-window': ['outside {window}', '{window} 之外', '{window} 之外'],
  booked: ['booked {from} to {to}', '{from} 至 {to} 已预订', '{from} 至 {to} 已預訂'],
  'booked-with-lead': [
    'booked {from} to {to}, from {lead:ms} before it on',
    '{from} 至 {to} 已预订,提前 {lead:ms}',
    '{from} 至 {to} 已預訂,提前 {lead:ms}',
  ],
  'nothing-booked': ['nothing is booked', '无预订', '無預訂'],
  'no-timeline': ['the policy has no timeline', '该策略没有时间线', '該策略沒有時間線'],
} as const satisfies Record<string, Texts>

const OF_DECISIONS = {
  text: ['{text}', '{text}', '{text}'],
  override: ['{text} ({principal})', '{text}({principal})', '{text}({principal})'],
  'never-list': ['on the never list: it is never commanded', '在禁止切换名单上:从不下达指令', '在禁止切換名單上:從不下達指令'],
  'no-policy': ['no policy decides', '没有策略作出决定', '沒有策略作出決定'],
  'no-policy-stays': ['no policy decides: it stays as it is', '没有策略作出决定:保持现状', '沒有策略作出決定:保持現狀'],
  else: ['{first}; else {other}', '{first};否则{other}', '{first};否則{other}'],
  unless: ['{what}, unless {exceptions:or}', '{what},除非{exceptions:or}', '{what},除非{exceptions:or}'],
  'of-policy': ['{policy}: {what}', '{policy}:{what}', '{policy}:{what}'],
  observed: ['{what} (observed only: nothing is sent)', '{what}(仅观察:不下达指令)', '{what}(僅觀察:不下達指令)'],
} as const satisfies Record<string, Texts>

const OF_COMMANDS = {
  waits: ['{what}; {waiting}', '{what};{waiting}', '{what};{waiting}'],
  attempt: ['{what}; attempt {attempts}', '{what};第 {attempts} 次', '{what};第 {attempts} 次'],
  'reading-shows': ['a reading shows it', '读数已证实', '讀數已證實'],
  'fail-safe-acted': ['{by} acted: no command came for so long', '{by}动作:长时间没有指令', '{by}動作:長時間沒有指令'],
  'device-timeout': ['device-timeout', '设备定时器', '裝置定時器'],
  'gateway-watchdog': ['gateway-watchdog', '网关看门狗', '閘道看門狗'],
  none: ['none', '无', '無'],
  'switched-at-device': [
    'switched at the device; respected until the next slot',
    '已在设备上手动切换;保留到下一时段',
    '已在裝置上手動切換;保留到下一時段',
  ],
  'hand-respected': [
    'somebody switched at the device; respected until the next slot',
    '有人在设备上手动切换;保留到下一时段',
    '有人在裝置上手動切換;保留到下一時段',
  ],
  'next-slot': ['the next slot begins', '下一时段开始', '下一時段開始'],
  unconfirmed: ['no reading confirmed it within {within:ms}', '{within:ms}内没有读数证实', '{within:ms}內沒有讀數證實'],
  'unconfirmed-again': [
    'no reading confirmed it within {within:ms}, {attempts} attempts',
    '{within:ms}内没有读数证实,共 {attempts} 次',
    '{within:ms}內沒有讀數證實,共 {attempts} 次',
  ],
  stopped: ['everything is stopped', '控制已全部停止', '控制已全部停止'],
  'not-live': ['observed only: the actuator is not live', '仅观察:该执行器未投用', '僅觀察:該執行器未投用'],
  'first-reading': ['waits for the first reading of its state', '等待首个状态读数', '等待首個狀態讀數'],
  'ended-refused': ['the last command refused; the next attempt follows', '上一指令被拒绝;稍后再试', '上一指令被拒絕;稍後再試'],
  'ended-expired': ['the last command expired; the next attempt follows', '上一指令已过期;稍后再试', '上一指令已過期;稍後再試'],
  'least-on': ['least time on: {left:ms} left', '最短开启时间:还剩 {left:ms}', '最短開啟時間:還剩 {left:ms}'],
  'least-off': ['least time off: {left:ms} left', '最短关闭时间:还剩 {left:ms}', '最短關閉時間:還剩 {left:ms}'],
  offline: ['the device is offline', '设备离线', '裝置離線'],
  'offline-later': ['the device is offline, it is commanded when it is back', '设备离线,恢复后再下达指令', '裝置離線,恢復後再下達指令'],
  paced: [
    'waits: at most {most} commands a minute, one after another',
    '等待:每分钟至多 {most} 条指令,依次下达',
    '等待:每分鐘至多 {most} 條指令,依次下達',
  ],
  'command-replaced': [
    'another command replaced it before a reading confirmed it',
    '在读数证实之前被另一指令取代',
    '在讀數證實之前被另一指令取代',
  ],
  'device-refused': ['the device refused it', '设备拒绝', '裝置拒絕'],
  'broker-refused': ['the broker did not take it: {error}', '消息服务器未接受:{error}', '訊息伺服器未接受:{error}'],
  'override-replaced': ['another override replaced it', '被另一手动设定取代', '被另一手動設定取代'],
  'ended-by-hand': ['ended by hand', '已手动结束', '已手動結束'],
  'time-over': ['its time is over', '已到期', '已到期'],
} as const satisfies Record<string, Texts>

export const REASON_TEXTS = { ...BY_READINGS, ...BY_TIME, ...OF_DECISIONS, ...OF_COMMANDS }
