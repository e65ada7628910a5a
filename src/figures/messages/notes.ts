/** Sentences of the parts behind the figures: comparison, completeness, targets. */

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
  'withheld-coverage': [
    'not compared: {percent:1} % of the amount of {period} is known, a comparison needs {least:0} %',
    '不作比较:{period} 的用量已知 {percent:1} %,比较至少需要 {least:0} %',
    '不作比較:{period} 的用量已知 {percent:1} %,比較至少需要 {least:0} %',
  ],
  'withheld-unknown': [
    'not compared: a part of {period} is missing, and nothing tells how much it is',
    '不作比较:{period} 有一部分缺失,且无从得知其数量',
    '不作比較:{period} 有一部分缺失,且無從得知其數量',
  ],
  'zero-then': ['it was 0 in {period}', '{period} 的数值为 0', '{period} 的數值為 0'],
  'is-base-year': ['{period} is the base year', '{period} 即为基准年', '{period} 即為基準年'],
  'no-base-year': ['no base year is set (the entry `base-year`)', '未设定基准年(录入项 `base-year`)', '未設定基準年(錄入項 `base-year`)'],
  'included-at': ['from meters or entries of {sites}', '来自 {sites} 的计量或录入', '來自 {sites} 的計量或錄入'],
  'included-part': [
    'from meters or entries of {sites}; none of {without}',
    '来自 {sites} 的计量或录入;{without} 没有',
    '來自 {sites} 的計量或錄入;{without} 沒有',
  ],
  'no-statement': [
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
  'target-part': [
    '{part:1} % of the span of the target lies in the period',
    '目标期间的 {part:1} % 在本期内',
    '目標期間的 {part:1} % 在本期內',
  ],
  'target-met': ['met', '已达到', '已達到'],
  'target-missed': ['not met', '未达到', '未達到'],
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
