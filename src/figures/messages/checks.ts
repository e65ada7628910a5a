/** What plausibility checks find, for the person who signs. */

import type { Texts } from './language.ts'

export const CHECKS = {
  'multiple-of-days': [
    '{key} of {site}, {value} {unit}, is exactly {each:1} {unit} x {days} working days: an estimate, not a weighing?',
    '{site} 的 {key} {value} {unit} 恰为 {each:1} {unit} × {days} 个工作日:是否为估算而非称重?',
    '{site} 的 {key} {value} {unit} 恰為 {each:1} {unit} × {days} 個工作日:是否為估算而非稱重?',
  ],
  'round-share': [
    '{part} is exactly {percent:0} % of {whole}: an estimate, not a weighing?',
    '{part} 恰为 {whole} 的 {percent:0} %:是否为估算而非称重?',
    '{part} 恰為 {whole} 的 {percent:0} %:是否為估算而非稱重?',
  ],
  'margin-in-inventory': [
    '{figure} is priced with {factor}: a project-baseline (margin) factor, not one for an inventory; with the rows of the set "{set}" it would be {other:digits} {unit} ({percent:+1} %)',
    '{figure} 采用了 {factor}:该因子用于减排项目基准线,不适用于排放清单;若用因子集 "{set}" 则为 {other:digits} {unit}({percent:+1} %)',
    '{figure} 採用了 {factor}:該因子用於減排項目基準線,不適用於排放清單;若用因子集 "{set}" 則為 {other:digits} {unit}({percent:+1} %)',
  ],
  'lower-bound-factor': [
    '{figure} is priced with {factor}, a lower bound; with the rows of the set "{set}" it would be {other:digits} {unit} ({percent:+1} %)',
    '{figure} 采用了下限因子 {factor};若用因子集 "{set}" 则为 {other:digits} {unit}({percent:+1} %)',
    '{figure} 採用了下限因子 {factor};若用因子集 "{set}" 則為 {other:digits} {unit}({percent:+1} %)',
  ],
  'two-factors': [
    'savings are priced at {saved:4} t/MWh, purchased electricity at {bought:4} t/MWh on average: two factors on one page',
    '节能量按 {saved:4} 吨/兆瓦时计,外购电力平均为 {bought:4} 吨/兆瓦时:同一报告中使用了两种因子',
    '節能量按 {saved:4} 噸/兆瓦時計,外購電力平均為 {bought:4} 噸/兆瓦時:同一報告中使用了兩種因子',
  ],
  'boundary-gap': [
    '{figure} is told for "{boundary}", but nothing of {without} is in it',
    '{figure} 的范围为 "{boundary}",但其中不含 {without}',
    '{figure} 的範圍為 "{boundary}",但其中不含 {without}',
  ],
  'implied-heads': [
    'published {figure} ({own}) implies {low:0} to {high:0} persons when {total} ({other}) is divided by it, the entries of {own} say {heads:0}',
    '由公布的 {figure}(范围 {own})与 {total}(范围 {other})推算人数为 {low:0} 至 {high:0},而 {own} 的录入为 {heads:0}',
    '由公佈的 {figure}(範圍 {own})與 {total}(範圍 {other})推算人數為 {low:0} 至 {high:0},而 {own} 的錄入為 {heads:0}',
  ],
  'instrument-vintage': [
    'the energy of instrument {id} was made in {vintage}, and it is claimed for {from} to {to}: too old or too new',
    '凭证 {id} 的电量产生于 {vintage},却用于 {from} 至 {to}:年份不符',
    '憑證 {id} 的電量產生於 {vintage},卻用於 {from} 至 {to}:年份不符',
  ],
  'instrument-twice': [
    'the instruments under {reference} stand in several entries ({ids}), {amount} MWh altogether: claimed twice?',
    '凭证 {reference} 出现在多笔录入中({ids}),共 {amount} MWh:是否重复使用?',
    '憑證 {reference} 出現在多筆錄入中({ids}),共 {amount} MWh:是否重複使用?',
  ],
  'share-elsewhere': [
    '{figure} is {own:1} % for "{boundary}" and {whole:1} % over "{total}": the other sites ({sites}) must have {rest:1} %',
    '{figure} 在 "{boundary}" 为 {own:1} %,而 "{total}" 整体为 {whole:1} %:其余场所({sites})应为 {rest:1} %',
    '{figure} 在 "{boundary}" 為 {own:1} %,而 "{total}" 整體為 {whole:1} %:其餘場所({sites})應為 {rest:1} %',
  ],
  'heads-within': [
    'published totals divided by published intensities give different head counts ({figures}); within rounding {low:0} to {high:0} persons fit all of them',
    '由公布的总量除以公布的强度得出不同的人数({figures});在舍入范围内 {low:0} 至 {high:0} 人与各项均相符',
    '由公佈的總量除以公佈的強度得出不同的人數({figures});在捨入範圍內 {low:0} 至 {high:0} 人與各項均相符',
  ],
  'heads-apart': [
    'published totals divided by published intensities give head counts that no number of persons fits: {figures}',
    '由公布的总量除以公布的强度得出的人数互相矛盾:{figures}',
    '由公佈的總量除以公佈的強度得出的人數互相矛盾:{figures}',
  ],
  'mean-of-systems': [
    'the daily means of {summer:1} t (summer) and {winter:1} t (winter) are those of all {systems} systems together: read as the mean of each they would give at least {least:0} t, not {total:0} t',
    '日均 {summer:1} 吨(夏季)和 {winter:1} 吨(冬季)为全部 {systems} 套系统合计:若理解为每套系统,则全期至少为 {least:0} 吨,而非 {total:0} 吨',
    '日均 {summer:1} 噸(夏季)和 {winter:1} 噸(冬季)為全部 {systems} 套系統合計:若理解為每套系統,則全期至少為 {least:0} 噸,而非 {total:0} 噸',
  ],
  'parts-apart': [
    '{parts} as published add up to {sum:digits} {unit}, {figure} is published as {total:digits} {unit}',
    '公布的 {parts} 相加为 {sum:digits} {unit},而 {figure} 公布为 {total:digits} {unit}',
    '公佈的 {parts} 相加為 {sum:digits} {unit},而 {figure} 公佈為 {total:digits} {unit}',
  ],
  'meters-below-exceed': [
    '{count} meters below {point} counted {sum:0} {unit}, more than the {total:0} {unit} of {point} itself',
    '{point} 下级的 {count} 个表共计 {sum:0} {unit},大于 {point} 自身的 {total:0} {unit}',
    '{point} 下級的 {count} 個錶共計 {sum:0} {unit},大於 {point} 自身的 {total:0} {unit}',
  ],
  'meals-and-heads': [
    '{meals} meals on {days} working days are {each:2} a day and person at {site} ({heads:0} persons): is the head count right?',
    '{site}:{days} 个工作日共 {meals} 份餐,人均每日 {each:2} 份({heads:0} 人):人数是否正确?',
    '{site}:{days} 個工作日共 {meals} 份餐,人均每日 {each:2} 份({heads:0} 人):人數是否正確?',
  ],
  'season-gap': [
    'the days of the seasons have {seasons:1} t of solar hot water, the period {total:1} t: {rest:1} t lie on days of no season',
    '各季节日合计太阳能热水 {seasons:1} 吨,全期为 {total:1} 吨:有 {rest:1} 吨不属于任何季节',
    '各季節日合計太陽能熱水 {seasons:1} 噸,全期為 {total:1} 噸:有 {rest:1} 噸不屬於任何季節',
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
  'jump-before': [
    '{figure} ({boundary}) is {now:digits} {unit} after {earlier:digits} in {period}: from one period to the next it changed by {most:0} % at most in its own past',
    '{figure}({boundary})为 {now:digits} {unit},{period} 为 {earlier:digits}:以往相邻两期的变化最多 {most:0} %',
    '{figure}({boundary})為 {now:digits} {unit},{period} 為 {earlier:digits}:以往相鄰兩期的變化最多 {most:0} %',
  ],
  'jump-year': [
    '{figure} ({boundary}) is {now:digits} {unit} after {earlier:digits} in {period}: from one year to the next it changed by {most:0} % at most in its own past',
    '{figure}({boundary})为 {now:digits} {unit},{period} 为 {earlier:digits}:以往同比变化最多 {most:0} %',
    '{figure}({boundary})為 {now:digits} {unit},{period} 為 {earlier:digits}:以往同比變化最多 {most:0} %',
  ],
  'jump-without-past': [
    '{figure} ({boundary}) is {now:digits} {unit} after {earlier:digits} in {period}, and has no longer past to judge it by',
    '{figure}({boundary})为 {now:digits} {unit},{period} 为 {earlier:digits},且没有更长的历史可供判断',
    '{figure}({boundary})為 {now:digits} {unit},{period} 為 {earlier:digits},且沒有更長的歷史可供判斷',
  ],
  'coverage-unknown': [
    '{figure}: a part of it is missing, and nothing known of that part tells how much it is',
    '{figure}:有一部分缺失,且无从得知其数量',
    '{figure}:有一部分缺失,且無從得知其數量',
  ],
  'low-coverage': [
    '{figure}: {percent:1} % of its amount is known',
    '{figure}:数据覆盖率为 {percent:1} %',
    '{figure}:數據覆蓋率為 {percent:1} %',
  ],
  'partly-estimated': ['{figure}: {percent:1} % is estimated', '{figure}:{percent:1} % 为估算', '{figure}:{percent:1} % 為估算'],
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
