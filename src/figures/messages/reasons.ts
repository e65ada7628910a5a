/** Why a figure has no value. */

import type { Texts } from './language.ts'

export const REASONS = {
  'no-data': ['{point} has no data in {month}', '{point} 在 {month} 没有数据', '{point} 在 {month} 沒有數據'],
  'no-factor': ['no factor {kind} for {month}', '{month} 没有排放或换算因子 {kind}', '{month} 沒有排放或換算因子 {kind}'],
  'no-grid': [
    'no factor grid.co2 of {grid} for {month}',
    '{month} 没有 {grid} 的电网排放因子 grid.co2',
    '{month} 沒有 {grid} 的電網排放因子 grid.co2',
  ],
  'factor-not-shipped': [
    'no factor {kind} for {month} ({publisher}, {document}): {why}',
    '{month} 没有因子 {kind}({publisher},{document}):{why}',
    '{month} 沒有因子 {kind}({publisher},{document}):{why}',
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
    'no {key} of {site} on {day}: add the entry `{key}`',
    '{site} 在 {day} 没有 {key}:请录入 `{key}`',
    '{site} 在 {day} 沒有 {key}:請錄入 `{key}`',
  ],
  'no-season': ['the campus file names no season "{season}"', '园区文件未定义季节 "{season}"', '園區文件未定義季節 "{season}"'],
  'no-season-day': [
    'no day of the season "{season}" has a draw in {period}',
    '{period} 中季节 "{season}" 没有用水日',
    '{period} 中季節 "{season}" 沒有用水日',
  ],
  'no-covered-day': [
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
    'no instrument is recorded for {boundary} in {period} (entries `instrument.<type>`): the location-based figure stands alone',
    '{boundary} 在 {period} 没有录入电力属性凭证(录入项 `instrument.<type>`):仅有基于位置的数值',
    '{boundary} 在 {period} 沒有錄入電力屬性憑證(錄入項 `instrument.<type>`):僅有基於位置的數值',
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
