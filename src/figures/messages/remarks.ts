/** What is remarkable about a figure that has a value. */

import type { Texts } from './language.ts'

export const REMARKS = {
  'stands-in': [
    '{factor} stands in for {month}: there is no row for it',
    '{month} 没有对应的因子,暂以 {factor} 代替',
    '{month} 沒有對應的因子,暫以 {factor} 代替',
  ],
  'split-by-days': ['{key} of {from} to {to} is split by days', '{from} 至 {to} 的 {key} 按天数分摊', '{from} 至 {to} 的 {key} 按天數分攤'],
  'edge-interpolated': [
    '{point}: {amount:~4} {unit} of {month} ({percent:1} %) lie in a gap across an end of the period; the register tells the total over the gap, not what of it belongs here, so that part is interpolated',
    '{point}:{month} 的 {amount:~4} {unit}({percent:1} %)位于跨越本期边界的数据缺口内;寄存器只能给出缺口内的总量,属于本期的部分为插值',
    '{point}:{month} 的 {amount:~4} {unit}({percent:1} %)位於跨越本期邊界的數據缺口內;寄存器只能給出缺口內的總量,屬於本期的部分為插值',
  ],
  'entries-overlap': [
    '{key} of {site}: two entries are for the days from {from} to {to}, both count',
    '{site} 的 {key}:{from} 至 {to} 有两笔录入重叠,均已计入',
    '{site} 的 {key}:{from} 至 {to} 有兩筆錄入重疊,均已計入',
  ],
  'bill-above': [
    '{key} of {site} from {from} to {to} is {percent:1} % above what its meters counted in these days',
    '{site} 的 {key}({from} 至 {to})比同期计量表读数高 {percent:1} %',
    '{site} 的 {key}({from} 至 {to})比同期計量錶讀數高 {percent:1} %',
  ],
  'bill-below': [
    '{key} of {site} from {from} to {to} is {percent:1} % below what its meters counted in these days',
    '{site} 的 {key}({from} 至 {to})比同期计量表读数低 {percent:1} %',
    '{site} 的 {key}({from} 至 {to})比同期計量錶讀數低 {percent:1} %',
  ],
  'bill-stands-in': [
    '{key} stands in for {days}: its meters are silent, and the bill is for these days',
    '{days} 的计量表无数据,以 {key} 账单代替',
    '{days} 的計量錶無數據,以 {key} 賬單代替',
  ],
  'bill-beside-silent': [
    'a meter is silent in {days}, and {key} has {value} for these days: it is not counted, as other meters of the site are',
    '{days} 有计量表无数据,该期间 {key} 账单为 {value}:因同一场所的其他表已计入,账单未计入',
    '{days} 有計量錶無數據,該期間 {key} 賬單為 {value}:因同一場所的其他錶已計入,賬單未計入',
  ],
  'meter-finding': ['{point}: {code} in {month}', '{point}:{month} 出现 {code}', '{point}:{month} 出現 {code}'],
  'to-date': ['to date: {period} is not over', '截至目前:{period} 尚未结束', '截至目前:{period} 尚未結束'],
  'no-residual-mix': [
    'no residual mix (grid.residual) of {grid} is known for {months}: what no instrument covers there is priced at the grid average',
    '{months} 没有 {grid} 的剩余电网组合因子(grid.residual):凭证未覆盖的电量按电网平均因子计算',
    '{months} 沒有 {grid} 的剩餘電網組合因子(grid.residual):憑證未覆蓋的電量按電網平均因子計算',
  ],
  'fuel-left-out': [
    'no factor {kind} for {months}: {mwh:~4} MWh of {carrier} is left out',
    '{months} 没有因子 {kind}:未计入 {carrier} 的 {mwh:~4} MWh',
    '{months} 沒有因子 {kind}:未計入 {carrier} 的 {mwh:~4} MWh',
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
