/** Sentences about savings: why nothing is claimed, why there is no interval, what is remarkable about a claim. */

import type { SavingMessage } from '../../domain/index.ts'
import type { Texts } from './language.ts'

const OF_CLAIMS = {
  'known-too-little': [
    'insufficient data, {point} is known for {percent:1} % of {month} and a claim needs 90 %',
    '数据不足:{point} 在 {month} 的已知比例为 {percent:1} %,认定节能量至少需要 90 %',
    '數據不足:{point} 在 {month} 的已知比例為 {percent:1} %,認定節能量至少需要 90 %',
  ],
  'did-not-act': [
    'no command to the load of {point} was confirmed by the end of {month}: what its meter shows is no saving of the measure',
    '截至 {month} 末,{point} 的负荷没有任何指令得到确认:其计量变化不是该措施的节能量',
    '截至 {month} 末,{point} 的負荷沒有任何指令得到確認:其計量變化不是該措施的節能量',
  ],
  'no-baseline': ['{point} has no baseline', '{point} 没有基线', '{point} 沒有基線'],
  'power-not-read': ['{point} was not looked at', '未查看 {point}', '未查看 {point}'],
  'in-commissioning': ['{point} is in commissioning', '{point} 处于调试阶段', '{point} 處於調試階段'],
  'no-full-hour-before': [
    '{point} was at full output in no steady hour before control',
    '控制启用前,{point} 没有任何稳定的满负荷小时',
    '控制啟用前,{point} 沒有任何穩定的滿負荷小時',
  ],
  'before-too-little': [
    '{point} is known for {percent:1} % of the time before control; a baseline needs 90 %',
    '控制启用前,{point} 的已知比例为 {percent:1} %,学习基线至少需要 90 %',
    '控制啟用前,{point} 的已知比例為 {percent:1} %,學習基線至少需要 90 %',
  ],
  'too-few-workdays': [
    'the time before control holds too few days of the type workday on {point}; at least {days} whole ones',
    '控制启用前,{point} 的工作日太少:至少需要 {days} 个完整工作日',
    '控制啟用前,{point} 的工作日太少:至少需要 {days} 個完整工作日',
  ],
  'too-few-weekends': [
    'the time before control holds too few days of the type weekend on {point}; at least {days} whole ones',
    '控制启用前,{point} 的周末日太少:至少需要 {days} 个完整周末日',
    '控制啟用前,{point} 的週末日太少:至少需要 {days} 個完整週末日',
  ],
  'never-on': [
    '{point} had no steady hour at full output from {since} to {month} (it did not run); state `rated` (kW) for the load',
    '{point} 自 {since} 至 {month} 没有稳定的满负荷小时(未运行);请为该负荷填写 `rated`(kW)',
    '{point} 自 {since} 至 {month} 沒有穩定的滿負荷小時(未運行);請為該負荷填寫 `rated`(kW)',
  ],
  'never-full': [
    '{point} had no steady hour at full output from {since} to {month} (its greatest reading was {watts} W); state `rated` (kW) for the load',
    '{point} 自 {since} 至 {month} 没有稳定的满负荷小时(最大读数 {watts} W);请为该负荷填写 `rated`(kW)',
    '{point} 自 {since} 至 {month} 沒有穩定的滿負荷小時(最大讀數 {watts} W);請為該負荷填寫 `rated`(kW)',
  ],
  'no-scatter': [
    '{point} has no scatter at full output, and no accuracy_class of its meter is stated',
    '{point} 满负荷时没有离散,且未注明其计量表的 accuracy_class',
    '{point} 滿負荷時沒有離散,且未註明其計量錶的 accuracy_class',
  ],
  'not-claimed': ['nothing is claimed for {month}: {reason}', '{month} 未认定节能量:{reason}', '{month} 未認定節能量:{reason}'],
  'not-claimed-more': [
    'nothing is claimed for {month}: {reason}; nor for {others}',
    '{month} 未认定节能量:{reason};{others} 亦未认定',
    '{month} 未認定節能量:{reason};{others} 亦未認定',
  ],
  implausible: [
    '{point}: {percent:1} % of the lighting baseline is claimed; more than {most} % is seldom true, so look at the baseline and the load',
    '{point}:认定的节能量为照明基线的 {percent:1} %;超过 {most} % 很少属实,请核对基线与负荷',
    '{point}:認定的節能量為照明基線的 {percent:1} %;超過 {most} % 很少屬實,請核對基線與負荷',
  ],
  'rated-stands-in': [
    '{point}: no hour at full output was found, the rated power of {watts} W stands in for {months}',
    '{point}:未找到满负荷小时,{months} 以额定功率 {watts} W 代替',
    '{point}:未找到滿負荷小時,{months} 以額定功率 {watts} W 代替',
  ],
  'counted-nothing': [
    '{point} counted nothing in {months}: its whole baseline of {kWh:1} kWh is claimed, so see that it is still in use',
    '{point} 在 {months} 计量为零:其全部基线 {kWh:1} kWh 被认定为节能量,请确认该负荷仍在使用',
    '{point} 在 {months} 計量為零:其全部基線 {kWh:1} kWh 被認定為節能量,請確認該負荷仍在使用',
  ],
  'meter-found': [
    '{point}: {finding} in {months}; what was used while its register was not read is not counted, and looks like saved',
    '{point} 在 {months} 出现 {finding};寄存器未读出期间的用电未计入,会表现为节能量',
    '{point} 在 {months} 出現 {finding};寄存器未讀出期間的用電未計入,會表現為節能量',
  ],
  'class-not-stated': [
    'no accuracy_class of {point} is stated: the interval leaves its meter out',
    '未注明 {point} 的 accuracy_class:区间未计入其计量表误差',
    '未註明 {point} 的 accuracy_class:區間未計入其計量錶誤差',
  ],
  'no-calendar': [
    'holidays of {years} are counted as plain days: no calendar is chosen (campus.calendar)',
    '{years} 的节假日按普通日计:未选择日历(campus.calendar)',
    '{years} 的節假日按普通日計:未選擇日曆(campus.calendar)',
  ],
  'years-unknown': [
    'holidays of {years} are counted as plain days: the calendar "{calendar}" does not know them (calendars)',
    '{years} 的节假日按普通日计:日历 "{calendar}" 没有这些年份(calendars)',
    '{years} 的節假日按普通日計:日曆 "{calendar}" 沒有這些年份(calendars)',
  ],
  unproved: [
    '{point}: unproved baseline: the written schedule was never held against measured operation before control (`from`, or a learned baseline), so there is no 90 % interval; the range that is printed is of the meter only',
    '{point}:基线未经验证:给定的时间表从未与控制启用前的实测运行对照(`from` 或学习基线),因此没有 90 % 区间;所示范围仅涵盖计量',
    '{point}:基線未經驗證:給定的時間表從未與控制啟用前的實測運行對照(`from` 或學習基線),因此沒有 90 % 區間;所示範圍僅涵蓋計量',
  ],
  'unproved-spread': [
    '{point}: unproved baseline: nothing was measured before control; the interval carries the {percent:1} % by which the schedule is off for other loads of the measure',
    '{point}:基线未经验证:控制启用前没有实测数据;区间计入该措施其他负荷与时间表的偏差 {percent:1} %',
    '{point}:基線未經驗證:控制啟用前沒有實測數據;區間計入該措施其他負荷與時間表的偏差 {percent:1} %',
  ],
  contradicted: [
    '{point}: before control it ran {measured:1} hours at full output on a day of the type {type}, the written schedule has {written:1}: correct the schedule, or learn the baseline',
    '{point}:控制启用前,{type} 类型的日子实测满负荷运行 {measured:1} 小时,给定的时间表为 {written:1} 小时:请更正时间表,或改用学习基线',
    '{point}:控制啟用前,{type} 類型的日子實測滿負荷運行 {measured:1} 小時,給定的時間表為 {written:1} 小時:請更正時間表,或改用學習基線',
  ],
  'like-a-day-off': [
    'on {dates} the loads used as little as on a day off, and the calendar has workdays: if they were holidays, add them to the calendar; until then their baseline is claimed as saved',
    '{dates} 的用量与休息日相当,而日历为工作日:若为节假日,请补入日历;在此之前其基线被计为节能量',
    '{dates} 的用量與休息日相當,而日曆為工作日:若為節假日,請補入日曆;在此之前其基線被計為節能量',
  ],
  'power-stepped': [
    '{point}: its power at full output went from {before:1} W to {after:1} W on {day}; lamps that failed or were replaced are no saving of control, so each part is claimed at its own power',
    '{point}:满负荷功率于 {day} 由 {before:1} W 变为 {after:1} W;灯具损坏或更换不是控制的节能量,因此各段按各自功率认定',
    '{point}:滿負荷功率於 {day} 由 {before:1} W 變為 {after:1} W;燈具損壞或更換不是控制的節能量,因此各段按各自功率認定',
  ],
  'seldom-full': [
    '{point}: {watts:1} W were drawn in {hours} of {running} running hours in {months}: see that this is its full output',
    '{point}:{months} 中 {running} 个运行小时里只有 {hours} 个达到 {watts:1} W,请确认这是满负荷功率',
    '{point}:{months} 中 {running} 個運行小時裡只有 {hours} 個達到 {watts:1} W,請確認這是滿負荷功率',
  ],
  'site-no-start': [
    'the measures of {site} are not held against its main meters: `from` of a measure is missing, the first day of control',
    '{site} 的措施未与总表核对:有措施缺少 `from`(控制启用首日)',
    '{site} 的措施未與總錶核對:有措施缺少 `from`(控制啟用首日)',
  ],
  'site-no-time': ['{site}: control had not begun in the period', '{site}:本期内控制尚未启用', '{site}:本期內控制尚未啟用'],
  'site-no-meter': [
    'the measures of {site} are not held against its main meters: no energy register has the role {role}',
    '{site} 的措施未与总表核对:没有角色为 {role} 的电能表',
    '{site} 的措施未與總錶核對:沒有角色為 {role} 的電能錶',
  ],
  'site-no-thermometer': [
    'the measures of {site} are not held against its main meters: no temperature has the role {role}',
    '{site} 的措施未与总表核对:没有角色为 {role} 的温度测点',
    '{site} 的措施未與總錶核對:沒有角色為 {role} 的溫度測點',
  ],
  'site-claims-missing': [
    'the measures of {site} are not held against its main meters: {percent:1} % of the time of their loads is claimed, a comparison needs 90 %',
    '{site} 的措施未与总表核对:负荷时间仅认定 {percent:1} %,核对至少需要 90 %',
    '{site} 的措施未與總錶核對:負荷時間僅認定 {percent:1} %,核對至少需要 90 %',
  ],
  'site-not-fitted': [
    'the measures of {site} are not held against its main meters: the year before control gives no model ({cause})',
    '{site} 的措施未与总表核对:控制启用前一年无法建立模型({cause})',
    '{site} 的措施未與總錶核對:控制啟用前一年無法建立模型({cause})',
  ],
  'site-disagrees': [
    'the measures of {site} claim {claimed:0} kWh together, its main meters saved {building:0} kWh, 90 % interval {interval:0} on either side: something else changed, or a claim is wrong',
    '{site} 的各项措施合计认定 {claimed:0} kWh,总表节能量为 {building:0} kWh,90 % 区间为其两侧各 {interval:0}:另有变化,或某项认定有误',
    '{site} 的各項措施合計認定 {claimed:0} kWh,總錶節能量為 {building:0} kWh,90 % 區間為其兩側各 {interval:0}:另有變化,或某項認定有誤',
  ],
} as const satisfies Record<SavingMessage['code'], Texts>

