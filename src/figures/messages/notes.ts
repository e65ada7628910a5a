/** Sentences of the parts behind the figures: comparison, completeness, targets, what to look at before signing. */

import type { Texts } from './language.ts'

export const NOTES = {
  'compared-to-date': [
    '{period} is to date: it is compared when it is over',
    '{period} 尚未结束,结束后再作比较',
    '{period} 尚未結束,結束後再作比較',
  ],
  'sites-not-there': [
    '{sites} was not there in {period}: both sides are without it',
    '{sites} 在 {period} 尚不存在:两侧均不含',
    '{sites} 在 {period} 尚不存在:兩側均不含',
  ],
  'no-site-then': ['none of its sites was there in {period}', '其范围内的场所在 {period} 均不存在', '其範圍內的場所在 {period} 均不存在'],
  'zero-then': ['it was 0 in {period}', '{period} 的数值为 0', '{period} 的數值為 0'],
  'is-base-year': ['{period} is the base year', '{period} 即为基准年', '{period} 即為基準年'],
  'no-base-year': [
    'no base year is set: `campus fact set base-year YEAR --from DATE`',
    '未设定基准年:`campus fact set base-year YEAR --from DATE`',
    '未設定基準年:`campus fact set base-year YEAR --from DATE`',
  ],
  'included-at': ['from meters or entries of {sites}', '来自 {sites} 的计量或录入', '來自 {sites} 的計量或錄入'],
  'included-part': [
    'from meters or entries of {sites}; none of {without}',
    '来自 {sites} 的计量或录入;{without} 没有',
    '來自 {sites} 的計量或錄入;{without} 沒有',
  ],
  'not-told': [
    'no meter, no entry and no statement (`completeness:` of the campus file)',
    '没有计量、录入,也没有说明(园区文件 `completeness:`)',
    '沒有計量、錄入,也沒有說明(園區文件 `completeness:`)',
  ],
  'entries-only': ['not computed by this service', '本系统不计算', '本系統不計算'],
  'outside-boundary': [
    '{sites} stands outside the boundary "{boundary}"',
    '{sites} 不在范围 "{boundary}" 内',
    '{sites} 不在範圍 "{boundary}" 內',
  ],
  'target-part': ['{part} % of the span of the target lies in the period', '目标期间的 {part} % 在本期内', '目標期間的 {part} % 在本期內'],
  'target-met': ['met', '已达到', '已達到'],
  'target-missed': ['not met', '未达到', '未達到'],
  'multiple-of-days': [
    '{key} of {site}, {value} {unit}, is exactly {each} {unit} x {days} working days: an estimate, not a weighing?',
    '{site} 的 {key} {value} {unit} 恰为 {each} {unit} × {days} 个工作日:是否为估算而非称重?',
    '{site} 的 {key} {value} {unit} 恰為 {each} {unit} × {days} 個工作日:是否為估算而非稱重?',
  ],
  'round-share': [
    '{part} is exactly {percent} % of {whole}: an estimate, not a weighing?',
    '{part} 恰为 {whole} 的 {percent} %:是否为估算而非称重?',
    '{part} 恰為 {whole} 的 {percent} %:是否為估算而非稱重?',
  ],
  'margin-in-inventory': [
    '{figure} is priced with {factor}: a project-baseline (margin) factor, not one for an inventory; with the rows of the set "default" it would be {other} {unit} ({percent} %)',
    '{figure} 采用了 {factor}:该因子用于减排项目基准线,不适用于排放清单;若用因子集 "default" 则为 {other} {unit}({percent} %)',
    '{figure} 採用了 {factor}:該因子用於減排項目基準線,不適用於排放清單;若用因子集 "default" 則為 {other} {unit}({percent} %)',
  ],
  'lower-bound-factor': [
    '{figure} is priced with {factor}, a lower bound; with the rows of the set "default" it would be {other} {unit} ({percent} %)',
    '{figure} 采用了下限因子 {factor};若用因子集 "default" 则为 {other} {unit}({percent} %)',
    '{figure} 採用了下限因子 {factor};若用因子集 "default" 則為 {other} {unit}({percent} %)',
  ],
  'two-factors': [
    'savings are priced at {saved} t/MWh, purchased electricity at {bought} t/MWh on average: two factors on one page',
    '节能量按 {saved} 吨/兆瓦时计,外购电力平均为 {bought} 吨/兆瓦时:同一报告中使用了两种因子',
    '節能量按 {saved} 噸/兆瓦時計,外購電力平均為 {bought} 噸/兆瓦時:同一報告中使用了兩種因子',
  ],
  'boundary-gap': [
    '{figure} is told for "{boundary}", but nothing of {without} is in it',
    '{figure} 的范围为 "{boundary}",但其中不含 {without}',
    '{figure} 的範圍為 "{boundary}",但其中不含 {without}',
  ],
  'implied-heads': [
    'published {figure} ({own}) implies {low} to {high} persons when {total} ({other}) is divided by it, the entries of {own} say {heads}',
    '由公布的 {figure}(范围 {own})与 {total}(范围 {other})推算人数为 {low} 至 {high},而 {own} 的录入为 {heads}',
    '由公佈的 {figure}(範圍 {own})與 {total}(範圍 {other})推算人數為 {low} 至 {high},而 {own} 的錄入為 {heads}',
  ],
  'meals-and-heads': [
    '{meals} meals on {days} working days are {each} a day and person at {site} ({heads} persons): is the head count right?',
    '{site}:{days} 个工作日共 {meals} 份餐,人均每日 {each} 份({heads} 人):人数是否正确?',
    '{site}:{days} 個工作日共 {meals} 份餐,人均每日 {each} 份({heads} 人):人數是否正確?',
  ],
  'season-gap': [
    'the days of the seasons have {seasons} t of solar hot water, the period {total} t: {rest} t lie on days of no season',
    '各季节日合计太阳能热水 {seasons} 吨,全期为 {total} 吨:有 {rest} 吨不属于任何季节',
    '各季節日合計太陽能熱水 {seasons} 噸,全期為 {total} 噸:有 {rest} 噸不屬於任何季節',
  ],
  'statement-contradicted': [
    'the campus file says that {source} is {status}, but there are meters or entries of it',
    '园区文件称 {source} 为 {status},但存在其计量或录入',
    '園區文件稱 {source} 為 {status},但存在其計量或錄入',
  ],
  'statement-unproved': [
    'the campus file says that {source} is included, but there is no meter and no entry of it',
    '园区文件称包含 {source},但没有其计量或录入',
    '園區文件稱包含 {source},但沒有其計量或錄入',
  ],
  'left-open': [
    '{source} is left open: included, not occurring, not estimated or elsewhere? (`completeness:` of the campus file)',
    '{source} 未作说明:包含、不发生、未估算或在他处?(园区文件 `completeness:`)',
    '{source} 未作說明:包含、不發生、未估算或在他處?(園區文件 `completeness:`)',
  ],
  'low-coverage': [
    '{figure}: {percent} % of its meters and time are known',
    '{figure}:数据覆盖率为 {percent} %',
    '{figure}:數據覆蓋率為 {percent} %',
  ],
  'partly-estimated': ['{figure}: {percent} % is estimated', '{figure}:{percent} % 为估算', '{figure}:{percent} % 為估算'],
  provisional: [
    '{figure} stands on a factor that ended: {factors}',
    '{figure} 使用了已失效的因子:{factors}',
    '{figure} 使用了已失效的因子:{factors}',
  ],
  'unverified-factor': [
    '{figure} stands on a factor that nobody has held against its source: {factors}',
    '{figure} 使用了未经核对来源的因子:{factors}',
    '{figure} 使用了未經核對來源的因子:{factors}',
  ],
} as const satisfies Record<string, Texts>

export const STATUS_NAMES: Readonly<Record<string, Texts>> = {
  included: ['included', '已包含', '已包含'],
  'not-occurring': ['not occurring', '不发生', '不發生'],
  'not-estimated': ['not estimated', '未估算', '未估算'],
  elsewhere: ['elsewhere', '计入他处', '計入他處'],
}

export const SOURCE_NAMES: Readonly<Record<string, Texts>> = {
  'tap-water': ['tap water', '自来水', '自來水'],
  'reclaimed-water': ['reclaimed water', '中水', '中水'],
  'rain-water': ['rain water', '雨水', '雨水'],
  'waste.hazardous': ['hazardous waste', '有害废弃物', '有害廢棄物'],
  'waste.non-hazardous': ['non-hazardous waste', '无害废弃物', '無害廢棄物'],
  'food-waste': ['food waste', '厨余垃圾', '廚餘垃圾'],
  'data-centre': ['data centre', '数据中心', '數據中心'],
  'scope-3': ['other indirect emissions (scope 3)', '其他间接排放(范围三)', '其他間接排放(範圍三)'],
  packaging: ['packaging of products', '产品包装材料', '產品包裝材料'],
}
