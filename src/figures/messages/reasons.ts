/** Why a figure has no value, and what is remarkable about one that has. */

import { fillTemplate, textIn, type Language, type Texts, type MessageValues } from './language.ts'
import { NOTES } from './notes.ts'
import { SAVINGS } from './savings.ts'

export const REASONS = {
  'no-data': ['{point} has no data in {month}', '{point} 在 {month} 没有数据', '{point} 在 {month} 沒有數據'],
  'no-factor': ['no factor {kind} for {month}', '{month} 没有排放或换算因子 {kind}', '{month} 沒有排放或換算因子 {kind}'],
  'no-grid': [
    'no factor grid.co2 of {grid} for {month}',
    '{month} 没有 {grid} 的电网排放因子 grid.co2',
    '{month} 沒有 {grid} 的電網排放因子 grid.co2',
  ],
  'no-entry': ['no entry for {key} ({sites})', '{key} 没有录入({sites})', '{key} 沒有錄入({sites})'],
  'entry-gap': [
    'no entry for {key} of {site} from {from} to {to}',
    '{site} 的 {key} 在 {from} 至 {to} 没有录入',
    '{site} 的 {key} 在 {from} 至 {to} 沒有錄入',
  ],
  'sites-only': [
    '{key} is entered for sites, not for {boundary}',
    '{key} 按场所录入,不适用于 {boundary}',
    '{key} 按場所錄入,不適用於 {boundary}',
  ],
  'no-point': [
    'no point with the role {role} in {boundary}',
    '{boundary} 内没有角色为 {role} 的测点',
    '{boundary} 內沒有角色為 {role} 的測點',
  ],
  'no-step': [
    'no {key} of {site} on {day}: `campus fact set {key} VALUE --site {site} --from DATE`',
    '{site} 在 {day} 没有 {key}:`campus fact set {key} VALUE --site {site} --from DATE`',
    '{site} 在 {day} 沒有 {key}:`campus fact set {key} VALUE --site {site} --from DATE`',
  ],
  'no-season': ['the campus file names no season "{season}"', '园区文件未定义季节 "{season}"', '園區文件未定義季節 "{season}"'],
  'no-season-day': [
    'no day of the season "{season}" has a draw in {period}',
    '{period} 中季节 "{season}" 没有用水日',
    '{period} 中季節 "{season}" 沒有用水日',
  ],
  'no-known-day': [
    '{point} has no day of which half is known in {period}',
    '{point} 在 {period} 没有已知过半的日数据',
    '{point} 在 {period} 沒有已知過半的日數據',
  ],
  'zero-divisor': ['the amount it is divided by is 0', '除数为 0', '除數為 0'],
  'no-site': ['the campus has no site in "{boundary}"', '园区在 "{boundary}" 内没有场所', '園區在 "{boundary}" 內沒有場所'],
  'no-measure': ['no measure is named in the campus file', '园区文件未列出节能措施', '園區文件未列出節能措施'],
  'no-load': ['no measure has a load in "{boundary}"', '"{boundary}" 内没有节能措施的负荷', '"{boundary}" 內沒有節能措施的負荷'],
  'not-begun': ['{period} has not begun', '{period} 尚未开始', '{period} 尚未開始'],
  'no-instrument': [
    'no instrument is recorded for {boundary} in {period}: the location-based figure stands alone (`campus fact set instrument.TYPE MWH --factor F --reference REGISTRY`)',
    '{boundary} 在 {period} 没有录入电力属性凭证:仅有基于位置的数值(`campus fact set instrument.TYPE MWH --factor F --reference REGISTRY`)',
    '{boundary} 在 {period} 沒有錄入電力屬性憑證:僅有基於位置的數值(`campus fact set instrument.TYPE MWH --factor F --reference REGISTRY`)',
  ],
  'no-tariff': [
    'no tariff for {carrier} of {site} in {month} (`tariffs:` of the campus file)',
    '{site} 在 {month} 没有 {carrier} 的价目(园区文件 `tariffs:`)',
    '{site} 在 {month} 沒有 {carrier} 的價目(園區文件 `tariffs:`)',
  ],
  'no-price': [
    'tariff {tariff} has no price for some hours of {month}',
    '价目 {tariff} 在 {month} 部分时段没有价格',
    '價目 {tariff} 在 {month} 部分時段沒有價格',
  ],
  'timed-bill': [
    'tariff {tariff} goes by time of use, and {site} has no meter of {carrier}',
    '价目 {tariff} 为分时电价,而 {site} 没有 {carrier} 计量表',
    '價目 {tariff} 為分時電價,而 {site} 沒有 {carrier} 計量錶',
  ],
  'two-currencies': [
    'tariffs are in {currencies}: they do not add up',
    '价目币种不同({currencies}),不能相加',
    '價目幣種不同({currencies}),不能相加',
  ],
  'no-quarters': [
    '{point} has no measured quarter of an hour in {period}',
    '{point} 在 {period} 没有实测的 15 分钟值',
    '{point} 在 {period} 沒有實測的 15 分鐘值',
  ],
  'no-area': [
    'no collector area: `area:` (m2) of {point} in the campus file',
    '缺少集热器面积:园区文件中 {point} 的 `area:`(m2)',
    '缺少集熱器面積:園區文件中 {point} 的 `area:`(m2)',
  ],
  'no-free-word': [
    'no source maps the word free for {point} (`map:` with `free: NUMBER`)',
    '{point} 的数据源没有映射 free 一词(`map:` 中 `free: NUMBER`)',
    '{point} 的數據源沒有映射 free 一詞(`map:` 中 `free: NUMBER`)',
  ],
  'no-loop': [
    'no heat meter and no flow with both temperatures at {place}',
    '{place} 既无热量表,也无流量与进出口温度',
    '{place} 既無熱量錶,也無流量與進出口溫度',
  ],
  'not-hotter': [
    'cold water of {month} is not below the hot water it is held against',
    '{month} 的冷水温度不低于热水设定温度',
    '{month} 的冷水溫度不低於熱水設定溫度',
  ],
  'no-cold': [
    'no cold-water temperature (role solar-cold) in {month}',
    '{month} 没有冷水温度(角色 solar-cold)',
    '{month} 沒有冷水溫度(角色 solar-cold)',
  ],
  'no-children': [
    'no water inlet of {boundary} has a meter below it (`parent:`)',
    '{boundary} 的进水总表下没有分表(`parent:`)',
    '{boundary} 的進水總錶下沒有分錶(`parent:`)',
  ],
  'no-common-day': [
    'no day of {period} on which heat and irradiance at {place} are both known',
    '{period} 内 {place} 没有集热量与辐照度同时已知的日子',
    '{period} 內 {place} 沒有集熱量與輻照度同時已知的日子',
  ],
} as const satisfies Record<string, Texts>