/** All of them: of claims, and of what is made of claims. */
export const SAVINGS = {
  ...OF_CLAIMS,
  'above-baseline': [
    '{measure} used {kWh:1} kWh more than its baseline',
    '{measure} 比其基线多用 {kWh:1} kWh',
    '{measure} 比其基線多用 {kWh:1} kWh',
  ],
  'same-of-more': ['{what}; the same of {n} more loads', '{what};另有 {n} 个负荷情况相同', '{what};另有 {n} 個負荷情況相同'],
  'of-measures': ['{measures}: {what}', '{measures}:{what}', '{measures}:{what}'],
  'measure-later': [
    'control began on {from}: there is nothing of it in the period',
    '控制自 {from} 启用:本期内没有该措施的数据',
    '控制自 {from} 啟用:本期內沒有該措施的數據',
  ],
  'measure-not-begun': ['the period has not begun', '本期尚未开始', '本期尚未開始'],
  'name-measures': [
    'no measure is named in the campus file: add it under `measures`',
    '园区文件未列出节能措施:请在 `measures` 下添加',
    '園區文件未列出節能措施:請在 `measures` 下添加',
  ],
  'baseline-schedule': ['schedule', '时间表', '時間表'],
  'baseline-learned': ['learned from {from} to {to}', '由 {from} 至 {to} 学习', '由 {from} 至 {to} 學習'],
} as const satisfies Record<string, Texts>