export const REMARKS = {
  'stands-in': [
    '{factor} stands in for {month}: there is no row for it',
    '{month} 没有对应的因子,暂以 {factor} 代替',
    '{month} 沒有對應的因子,暫以 {factor} 代替',
  ],
  'split-by-days': ['{key} of {from} to {to} is split by days', '{from} 至 {to} 的 {key} 按天数分摊', '{from} 至 {to} 的 {key} 按天數分攤'],
  'entries-overlap': [
    '{key} of {site}: two entries are for the days from {from} to {to}, both count',
    '{site} 的 {key}:{from} 至 {to} 有两笔录入重叠,均已计入',
    '{site} 的 {key}:{from} 至 {to} 有兩筆錄入重疊,均已計入',
  ],
  'bill-above': [
    '{key} of {site} from {from} to {to} is {percent} % above what its meters counted in these days',
    '{site} 的 {key}({from} 至 {to})比同期计量表读数高 {percent} %',
    '{site} 的 {key}({from} 至 {to})比同期計量錶讀數高 {percent} %',
  ],
  'bill-below': [
    '{key} of {site} from {from} to {to} is {percent} % below what its meters counted in these days',
    '{site} 的 {key}({from} 至 {to})比同期计量表读数低 {percent} %',
    '{site} 的 {key}({from} 至 {to})比同期計量錶讀數低 {percent} %',
  ],
  'meter-finding': ['{point}: {code} in {month}', '{point}:{month} 出现 {code}', '{point}:{month} 出現 {code}'],
  'to-date': ['to date: {period} is not over', '截至目前:{period} 尚未结束', '截至目前:{period} 尚未結束'],
  'no-residual-mix': [
    'no residual mix (grid.residual) of {grid} is known for {months}: what no instrument covers there is priced at the grid average',
    '{months} 没有 {grid} 的剩余电网组合因子(grid.residual):凭证未覆盖的电量按电网平均因子计算',
    '{months} 沒有 {grid} 的剩餘電網組合因子(grid.residual):憑證未覆蓋的電量按電網平均因子計算',
  ],
  'fuel-left-out': [
    'no factor {kind} for {months}: {mwh} MWh of {carrier} is left out',
    '{months} 没有因子 {kind}:未计入 {carrier} 的 {mwh} MWh',
    '{months} 沒有因子 {kind}:未計入 {carrier} 的 {mwh} MWh',
  ],
  'instruments-exceed': [
    'instruments of {site} claim {claimed} MWh of {used} MWh used: only what was used counts',
    '{site} 的凭证为 {claimed} MWh,而用电为 {used} MWh:只计实际用电部分',
    '{site} 的憑證為 {claimed} MWh,而用電為 {used} MWh:只計實際用電部分',
  ],
  'demand-at': ['greatest at {time}', '最大值出现于 {time}', '最大值出現於 {time}'],
  'without-demand': ['{sites} is on bills and not in it', '{sites} 仅有账单,未计入', '{sites} 僅有賬單,未計入'],
  'slot-incomplete': [
    '{silent} of {meters} meters were not measured at that time',
    '该时刻 {meters} 个表中有 {silent} 个未实测',
    '該時刻 {meters} 個錶中有 {silent} 個未實測',
  ],
  'states-mixed': [
    '{point}: {hours} h lie in quarters of an hour with several modes, and are split by their mean',
    '{point}:{hours} h 所在的 15 分钟内有多种模式,按均值分摊',
    '{point}:{hours} h 所在的 15 分鐘內有多種模式,按均值分攤',
  ],
  'from-flow': [
    'heat at {place} is computed from flow and temperatures, means of 15 minutes',
    '{place} 的热量由流量与温度的 15 分钟均值计算',
    '{place} 的熱量由流量與溫度的 15 分鐘均值計算',
  ],
} as const satisfies Record<string, Texts>

export type ReasonCode = keyof typeof REASONS
export type RemarkWords = keyof typeof REMARKS
export type NoteWords = keyof typeof NOTES
export type SavingsWords = keyof typeof SAVINGS
export type SentenceCode = ReasonCode | RemarkWords | NoteWords | SavingsWords

const SENTENCES: Readonly<Record<SentenceCode, Texts>> = { ...REASONS, ...REMARKS, ...NOTES, ...SAVINGS }

/** A sentence by its code, told in the reader's language when it is printed; a value may be a sentence of its own. */
export interface Message {
  readonly code: SentenceCode
  readonly values: Readonly<Record<string, string | number | Message>>
}

export function message(code: SentenceCode, values: Message['values'] = {}): Message {
  return { code: code, values }
}

export function renderMessage(sentence: Message, language: Language): string {
  const told = (value: string | number | Message): string | number => (typeof value === 'object' ? renderMessage(value, language) : value)
  const values: MessageValues = Object.fromEntries(Object.entries(sentence.values).map(([name, value]) => [name, told(value)]))
  return fillTemplate(textIn(SENTENCES[sentence.code], language), values)
}
